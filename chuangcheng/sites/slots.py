"""What higher contexts show of a site; they fill these in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot


@dataclass(frozen=True)
class SitePanel:
    """A panel on the page of a site: a template of the context that brings it, and what the template needs."""

    template: str  # its root is one <section class="panel">
    context: Mapping[str, Any] = field(default_factory=dict)


# (actor, site id) → the panel, or None when there is nothing to show or the actor may not see it. A constant number of
# queries each. Keys order the panels: "10-visits", "20-cases".
SitePanelOf: TypeAlias = Callable[[Actor, UUID], SitePanel | None]
site_panels: Slot[SitePanelOf] = Slot("site panels")


@dataclass(frozen=True)
class OpenProblems:
    """What is open at a site."""

    count: int
    overdue_count: int


# (actor, site ids) → open problems that the actor may see, by site; sites without any are absent. One query.
OpenProblemsAt: TypeAlias = Callable[[Actor, Sequence[UUID]], Mapping[UUID, OpenProblems]]
open_problems: Slot[OpenProblemsAt] = Slot("open problems at sites")
