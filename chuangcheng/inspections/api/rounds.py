from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from chuangcheng.core.access import require
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.inspections import queries
from chuangcheng.inspections.access import PLAN, round_for
from chuangcheng.inspections.models import Assignment, Round, Visit
from chuangcheng.inspections.queries import AssignmentFilter, Progress, ShareDone
from chuangcheng.inspections.queries.assignments import PAGE_SIZE
from chuangcheng.inspections.services import (
    add_sites,
    assign_inspector,
    assign_owners,
    change_round,
    create_round,
    discard_round,
    finish_round,
    keep_paper,
    release_round,
    remove_sites,
    spread_over_inspectors,
    start_round,
)
from chuangcheng.inspections.services.rounds import SuperiorPaper

router = Router()


class ProgressOut(Schema):
    sites: int
    visited: int
    percent: int


class ShareOut(Schema):
    id: int | None
    label: str
    sites: int
    visited: int


class RoundOut(Schema):
    id: UUID
    number: str
    name: str
    kind: str
    state: str
    framework_id: int
    starts_on: date
    ends_on: date
    organisation: str
    paper_on: date | None  # of the superior's paper
    paper_number: str
    is_hidden: bool
    released_at: datetime | None
    finish_note: str
    asks_review: bool
    release_note: str
    progress: ProgressOut


class RoundDetail(RoundOut):
    """The whole round, and what the person sees of it in parts."""

    by_type: list[ShareOut]
    by_area: list[ShareOut]
    by_inspector: list[ShareOut]


class RoundPage(Schema):
    rounds: list[RoundOut]
    older: str  # to be added to the address for the next page; empty: none


class PaperIn(Strict):
    on: date | None = None
    number: str = ""


class RoundIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same round
    name: str
    kind: str
    framework_id: int
    starts_on: date
    ends_on: date
    asks_review: bool | None = None  # null: by kind
    organisation: str = ""  # who visits, when it is not the office
    paper: PaperIn | None = None  # the superior's, only for this kind


class RoundChange(Strict):
    name: str
    starts_on: date
    ends_on: date
    asks_review: bool | None = None  # only until the round starts; None: as it is
    paper: PaperIn | None = None  # the superior's; null: as it is


class SitesIn(Strict):
    site_ids: list[UUID] = Field(min_length=1)


class AssignIn(SitesIn):
    inspector_id: int | None  # null: to nobody


class SpreadIn(Strict):
    inspector_ids: list[int]


class Ending(Strict):
    reason: str = ""


class CountOut(Schema):
    count: int


class AssignmentQuery(Schema):
    words: str = ""
    site_type_id: int | None = None
    area_id: int | None = None
    inspector_id: int | None = None
    visited: Literal["", "open", "visited"] = ""


class AssignmentOut(Schema):
    site_id: UUID
    site: str
    site_number: str
    site_type: str
    area: str
    order: int
    inspector_id: int | None
    unit_id: int | None  # any of its people may visit
    excuse: str  # why it is not to be visited
    visited_at: datetime | None
    visit_id: UUID | None  # the newest visit
    score: Decimal | None


class CandidateOut(Schema):
    id: UUID
    number: str
    name: str
    site_type: str
    area: str
    last_checked_at: datetime | None


class CandidatePage(Schema):
    sites: list[CandidateOut]
    pages: int
    count: int


class InspectorOut(Schema):
    id: int
    name: str


class AssignmentPage(Schema):
    assignments: list[AssignmentOut]
    pages: int
    count: int


@router.get("/rounds", response=RoundPage)
def list_rounds(
    request: HttpRequest,
    view: Literal["", "draft", "running", "finished", "released", "mine"] = "",
    words: str = "",
    kind: str = "",
    before: str = "",  # noqa: ARG001 - read by the page; named here for the documentation
) -> dict[str, Any]:
    """The rounds that the actor sees, newest first, 50 at a time."""
    rows = queries.rounds_in_view(actor=actor_of(request), view=view, words=words, kind=kind)
    page = keyset_page(rows, parameters=request.GET)
    progress = queries.progress_by_round(round_ids=[row.pk for row in page.rows])
    return {"rounds": [_round(row, progress[row.pk]) for row in page.rows], "older": page.older}


@router.post("/rounds", response={201: RoundOut})
def add_round(request: HttpRequest, given: RoundIn) -> Status[dict[str, Any]]:
    """A round in preparation."""
    made = create_round(
        actor=actor_of(request), round_id=given.id, paper=_paper(given.paper), **given.dict(exclude={"id", "paper"})
    )
    return Status(201, _round(made, queries.progress_of(found=made)))


@router.get("/rounds/{round_id}", response=RoundDetail)
def get_round(request: HttpRequest, round_id: UUID) -> dict[str, Any]:
    """One round with its progress by type, area and inspector."""
    actor = actor_of(request)
    found = round_for(actor, round_id)
    figures = queries.round_figures(actor=actor, found=found)
    return {
        **_round(found, figures.whole),
        "by_type": [_share(share) for share in figures.by_type],
        "by_area": [_share(share) for share in figures.by_area],
        "by_inspector": [_share(share) for share in figures.by_inspector],
    }


@router.patch("/rounds/{round_id}", response=RoundOut)
def edit_round(request: HttpRequest, round_id: UUID, given: RoundChange) -> dict[str, Any]:
    """Another name or other days; whether it asks for review, until it starts."""
    found = change_round(
        actor=actor_of(request), round_id=round_id, paper=_paper(given.paper), **given.dict(exclude={"paper"})
    )
    return _round(found, queries.progress_of(found=found))


@router.put("/rounds/{round_id}/paper", response=RoundOut)
def put_paper(request: HttpRequest, round_id: UUID, given: PaperIn) -> dict[str, Any]:
    """Date and number of a superior's paper, also of a round that has ended."""
    found = keep_paper(actor=actor_of(request), round_id=round_id, paper=SuperiorPaper(given.on, given.number))
    return _round(found, queries.progress_of(found=found))


@router.delete("/rounds/{round_id}", response={204: None})
def delete_round(request: HttpRequest, round_id: UUID) -> Status[None]:
    """Takes away a round in preparation."""
    discard_round(actor=actor_of(request), round_id=round_id)
    return Status(204, None)


@router.get("/rounds/{round_id}/assignments", response=AssignmentPage)
def list_assignments(
    request: HttpRequest,
    round_id: UUID,
    asked: Query[AssignmentQuery],
    page: int = 1,
) -> dict[str, Any]:
    """The sites of a round that the actor sees, in order, 50 a page."""
    actor = actor_of(request)
    chosen = AssignmentFilter(
        words=asked.words,
        site_type_id=asked.site_type_id,
        area_id=asked.area_id,
        inspector="" if asked.inspector_id is None else str(asked.inspector_id),
        visited=asked.visited,
    )
    found = queries.assignments_page(actor=actor, found=round_for(actor, round_id), chosen=chosen, number=page)
    return {
        "assignments": [_assignment(row) for row in found],
        "pages": found.paginator.num_pages,
        "count": found.paginator.count,
    }


@router.get("/rounds/{round_id}/candidates", response=CandidatePage)
def list_candidates(
    request: HttpRequest, round_id: UUID, words: str = "", site_type_id: int | None = None, page: int = 1
) -> dict[str, Any]:
    """The sites that are not in the round yet, 50 a page, for who plans it."""
    actor = actor_of(request)
    require(actor, PLAN)
    rows = queries.sites_to_add(actor=actor, found=round_for(actor, round_id), words=words, site_type_id=site_type_id)
    found = Paginator(rows, PAGE_SIZE).get_page(page)
    return {
        "sites": [_candidate(site) for site in found],
        "pages": found.paginator.num_pages,
        "count": found.paginator.count,
    }


@router.get("/inspectors", response=list[InspectorOut])
def list_inspectors(request: HttpRequest) -> list[Any]:
    """Those to whom sites can be given, by name, for who plans rounds."""
    require(actor_of(request), PLAN)
    return list(queries.may_visit_people(today=today()))


@router.post("/rounds/{round_id}/sites", response=CountOut)
def put_sites(request: HttpRequest, round_id: UUID, given: SitesIn) -> dict[str, int]:
    """Adds sites; those already there stay once."""
    return {"count": add_sites(actor=actor_of(request), round_id=round_id, site_ids=given.site_ids)}


@router.post("/rounds/{round_id}/sites/remove", response=CountOut)
def take_sites_out(request: HttpRequest, round_id: UUID, given: SitesIn) -> dict[str, int]:
    """Takes sites out that nobody has visited."""
    return {"count": remove_sites(actor=actor_of(request), round_id=round_id, site_ids=given.site_ids)}


@router.post("/rounds/{round_id}/assign", response=CountOut)
def assign(request: HttpRequest, round_id: UUID, given: AssignIn) -> dict[str, int]:
    """Gives sites to a person, or to nobody."""
    return {"count": assign_inspector(actor=actor_of(request), round_id=round_id, **given.dict())}


@router.post("/rounds/{round_id}/assign-owners", response=CountOut)
def assign_to_owners(request: HttpRequest, round_id: UUID, given: SitesIn) -> dict[str, int]:
    """Gives sites to the units that answer for them, to check themselves."""
    return {"count": assign_owners(actor=actor_of(request), round_id=round_id, site_ids=given.site_ids)}


@router.post("/rounds/{round_id}/spread", response=CountOut)
def spread(request: HttpRequest, round_id: UUID, given: SpreadIn) -> dict[str, int]:
    """Gives the sites nobody has to people, evenly."""
    return {"count": spread_over_inspectors(actor=actor_of(request), round_id=round_id, **given.dict())}


@router.post("/rounds/{round_id}/start", response={204: None})
def start(request: HttpRequest, round_id: UUID) -> Status[None]:
    """Inspectors see it from now on."""
    start_round(actor=actor_of(request), round_id=round_id)
    return Status(204, None)


@router.post("/rounds/{round_id}/finish", response={204: None})
def finish(request: HttpRequest, round_id: UUID, given: Ending) -> Status[None]:
    """No more visits; sites that nobody visited need a reason."""
    finish_round(actor=actor_of(request), round_id=round_id, reason=given.reason)
    return Status(204, None)


@router.post("/rounds/{round_id}/release", response={204: None})
def release(request: HttpRequest, round_id: UUID, given: Ending | None = None) -> Status[None]:
    """Everybody sees it and its checks count; visits that nobody accepted need a reason and do not count."""
    release_round(actor=actor_of(request), round_id=round_id, reason=given.reason if given else "")
    return Status(204, None)


def _paper(given: PaperIn | None) -> SuperiorPaper | None:
    return None if given is None else SuperiorPaper(given.on, given.number)


def _round(found: Round, progress: Progress) -> dict[str, Any]:
    names = ("id", "number", "name", "kind", "state", "framework_id", "starts_on", "ends_on", "organisation")
    more = ("is_hidden", "released_at", "finish_note", "asks_review", "release_note", "paper_on", "paper_number")
    facts = {name: getattr(found, name) for name in (*names, *more)}
    return {**facts, "progress": progress}


def _share(share: ShareDone) -> dict[str, Any]:
    return {"id": share.key, "label": share.label, "sites": share.done.sites, "visited": share.done.visited}


def _candidate(site: Any) -> dict[str, Any]:
    names = ("id", "number", "name", "last_checked_at")
    facts = {name: getattr(site, name) for name in names}
    return {**facts, "site_type": site.site_type.name, "area": site.area.name}


def _assignment(row: Assignment) -> dict[str, Any]:
    visits: list[Visit] = row.shown_visits  # type: ignore[attr-defined] # put there by `assignments_page`
    last = visits[0] if visits else None
    return {
        "site_id": row.site_id,
        "site": row.site.name,
        "site_number": row.site.number,
        "site_type": row.site.site_type.name,
        "area": row.site.area.name,
        "order": row.order,
        "inspector_id": row.inspector_id,
        "unit_id": row.unit_id,
        "excuse": row.excuse,
        "visited_at": row.visited_at,
        "visit_id": last.pk if last else None,
        "score": last.score if last else None,
    }
