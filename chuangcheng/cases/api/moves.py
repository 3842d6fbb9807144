"""Every move of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from chuangcheng.cases import schemas, services, shapes
from chuangcheng.cases.limits import Term, parse_limit
from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.services import Step
from chuangcheng.core.web import actor_of

router = Router()


@router.post("/cases/{uuid:case_id}/file", response=schemas.StepOut)
def file(request: HttpRequest, case_id: UUID, given: schemas.FileIn) -> dict[str, Any]:
    """待立案 → 待派遣."""
    return moved(request, case_id, services.file_case, given)


@router.post("/cases/{uuid:case_id}/reject", response=schemas.StepOut)
def reject(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """待立案 → 不予立案."""
    return moved(request, case_id, services.reject_case, given)


@router.post("/cases/{uuid:case_id}/void", response=schemas.StepOut)
def void(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """Any open state → 作废."""
    return moved(request, case_id, services.void_case, given)


@router.post("/cases/{uuid:case_id}/dispatch", response=schemas.StepOut)
def dispatch(request: HttpRequest, case_id: UUID, given: schemas.DispatchIn) -> dict[str, Any]:
    """待派遣 → 处置中; the clock starts."""
    return moved(request, case_id, services.dispatch_case, given, term=term_of(given.term))


@router.post("/cases/{uuid:case_id}/send_back", response=schemas.StepOut)
def send_back(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """处置中 → 待派遣, by the lead unit."""
    return moved(request, case_id, services.send_back, given)


@router.post("/cases/{uuid:case_id}/feed_back", response=schemas.StepOut)
def feed_back(request: HttpRequest, case_id: UUID, given: schemas.FeedBackIn) -> dict[str, Any]:
    """处置中 → 待核查, with at least one after-photo."""
    return moved(request, case_id, services.feed_back, given)


@router.post("/cases/{uuid:case_id}/fix_on_spot", response=schemas.StepOut)
def fix_on_spot(request: HttpRequest, case_id: UUID, given: schemas.FixOnSpotIn) -> dict[str, Any]:
    """待立案 → 已结案, with a photo before and one after."""
    return moved(request, case_id, services.fix_on_spot, given)


@router.post("/cases/{uuid:case_id}/close", response=schemas.StepOut)
def close(request: HttpRequest, case_id: UUID, given: schemas.CloseIn) -> dict[str, Any]:
    """待核查 → 已结案, by somebody who did not fix it."""
    return moved(request, case_id, services.close_case, given)


@router.post("/cases/{uuid:case_id}/fail_check", response=schemas.StepOut)
def fail_check(request: HttpRequest, case_id: UUID, given: schemas.FailCheckIn) -> dict[str, Any]:
    """待核查 → 处置中 with the remaining time."""
    return moved(request, case_id, services.fail_check, given)


@router.post("/cases/{uuid:case_id}/reopen", response=schemas.StepOut)
def reopen(request: HttpRequest, case_id: UUID, given: schemas.ReopenIn) -> dict[str, Any]:
    """已结案 → 待派遣."""
    return moved(request, case_id, services.reopen_case, given)


def moved(
    request: HttpRequest, case_id: UUID, service: Callable[..., CaseEvent], given: schemas.StepIn, **parsed: Any
) -> dict[str, Any]:
    """What the service answers to what was sent; `parsed` stands in place of fields as they were written."""
    fields = {**given.dict(), **parsed}
    step = Step(case_id, fields.pop("event_id"), fields.pop("seen"))
    return shapes.step(service(actor=actor_of(request), step=step, **fields))


def term_of(written: str) -> Term | None:
    """The term that was written; nothing for nothing."""
    return parse_limit(written) if written.strip() else None
