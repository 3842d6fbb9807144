from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from chuangcheng.core.files import photos_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.access import assignment_for, check_for, visit_for, visitor_id
from chuangcheng.inspections.models import AnswerPhoto, Check, Visit
from chuangcheng.inspections.queries import AnswerShown, my_open_assignments, visit_sheet
from chuangcheng.inspections.services import (
    AnswerGiven,
    Position,
    VisitGiven,
    checklist_for,
    correct_answer,
    correct_check,
    keep_photos,
    open_case_for_answer,
    open_cases_for_visit,
    submit_visit,
)

router = Router()
MOST_OPEN = 500  # sites in the answer of what is mine to visit


class OpenSite(Schema):
    round_id: UUID
    round: str
    ends_on: date
    site_id: UUID
    site: str
    site_type: str
    area: str
    address: str
    lon: float | None
    lat: float | None


class ItemOut(Schema):
    id: int
    code: str
    part: str
    text: str
    kind: str
    minimum: int | None
    minutes: int | None
    line: Decimal | None
    pieces: list[str]
    unit: str
    counting_rule: str


class Value(Strict):
    """What was found; of the keys one, by the kind of the item, or `na`."""

    na: bool | None = None
    ok: bool | None = None  # yes_no
    count: int | None = None  # at_least: pieces seen
    faults: int | None = None  # tally, timed
    percent: Decimal | None = None  # percentage: 0..100
    present: list[str] | None = None  # composite: the pieces that are there


class AnswerIn(Strict):
    item_id: int
    value: Value
    note: str = ""
    photo_ids: list[UUID] = []  # of photos sent before


class PositionIn(Strict):
    lon: float  # degrees WGS-84
    lat: float  # degrees WGS-84
    accuracy: float  # metres


class VisitIn(Strict):
    id: UUID  # UUIDv7 made by the client: the same one again is the same visit
    round_id: UUID
    site_id: UUID
    started_at: datetime
    answers: list[AnswerIn]
    position: PositionIn | None = None
    note: str = ""


class CheckOut(Schema):
    id: UUID
    standard_id: int
    standard: str
    verdict: str
    violations: int


class AnswerOut(Schema):
    id: UUID
    item_id: int
    item: str
    value: dict[str, Any]
    entered_verdict: str
    verdict: str  # standing
    violations: int
    note: str
    photo_ids: list[UUID]
    checks: list[CheckOut]  # standing, one for each standard
    case_id: UUID | None  # when the actor sees it
    has_case: bool


class VisitOut(Schema):
    id: UUID
    round_id: UUID
    site_id: UUID
    site: str
    inspector: str
    started_at: datetime
    submitted_at: datetime
    lon: float | None
    lat: float | None
    accuracy: float | None
    score: Decimal | None
    note: str
    review: str  # none, waiting, returned, accepted, left_out
    version: int
    amends_id: UUID | None  # the version that was returned
    answers: list[AnswerOut]


class PhotosOut(Schema):
    ids: list[UUID]


class CaseOut(Schema):
    id: UUID
    number: str
    state: str
    is_held: bool


class CaseIn(Strict):
    case_id: UUID | None = None  # UUIDv7 made by the client
    description: str = ""


class CorrectionIn(Strict):
    verdict: Literal["pass", "fail", "na"]
    violations: int
    reason: str


@router.get("/visits/mine", response=list[OpenSite])
def list_my_sites(request: HttpRequest) -> list[dict[str, Any]]:
    """The sites that the actor still has to visit in running rounds, in order."""
    actor = actor_of(request)
    visitor_id(actor)
    return [
        {
            "round_id": row.round_id,
            "round": row.round.name,
            "ends_on": row.round.ends_on,
            "site_id": row.site_id,
            "site": row.site.name,
            "site_type": row.site.site_type.name,
            "area": row.site.area.name,
            "address": row.site.address,
            "lon": row.site.lon,
            "lat": row.site.lat,
        }
        for row in my_open_assignments(actor=actor)[:MOST_OPEN]
    ]


@router.get("/rounds/{round_id}/sites/{site_id}/checklist", response=list[ItemOut])
def get_checklist(request: HttpRequest, round_id: UUID, site_id: UUID) -> list[Any]:
    """What is asked at a site today."""
    return list(checklist_for(assignment_for(actor_of(request), round_id, site_id), moment=now()))


@router.post("/visits/photos", response={201: PhotosOut})
def send_photos(
    request: HttpRequest,
    photos: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read from the request, which stores what is too big for memory; named here for the documentation
) -> Status[dict[str, Any]]:
    """Keeps photos for a visit that is submitted later; only who sent them may attach them."""
    actor = actor_of(request)
    visitor_id(actor)
    return Status(201, {"ids": keep_photos(actor=actor, files=photos_from_request(request, "photos", at_least=1))})


@router.post("/visits", response={201: VisitOut})
def add_visit(request: HttpRequest, given: VisitIn) -> Status[dict[str, Any]]:
    """A visit, whole; the same id again gives the visit that is there."""
    actor = actor_of(request)
    answers = [answer_given(row) for row in given.answers]
    position = Position(**given.position.dict()) if given.position else None
    visit = submit_visit(
        actor=actor,
        given=VisitGiven(given.id, given.round_id, given.site_id, given.started_at, answers, position, given.note),
    )
    return Status(201, visit_out(request, visit_for(actor, visit.pk)))


@router.get("/visits/{visit_id}", response=VisitOut)
def get_visit(request: HttpRequest, visit_id: UUID) -> dict[str, Any]:
    """One visit with the verdicts that stand."""
    return visit_out(request, visit_for(actor_of(request), visit_id))


@router.post("/visits/{visit_id}/cases", response=list[CaseOut])
def open_cases(request: HttpRequest, visit_id: UUID) -> list[Any]:
    """All failed answers from which none was opened become cases."""
    return list(open_cases_for_visit(actor=actor_of(request), visit_id=visit_id))


@router.post("/answers/{answer_id}/case", response=CaseOut)
def open_case(request: HttpRequest, answer_id: UUID, given: CaseIn) -> Any:
    """A failed answer becomes a case; the one that is there when it did before."""
    return open_case_for_answer(
        actor=actor_of(request),
        answer_id=answer_id,
        case_id=given.case_id or new_id(),
        description=given.description,
    )


@router.post("/answers/{answer_id}/correction", response={201: list[CheckOut]})
def correct_all(request: HttpRequest, answer_id: UUID, given: CorrectionIn) -> Status[list[dict[str, Any]]]:
    """New checks stand in place of all that stand for an answer, one for each standard that it counts for."""
    made = correct_answer(actor=actor_of(request), answer_id=answer_id, **given.dict())
    return Status(201, [_check(check) for check in made])


@router.post("/checks/{check_id}/corrections", response={201: CheckOut})
def add_correction(request: HttpRequest, check_id: UUID, given: CorrectionIn) -> Status[dict[str, Any]]:
    """A new check stands in place of a wrong one."""
    made = correct_check(actor=actor_of(request), check_id=check_id, **given.dict())
    return Status(201, _check(check_for(actor_of(request), made.pk)))


def answer_given(row: AnswerIn) -> AnswerGiven:
    """An answer as the services take it."""
    return AnswerGiven(row.item_id, row.value.dict(exclude_none=True), row.note, tuple(row.photo_ids))


def visit_out(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """A visit with the verdicts that stand, as `VisitOut` shows it."""
    sheet = visit_sheet(actor=actor_of(request), visit=visit)
    device = ("started_at", "submitted_at", "lon", "lat", "accuracy")
    names = ("id", "round_id", "site_id", *device, "score", "note", "review", "version", "amends_id")
    return {
        **{name: getattr(visit, name) for name in names},
        "site": visit.site.name,
        "inspector": visit.inspector.name,
        "answers": [_answer(shown) for shown in sheet.answers],
    }


def _answer(shown: AnswerShown) -> dict[str, Any]:
    answer = shown.answer
    photos: list[AnswerPhoto] = answer.shown_photos  # type: ignore[attr-defined] # put there by `visit_sheet`
    return {
        "id": answer.pk,
        "item_id": answer.item_id,
        "item": answer.item.text,
        "value": answer.value,
        "entered_verdict": answer.verdict,
        "verdict": shown.verdict,
        "violations": shown.violations,
        "note": answer.note,
        "photo_ids": [photo.file_id for photo in photos],
        "checks": [_check(check) for check in shown.standing],
        "case_id": shown.case.pk if shown.case else None,
        "has_case": shown.is_case,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "id": check.pk,
        "standard_id": check.standard_id,
        "standard": check.standard.code,
        "verdict": check.verdict,
        "violations": check.violations,
    }
