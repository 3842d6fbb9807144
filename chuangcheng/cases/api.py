"""Cases over the API: the same queries and services as the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from chuangcheng.cases import schemas, services, shapes, workflow
from chuangcheng.cases.access import REPORT, VIEW, case_for
from chuangcheng.cases.limits import Term, parse_limit
from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.queries import (
    CaseFilter,
    CaseLists,
    classes_in_use,
    moves_offered,
    story_of,
    with_all_below,
)
from chuangcheng.cases.services import Step, active_class
from chuangcheng.core.access import Actor, require
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of

router = Router()

MOST_LISTED = 200  # cases in one answer
PHOTO_SENDERS = (REPORT, workflow.FIX_CASES, workflow.FIX_ON_SPOT, workflow.VERIFY_CASES, workflow.REOPEN_CASES)


class CaseQuery(Schema):
    """What a list of cases shows; what is not given does not matter."""

    view: str = ""  # mine, overdue, to_verify, closed
    q: str = ""
    state: str = ""
    problem_class: int | None = None
    unit: int | None = None  # with all below it
    area: int | None = None  # with all below it
    source: str = ""
    site: UUID | None = None
    overdue: bool = False
    cursor: str = ""
    limit: int = 50


@router.get("/cases", response=schemas.CaseList)
def list_cases(request: HttpRequest, asked: Query[CaseQuery]) -> dict[str, Any]:
    """The visible cases a page at a time, newest first; by deadline when only overdue ones are asked for."""
    actor, moment = actor_of(request), now()
    _require_any(actor, VIEW, REPORT)
    chosen = CaseFilter(
        view=asked.view,
        words=asked.q,
        state=asked.state,
        problem_class_id=asked.problem_class,
        unit_ids=with_all_below(actor, asked.unit),
        area_ids=with_all_below(actor, asked.area),
        source=asked.source,
        site_id=asked.site,
        is_overdue=asked.overdue,
    )
    limit = max(1, min(asked.limit, MOST_LISTED))
    found = CaseLists(actor, moment).page(chosen, cursor=asked.cursor, limit=limit)
    return {"items": [shapes.line(case, moment) for case in found.cases], "next_cursor": found.next_cursor}


@router.get("/cases/{uuid:case_id}", response=schemas.CaseDetail)
def get_case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """One case with its history."""
    return _detail(actor_of(request), case_id)


@router.post("/cases", response={201: schemas.CaseDetail})
def open_case(request: HttpRequest, given: schemas.CaseIn) -> Status[dict[str, Any]]:
    """Reports a problem; the same `id` again answers with the case as it stands."""
    report = given.dict(exclude={"id", "description", "problem_class_id"})
    found = active_class(given.problem_class_id) if given.problem_class_id is not None else None
    actor = actor_of(request)
    case = services.open_case(
        actor=actor, case_id=given.id, description=given.description, problem_class=found, **report
    )
    return Status(201, _detail(actor, case.pk))


@router.post("/cases/photos", response={201: list[schemas.StoredPhoto]})
def store_photos(request: HttpRequest) -> Status[list[dict[str, Any]]]:
    """Takes the photos of the multipart field `photos`; their ids go into a report or a move."""
    _require_any(actor_of(request), *PHOTO_SENDERS)
    stored = photos_from_request(request, "photos", at_least=1)
    return Status(201, [{"id": file.pk, "sha256": file.sha256} for file in stored])


@router.get("/problem-classes", response=list[schemas.ProblemClassOut])
def list_problem_classes(request: HttpRequest) -> Any:
    """The problem classes in use."""
    _require_any(actor_of(request), VIEW, REPORT)
    return classes_in_use()


@router.post("/cases/{uuid:case_id}/file", response=schemas.StepOut)
def file(request: HttpRequest, case_id: UUID, given: schemas.FileIn) -> dict[str, Any]:
    """待立案 → 待派遣."""
    return _moved(request, case_id, services.file_case, given)


@router.post("/cases/{uuid:case_id}/reject", response=schemas.StepOut)
def reject(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """待立案 → 不予立案."""
    return _moved(request, case_id, services.reject_case, given)


@router.post("/cases/{uuid:case_id}/void", response=schemas.StepOut)
def void(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """Any open state → 作废."""
    return _moved(request, case_id, services.void_case, given)


@router.post("/cases/{uuid:case_id}/dispatch", response=schemas.StepOut)
def dispatch(request: HttpRequest, case_id: UUID, given: schemas.DispatchIn) -> dict[str, Any]:
    """待派遣 → 处置中; the clock starts."""
    return _moved(request, case_id, services.dispatch_case, given, term=_term(given.term))


@router.post("/cases/{uuid:case_id}/send_back", response=schemas.StepOut)
def send_back(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """处置中 → 待派遣, by the lead unit."""
    return _moved(request, case_id, services.send_back, given)


@router.post("/cases/{uuid:case_id}/feed_back", response=schemas.StepOut)
def feed_back(request: HttpRequest, case_id: UUID, given: schemas.FeedBackIn) -> dict[str, Any]:
    """处置中 → 待核查, with at least one after-photo."""
    return _moved(request, case_id, services.feed_back, given)


@router.post("/cases/{uuid:case_id}/fix_on_spot", response=schemas.StepOut)
def fix_on_spot(request: HttpRequest, case_id: UUID, given: schemas.FixOnSpotIn) -> dict[str, Any]:
    """待立案 → 已结案, with a photo before and one after."""
    return _moved(request, case_id, services.fix_on_spot, given)


@router.post("/cases/{uuid:case_id}/close", response=schemas.StepOut)
def close(request: HttpRequest, case_id: UUID, given: schemas.CloseIn) -> dict[str, Any]:
    """待核查 → 已结案, by somebody who did not fix it."""
    return _moved(request, case_id, services.close_case, given)


@router.post("/cases/{uuid:case_id}/fail_check", response=schemas.StepOut)
def fail_check(request: HttpRequest, case_id: UUID, given: schemas.FailCheckIn) -> dict[str, Any]:
    """待核查 → 处置中 with the remaining time."""
    return _moved(request, case_id, services.fail_check, given)


@router.post("/cases/{uuid:case_id}/reopen", response=schemas.StepOut)
def reopen(request: HttpRequest, case_id: UUID, given: schemas.ReopenIn) -> dict[str, Any]:
    """已结案 → 待派遣."""
    return _moved(request, case_id, services.reopen_case, given)


def _moved(
    request: HttpRequest, case_id: UUID, service: Callable[..., CaseEvent], given: schemas.StepIn, **parsed: Any
) -> dict[str, Any]:
    fields = {**given.dict(), **parsed}
    step = Step(case_id, fields.pop("event_id"), fields.pop("seen"))
    return shapes.step(service(actor=actor_of(request), step=step, **fields))


def _detail(actor: Actor, case_id: UUID) -> dict[str, Any]:
    moment = now()
    story = story_of(case=case_for(actor, case_id))
    moves = [move.code for move in moves_offered(actor=actor, story=story, now=moment)]
    return shapes.detail(story, moves, moment)


def _term(written: str) -> Term | None:
    return parse_limit(written) if written.strip() else None


def _require_any(actor: Actor, *codes: str) -> None:
    if not any(actor.may(code) for code in codes):
        require(actor, codes[0])
