from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from chuangcheng.core.web import actor_of
from chuangcheng.intake import schemas, services
from chuangcheng.intake.api.reports import detail_of
from chuangcheng.intake.services import ReportStep

router = Router()


@router.post("/reports/{uuid:report_id}/answers", response=schemas.ReportDetail)
def draft_answer(request: HttpRequest, report_id: UUID, given: schemas.DraftIn) -> dict[str, Any]:
    """A new draft."""
    actor, step = actor_of(request), ReportStep(report_id, given.event_id)
    services.draft_answer(actor=actor, step=step, text=given.text, is_final=given.is_final)
    return detail_of(actor, report_id)


@router.post("/reports/{uuid:report_id}/answers/{uuid:answer_id}/approve", response=schemas.ReportDetail)
def approve_answer(request: HttpRequest, report_id: UUID, answer_id: UUID, given: schemas.StepIn) -> dict[str, Any]:
    """Approves the draft."""
    actor = actor_of(request)
    services.approve_answer(actor=actor, step=ReportStep(report_id, given.event_id), answer_id=answer_id)
    return detail_of(actor, report_id)


@router.post("/reports/{uuid:report_id}/answers/{uuid:answer_id}/return", response=schemas.ReportDetail)
def return_answer(request: HttpRequest, report_id: UUID, answer_id: UUID, given: schemas.ReturnIn) -> dict[str, Any]:
    """Sends the draft back."""
    actor, step = actor_of(request), ReportStep(report_id, given.event_id)
    services.return_answer(actor=actor, step=step, answer_id=answer_id, text=given.reason)
    return detail_of(actor, report_id)


@router.post("/reports/{uuid:report_id}/answers/{uuid:answer_id}/send", response=schemas.ReportDetail)
def send_answer(request: HttpRequest, report_id: UUID, answer_id: UUID, given: schemas.SendIn) -> dict[str, Any]:
    """Records that it was said or sent."""
    actor, step = actor_of(request), ReportStep(report_id, given.event_id)
    services.send_answer(actor=actor, step=step, answer_id=answer_id, way=given.way)
    return detail_of(actor, report_id)
