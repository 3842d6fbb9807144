"""指标对照: links between standards of different frameworks, suggestions, and what was refused."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of, download
from chuangcheng.standards import queries, services
from chuangcheng.standards.access import framework_for, standard_for
from chuangcheng.standards.crosswalk_table import links_workbook
from chuangcheng.standards.models import RefusedPair, Standard, StandardLink
from chuangcheng.standards.services import LinkDraft

router = Router()
MOST = 200  # suggestions at once, best first


class StandardBrief(Schema):
    id: int
    code: str
    text: str
    framework_id: int


class LinkOut(Schema):
    id: int
    first: StandardBrief
    second: StandardBrief
    relation: str  # of the first to the second: equal, covers, overlaps
    share: Decimal | None  # 0..1 of an overlap
    reason: str
    origin: str
    confirmed_by_name: str
    confirmed_at: datetime
    ended_by_name: str
    ended_at: datetime | None
    end_reason: str


class SeenOut(Schema):
    link_id: int
    standard: StandardBrief
    framework: str
    relation: str  # as seen from the asked one: equal, covers, covered_by, overlaps
    share: Decimal | None
    counts_there: bool
    counts_here: bool


class SuggestionOut(Schema):
    first: StandardBrief
    second: StandardBrief
    score: int  # 0..100


class RefusedOut(Schema):
    id: int
    first: StandardBrief
    second: StandardBrief
    reason: str
    refused_by_name: str
    refused_at: datetime


class PairOut(Schema):
    first_framework_id: int
    second_framework_id: int
    first_linked: int
    first_count: int
    second_linked: int
    second_count: int


class SaidIn(Strict):
    relation: str  # equal, covers, covered_by, overlaps
    share: Decimal | None = None  # 0..1, of an overlap only
    reason: str = ""


class LinkIn(SaidIn):
    first_id: int
    second_id: int


class LinksIn(Strict):
    links: list[LinkIn]


class RefusalIn(Strict):
    first_id: int
    second_id: int
    reason: str = ""


class ReasonIn(Strict):
    reason: str


@router.get("/crosswalk", response=list[PairOut])
def list_pairs(request: HttpRequest) -> list[dict[str, Any]]:
    """Every two frameworks that can be linked, with how many of their standards are."""
    return [
        {
            "first_framework_id": pair.first.pk,
            "second_framework_id": pair.second.pk,
            "first_linked": pair.first_linked,
            "first_count": pair.first_count,
            "second_linked": pair.second_linked,
            "second_count": pair.second_count,
        }
        for pair in queries.linked_pairs(actor=actor_of(request))
    ]


@router.get("/crosswalk/{first_id}/{second_id}", response=list[LinkOut])
def list_links(request: HttpRequest, first_id: int, second_id: int) -> list[StandardLink]:
    """The links between two frameworks, standing and ended."""
    _both(request, first_id, second_id)
    return queries.links_between(first_id=first_id, second_id=second_id)


@router.get("/crosswalk/{first_id}/{second_id}/workbook", response={200: None})
def download_links(request: HttpRequest, first_id: int, second_id: int) -> FileResponse:
    """The standing links (xlsx); edited and brought back by `import crosswalk` it changes the edited cells only."""
    first, second = (framework_for(actor_of(request), pk) for pk in (first_id, second_id))
    content = links_workbook(actor=actor_of(request), first=first, second=second)
    return download(content, f"{_('指标对照')}-{first.name}-{second.name}.xlsx")


@router.get("/crosswalk/{first_id}/{second_id}/suggestions", response=list[SuggestionOut])
def list_suggestions(request: HttpRequest, first_id: int, second_id: int) -> Any:
    """Standards that are worded alike, neither linked nor refused; at most 200, best first."""
    _both(request, first_id, second_id)
    return queries.suggestions(first_id=first_id, second_id=second_id)[:MOST]


@router.get("/crosswalk/{first_id}/{second_id}/open", response=list[StandardBrief])
def list_open(request: HttpRequest, first_id: int, second_id: int) -> list[Standard]:
    """The standards of the first framework that are linked with none of the second."""
    _both(request, first_id, second_id)
    return queries.unlinked_standards(framework_id=first_id, other_id=second_id)


@router.get("/crosswalk/{first_id}/{second_id}/refused", response=list[RefusedOut])
def list_refused(request: HttpRequest, first_id: int, second_id: int) -> list[RefusedPair]:
    """What was refused and not taken up again."""
    _both(request, first_id, second_id)
    return queries.refused_pairs(first_id=first_id, second_id=second_id)


@router.post("/crosswalk-links", response={201: list[LinkOut]})
def add_links(request: HttpRequest, given: LinksIn) -> Status[list[StandardLink]]:
    """Links pairs of standards, all or none; what says the same already stays as it is."""
    drafts = [LinkDraft(**each.dict()) for each in given.links]
    return Status(201, services.link_several(actor=actor_of(request), drafts=drafts))


@router.patch("/crosswalk-links/{link_id}", response=LinkOut)
def change_link(request: HttpRequest, link_id: int, given: LinkIn) -> StandardLink:
    """Another relation between the same standards, with the reason; the link before is ended."""
    return services.change_link(actor=actor_of(request), link_id=link_id, draft=LinkDraft(**given.dict()))


@router.post("/crosswalk-links/{link_id}/end", response=LinkOut)
def end_link(request: HttpRequest, link_id: int, given: ReasonIn) -> StandardLink:
    """Ends a link: it counts nowhere from now on."""
    return services.end_link(actor=actor_of(request), link_id=link_id, reason=given.reason)


@router.post("/crosswalk-refusals", response={201: RefusedOut})
def refuse(request: HttpRequest, given: RefusalIn) -> Status[RefusedPair]:
    """The two are suggested no more."""
    return Status(201, services.refuse_pair(actor=actor_of(request), **given.dict()))


@router.post("/crosswalk-refusals/{pair_id}/take-up", response={204: None})
def take_up(request: HttpRequest, pair_id: int) -> Status[None]:
    """What was refused may be suggested again."""
    services.take_up_pair(actor=actor_of(request), pair_id=pair_id)
    return Status(204, None)


@router.get("/standards/{standard_id}/links", response=list[SeenOut])
def links_of_standard(request: HttpRequest, standard_id: int) -> Any:
    """The standards of other frameworks that this one is linked with, and what counts through each."""
    found = standard_for(actor_of(request), standard_id)
    rows = queries.linked_standards([found.pk]).get(found.pk, [])
    names = ("link_id", "standard", "relation", "share", "counts_there", "counts_here")
    return [{**{name: getattr(row, name) for name in names}, "framework": str(row.framework)} for row in rows]


def _both(request: HttpRequest, first_id: int, second_id: int) -> None:
    for pk in (first_id, second_id):
        framework_for(actor_of(request), pk)
