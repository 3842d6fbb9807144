"""Reports put to cases and taken out again, cases joined, likely doubles; corrections; one press for many reports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from chuangcheng.cases.access import case_for
from chuangcheng.core.access import require
from chuangcheng.core.web import actor_of
from chuangcheng.intake import schemas_joining as schemas
from chuangcheng.intake import services, shapes
from chuangcheng.intake.access import RECEIVE, VIEW, report_for
from chuangcheng.intake.api.reports import detail_of
from chuangcheng.intake.queries import doubles_of_case, doubles_of_report
from chuangcheng.intake.schemas import LinkIn, ReportDetail
from chuangcheng.intake.services import Correction, Place, Press, ReportStep

router = Router()
JOIN = "cases.join"  # the permission of 并案


@router.get("/reports/{uuid:report_id}/doubles", response=list[schemas.DoubleOut])
def list_report_doubles(request: HttpRequest, report_id: UUID) -> list[dict[str, Any]]:
    """The open cases that may be what the report tells of, the likeliest first; at most five."""
    actor = actor_of(request)
    require(actor, RECEIVE)
    found = doubles_of_report(actor=actor, report=report_for(actor, report_id))
    return [shapes.double(each) for each in found]


@router.get("/cases/{uuid:case_id}/doubles", response=list[schemas.DoubleOut])
def list_case_doubles(request: HttpRequest, case_id: UUID) -> list[dict[str, Any]]:
    """The other open cases that may be the same as this one."""
    actor = actor_of(request)
    require(actor, JOIN)
    return [shapes.double(each) for each in doubles_of_case(actor=actor, case=case_for(actor, case_id))]


@router.post("/cases/{uuid:case_id}/join-double", response=schemas.JoinedOut)
def join_double(request: HttpRequest, case_id: UUID, given: schemas.JoinDoubleIn) -> dict[str, Any]:
    """The younger of both joins the older, every reporter is still answered. Undone by `/cases/{joined_id}/unjoin`."""
    actor = actor_of(request)
    require(actor, JOIN)
    event = services.join_doubles(
        actor=actor, one_id=case_id, other_id=given.other_id, event_id=given.event_id, reason=given.reason
    )
    return {"event_id": event.pk, "joined_id": event.case_id, "main_id": event.data["main"]}


@router.post("/reports/{uuid:report_id}/link", response=ReportDetail)
def link_report(request: HttpRequest, report_id: UUID, given: LinkIn) -> dict[str, Any]:
    """The report tells of a case that is there already."""
    actor = actor_of(request)
    services.link_report(actor=actor, step=ReportStep(report_id, given.event_id), case_id=given.case_id)
    return detail_of(actor, report_id)


@router.post("/reports/{uuid:report_id}/unlink", response=ReportDetail)
def unlink_report(request: HttpRequest, report_id: UUID, given: schemas.UnlinkIn) -> dict[str, Any]:
    """Undoes the link: the report goes back to the desk with the clocks that it had."""
    actor = actor_of(request)
    services.unlink_report(actor=actor, step=ReportStep(report_id, given.event_id), reason=given.reason)
    return detail_of(actor, report_id)


@router.post("/reports/{uuid:report_id}/correct", response=ReportDetail)
def correct_report(request: HttpRequest, report_id: UUID, given: schemas.CorrectIn) -> dict[str, Any]:
    """Puts right what was taken down; what is left out stays."""
    actor, place, contact = actor_of(request), given.place, given.contact
    correction = Correction(
        source=given.source,
        received_at=given.received_at,
        text=given.text,
        place=Place(**place.dict()) if place is not None else None,
        problem_class_id=given.problem_class_id,
        contact=services.Contact(**contact.dict()) if contact is not None else None,
    )
    step = ReportStep(report_id, given.event_id)
    services.correct_report(actor=actor, step=step, correction=correction, reason=given.reason)
    return detail_of(actor, report_id)


@router.post("/reports/press", response=list[schemas.OutcomeOut])
def press_for_all(request: HttpRequest, given: schemas.PressIn) -> list[dict[str, Any]]:
    """One act for at most 200 reports, each for itself; the same `press_id` again changes nothing."""
    actor = actor_of(request)
    require(actor, VIEW)
    facts = given.dict(exclude={"report_ids"})
    found = services.press_for_all(actor=actor, press=Press(**facts), report_ids=given.report_ids)
    return [
        {"report_id": each.report_id, "number": each.number, "is_done": each.is_done, "sentence": each.sentence}
        for each in found
    ]
