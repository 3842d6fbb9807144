"""What upper contexts may add to a case; they fill the slots in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chuangcheng.cases.models import Case
    from chuangcheng.cases.queries.scope_conditions import CaseScope


@dataclass(frozen=True)
class Origin:
    """Where a case comes from: the check, the import line, the resident's report."""

    label: str  # "9月月评比·人民路：地面有垃圾"
    url: str = ""  # empty: the actor may not open it
    detail: str = ""  # one sentence more


# (actor, source id) → the origin, or None when there is nothing to show to this actor. At most two queries. The key
# of a filling is the `source_kind` of its cases: "inspections.answer".
OriginOf: TypeAlias = Callable[[Actor, str], Origin | None]
case_origin: Slot[OriginOf] = Slot("origins of cases")


@dataclass(frozen=True)
class CasesOfSource:
    """The problems of a round, for its rectification notices."""

    label: str  # "9月月评比"
    case_kind: str  # `source_kind` of its cases
    case_source_ids: Sequence[str]
    ledger_group: str = ""  # `source_group` of the cases that its own ledgers brought; empty: it has none


# (actor, id) → what to issue notices for; None when absent, not released, or not theirs. The key is the `source_kind`
# of the notices: "inspections.round".
NoticesOf: TypeAlias = Callable[[Actor, str], CasesOfSource | None]
notice_sources: Slot[NoticesOf] = Slot("sources of rectification notices")


@dataclass(frozen=True)
class CaseLink:
    """A way from the page of a case to what a higher context offers there."""

    label: str
    url: str


# (actor, `source_group`) → the round or tour that found cases together; None when it is none of theirs, or not shown to
# this actor. A query at most.
GroupOf: TypeAlias = Callable[[Actor, UUID], CaseLink | None]
case_groups: Slot[GroupOf] = Slot("what found cases together")


@dataclass(frozen=True)
class SpecialCases:
    """The cases that a special campaign counts as its own, to narrow a list to them."""

    label: str  # "占道经营专项整治"
    url: str
    scope: CaseScope


# (actor, id) → what the campaign counts; None when it is none, or not shown to this actor. A query.
SpecialCasesOf: TypeAlias = "Callable[[Actor, UUID], SpecialCases | None]"
special_cases: Slot[SpecialCasesOf] = Slot("cases of special campaigns")

# The campaigns that the actor may narrow figures to, the newest first: id and name. A query.
SpecialNamesOf: TypeAlias = "Callable[[Actor], Sequence[tuple[UUID, str]]]"
special_names: Slot[SpecialNamesOf] = Slot("names of special campaigns")

# (actor, number) → the id of the round of this number, when the actor plans it and it is hidden still; None when there
# is none for them. Cases of a ledger may be held for it; it releases them by `release_held_group`.
HeldGroupOf: TypeAlias = Callable[[Actor, str], UUID | None]
held_groups: Slot[HeldGroupOf] = Slot("rounds that hold the cases of a ledger")

# (actor, case id) → the link, or None when it is not offered to this actor. No queries.
CaseLinkOf: TypeAlias = Callable[[Actor, UUID], CaseLink | None]
case_links: Slot[CaseLinkOf] = Slot("links on the page of a case")


@dataclass(frozen=True)
class CasePanel:
    """A panel on the page of a case: a template of the context that brings it, and what the template needs."""

    template: str  # its root is one <section class="panel">
    context: Mapping[str, Any] = field(default_factory=dict)


# (actor, case) → the panel, or None when the actor may not see it or there is nothing to show. Three queries at most.
# Keys order the panels: "10-reports".
CasePanelOf: TypeAlias = "Callable[[Actor, Case], CasePanel | None]"
case_panels: Slot[CasePanelOf] = Slot("panels on the page of a case")


@dataclass(frozen=True)
class CaseBulkAct:
    """A button under the list of cases: what a higher context does about the chosen ones."""

    label: str  # "拟督办单"
    # (request, ids as chosen, possibly of cases that the actor does not see) → the page that comes next; may refuse.
    answer: Callable[[HttpRequest, Sequence[UUID]], HttpResponse]


# actor → the act, or None when it is not offered to them. No queries. The key is its name in addresses.
CaseBulkActOf: TypeAlias = "Callable[[Actor], CaseBulkAct | None]"
case_bulk_acts: Slot[CaseBulkActOf] = Slot("acts on chosen cases")
