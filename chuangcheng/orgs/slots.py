"""What upper contexts may add to this one; they fill the slots in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot
from chuangcheng.orgs.models import Unit


@dataclass(frozen=True)
class UnitPanel:
    """A panel on the page of a unit: a template of the context that brings it, and what the template needs."""

    template: str  # its root is one <section class="panel">
    context: Mapping[str, Any] = field(default_factory=dict)


# (actor, unit) → the panel, or None when the actor may not see it or there is nothing to show. A constant number
# of queries each. Keys order the panels: "10-sites", "20-cases".
UnitPanelOf: TypeAlias = Callable[[Actor, Unit], UnitPanel | None]
unit_panels: Slot[UnitPanelOf] = Slot("unit panels")


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """Something that concerns a person whatever their role: a link on the page of their own account."""

    label: str
    url: str
    note: str = ""  # how it stands, in a few words


# The entries of whoever looks at their own account; empty when there is nothing. One query each.
AccountEntriesOf: TypeAlias = Callable[[Actor], Sequence[AccountEntry]]
account_entries: Slot[AccountEntriesOf] = Slot("links on the page of one's own account")

# (first day, last day) → how many visits each unit, by its id, had in these days. One query.
VisitsOf: TypeAlias = Callable[[date, date], Mapping[int, int]]
visits_of_units: Slot[VisitsOf] = Slot("visits of units")

# Id of what asks → its address. The key is the kind of source: "tasks.task".
AddressOf: TypeAlias = Callable[[str], str]
ask_addresses: Slot[AddressOf] = Slot("addresses of asks")

# Unit id → one Chinese sentence that says why the unit cannot be closed without a successor, or "".
ClosingHurdle: TypeAlias = Callable[[int], str]
closing_hurdles: Slot[ClosingHurdle] = Slot("closing hurdles")
