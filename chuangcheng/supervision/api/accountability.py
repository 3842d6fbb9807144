"""Rewards and accountability over the API: proposed, decided, appealed against, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, Status, UploadedFile

from chuangcheng.core.access import require
from chuangcheng.core.errors import NotFound
from chuangcheng.core.files import DOCUMENTS, documents_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.supervision.accountability_access import VIEW_MATTERS, matter_for
from chuangcheng.supervision.accountability_papers import file_name, matters_workbook
from chuangcheng.supervision.accountability_policies import GROUNDS
from chuangcheng.supervision.accountability_templates import write_decision
from chuangcheng.supervision.appraisal.periods import PeriodKind, span_around
from chuangcheng.supervision.models import Appeal, Matter
from chuangcheng.supervision.order_papers import MEDIA_TYPES
from chuangcheng.supervision.queries.accountability.matters import (
    VIEWS,
    MatterFilter,
    appeals_of,
    matters_shown,
    story_of,
)
from chuangcheng.supervision.services.accountability import (
    DecisionGiven,
    MatterGiven,
    add_appeal_files,
    appeal_to_prove,
    ask_to_reckon,
    change_grounds,
    decide_appeal,
    decide_matter,
    move_matter,
    propose_matter,
    raise_appeal,
)
from chuangcheng.supervision.services.accountability.appealing import MOST_FILES

router = Router()
MOST_EXPORTED = 20_000  # rows; our choice


class MatterOut(Schema):
    id: UUID
    number: str  # empty: not decided
    state: str  # proposed, dropped, decided, overturned, withdrawn
    is_praise: bool
    is_in_force: bool
    unit_id: int
    unit: str
    ground: str
    period: str
    first: date
    last: date
    proposed_grade: str
    proposed_whom: str
    grade: str
    head: str
    head_post: str
    responsible: str
    responsible_post: str
    term_on: date | None
    decided_at: datetime | None
    appeal_until: datetime | None
    expires_on: date | None
    done_at: datetime | None


class FindingOut(Schema):
    measure: str
    count: int
    of: int
    records: list[tuple[str, str]]  # kind, id


class EventOut(Schema):
    move: str
    at: datetime
    who: str
    text: str


class AppealOut(Schema):
    id: UUID
    side: str
    text: str
    who: str
    at: datetime
    file_ids: list[UUID]
    is_upheld: bool | None  # none: not decided yet
    reason: str
    decided_by: str


class MatterDetail(MatterOut):
    is_met: bool
    reason: str
    facts: str
    requirement: str
    merit_id: UUID | None
    findings: list[FindingOut]
    events: list[EventOut]
    appeals: list[AppealOut]


class MatterIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same matter
    unit_id: int
    ground: str
    on: date
    grade: str
    whom: str = "head"
    reason: str


class ReckonIn(Strict):
    period: Literal["week", "month", "quarter", "year"] = "month"
    day: date  # the period in which it lies


class JobOut(Schema):
    job_id: UUID


class DecideIn(Strict):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same move
    grade: str
    facts: str
    head_post_id: int | None = None
    responsible_post_id: int | None = None
    requirement: str = ""
    term_on: date | None = None
    expires_on: date | None = None
    merit_kind: str = ""


class PressIn(Strict):
    event_id: UUID | None = None
    text: str = ""


class AppealIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same appeal
    text: str


class SettleIn(Strict):
    is_upheld: bool
    reason: str


class GroundsOut(Schema):
    rows: list[dict[str, Any]]


class GroundIn(Strict):
    measure: str
    count: int
    share: int = 0
    times: int = 1
    grade: str
    whom: str


class GroundsIn(Strict):
    rows: list[GroundIn]
    valid_from: date
    reason: str


@router.get("/accountability", response=list[MatterOut])
def list_matters(request: HttpRequest, view: str = "", before: UUID | None = None) -> list[dict[str, Any]]:
    """The matters, newest first, 50 of them; `view`: proposed, underway, in_force, over, praise; `before`: the id of
    the last one seen."""
    parameters = request.GET.copy()
    parameters["before"] = str(before or "")
    return [_told(row) for row in keyset_page(_rows(request, view), parameters=parameters).rows]


@router.get("/accountability.xlsx")
def workbook(request: HttpRequest, view: str = "") -> FileResponse:
    """The list as a workbook."""
    require(actor_of(request), VIEW_MATTERS)
    name, content = matters_workbook(_rows(request, view)[:MOST_EXPORTED])
    return download(content, name)


@router.post("/accountability", response={201: MatterDetail})
def add_matter(request: HttpRequest, given: MatterIn) -> Status[dict[str, Any]]:
    """A proposal by hand; somebody else decides it."""
    values = MatterGiven(**given.dict(exclude={"id"}))
    made = propose_matter(actor=actor_of(request), matter_id=given.id or new_id(), given=values)
    return Status(201, _detail(request, made.pk))


@router.post("/accountability/reckon", response={202: JobOut})
def reckon(request: HttpRequest, given: ReckonIn) -> Status[dict[str, Any]]:
    """Computes the grounds of a period in the background."""
    span = span_around(PeriodKind(given.period), given.day)
    return Status(202, {"job_id": ask_to_reckon(actor=actor_of(request), span=span).pk})


@router.get("/accountability/{uuid:matter_id}", response=MatterDetail)
def get_matter(request: HttpRequest, matter_id: UUID) -> dict[str, Any]:
    """One matter with its records, events and appeals."""
    return _detail(request, matter_id)


@router.get("/accountability/{uuid:matter_id}/paper.docx")
def paper(request: HttpRequest, matter_id: UUID) -> FileResponse:
    """The decision as Word."""
    found = matter_for(actor_of(request), matter_id)
    if found.serial is None:
        raise NotFound(_("决定之后才有文书。"))
    return download(write_decision(found, "docx"), file_name(found, "docx"), MEDIA_TYPES["docx"])


@router.post("/accountability/{uuid:matter_id}/decide", response=MatterDetail)
def decide(request: HttpRequest, matter_id: UUID, given: DecideIn) -> dict[str, Any]:
    """Decides what was proposed; numbered and told."""
    values = given.dict(exclude={"event_id"})
    decision = DecisionGiven(event_id=given.event_id or new_id(), **values)
    decide_matter(actor=actor_of(request), matter_id=matter_id, given=decision)
    return _detail(request, matter_id)


@router.post("/accountability/{uuid:matter_id}/drop", response=MatterDetail)
def drop(request: HttpRequest, matter_id: UUID, given: PressIn) -> dict[str, Any]:
    """What was proposed is not taken up, for a reason."""
    return _moved(request, matter_id, "drop", given)


@router.post("/accountability/{uuid:matter_id}/fulfil", response=MatterDetail)
def fulfil(request: HttpRequest, matter_id: UUID, given: PressIn) -> dict[str, Any]:
    """The talk was held, the term met, the reward handed over."""
    return _moved(request, matter_id, "fulfil", given)


@router.post("/accountability/{uuid:matter_id}/withdraw", response=MatterDetail)
def withdraw(request: HttpRequest, matter_id: UUID, given: PressIn) -> dict[str, Any]:
    """The decision does not count any more, for a reason."""
    return _moved(request, matter_id, "withdraw", given)


@router.post("/accountability/{uuid:matter_id}/appeals", response={201: MatterDetail})
def add_appeal(request: HttpRequest, matter_id: UUID, given: AppealIn) -> Status[dict[str, Any]]:
    """The unit or a person named appeals."""
    raise_appeal(actor=actor_of(request), matter_id=matter_id, appeal_id=given.id or new_id(), text=given.text)
    return Status(201, _detail(request, matter_id))


@router.post("/appeals/{uuid:appeal_id}/files", response={201: MatterDetail})
def add_files(
    request: HttpRequest,
    appeal_id: UUID,
    files: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read from the request, which stores what is too big for memory; named here for the documentation
) -> Status[dict[str, Any]]:
    """What proves an appeal, while nobody has decided."""
    actor = actor_of(request)
    found = appeal_to_prove(actor, appeal_id)
    sent = documents_from_request(request, "files", at_least=1, at_most=MOST_FILES, limits=DOCUMENTS)
    add_appeal_files(actor=actor, appeal_id=appeal_id, files=sent)
    return Status(201, _detail(request, found.matter_id))


@router.post("/appeals/{uuid:appeal_id}/decide", response=MatterDetail)
def settle(request: HttpRequest, appeal_id: UUID, given: SettleIn) -> dict[str, Any]:
    """Somebody who did not decide the matter decides the appeal."""
    made = decide_appeal(actor=actor_of(request), appeal_id=appeal_id, **given.dict())
    return _detail(request, made.appeal.matter_id)


@router.get("/accountability-grounds", response=GroundsOut)
def get_grounds(request: HttpRequest) -> dict[str, Any]:
    """The table that is in force today."""
    require(actor_of(request), VIEW_MATTERS)
    return {"rows": GROUNDS.on(today())}


@router.put("/accountability-grounds", response=GroundsOut)
def put_grounds(request: HttpRequest, given: GroundsIn) -> dict[str, Any]:
    """The table from a day on."""
    rows = [row.dict() for row in given.rows]
    change_grounds(actor=actor_of(request), rows=rows, valid_from=given.valid_from, reason=given.reason)
    return {"rows": GROUNDS.on(max(given.valid_from, today()))}


def _rows(request: HttpRequest, view: str) -> Any:
    chosen = MatterFilter(view=view if view in VIEWS else "")
    return matters_shown(actor=actor_of(request), chosen=chosen, today=today())


def _moved(request: HttpRequest, matter_id: UUID, move: str, given: PressIn) -> dict[str, Any]:
    press: dict[str, Any] = {"event_id": given.event_id or new_id(), "move": move, "text": given.text}
    move_matter(actor=actor_of(request), matter_id=matter_id, **press)
    return _detail(request, matter_id)


def _detail(request: HttpRequest, matter_id: UUID) -> dict[str, Any]:
    found = matter_for(actor_of(request), matter_id)
    events = [
        {"move": event.move, "at": event.at, "who": event.actor_name, "text": event.text} for event in story_of(found)
    ]
    return {
        **_told(found),
        "is_met": found.is_met,
        "reason": found.reason,
        "facts": found.facts,
        "requirement": found.requirement,
        "merit_id": found.merit_id,
        "findings": found.findings,
        "events": events,
        "appeals": [_appeal(appeal) for appeal in appeals_of(found)],
    }


def _appeal(appeal: Appeal) -> dict[str, Any]:
    decision = getattr(appeal, "decision", None)
    return {
        "id": appeal.pk,
        "side": appeal.side,
        "text": appeal.text,
        "who": appeal.raised_by_name,
        "at": appeal.raised_at,
        "file_ids": [row.file_id for row in appeal.files.all()],
        "is_upheld": None if decision is None else decision.is_upheld,
        "reason": "" if decision is None else decision.reason,
        "decided_by": "" if decision is None else decision.by_name,
    }


def _told(found: Matter) -> dict[str, Any]:
    same = ("number", "state", "is_praise", "unit_id", "ground", "period", "first", "last", "proposed_grade")
    more = ("proposed_whom", "grade", "head_post", "responsible_post", "term_on", "decided_at", "appeal_until")
    return {
        "id": found.pk,
        "unit": found.unit.name,
        "head": found.head_name,
        "responsible": found.responsible_name,
        "is_in_force": found.is_in_force(today()),
        **{name: getattr(found, name) for name in (*same, *more, "expires_on", "done_at")},
    }
