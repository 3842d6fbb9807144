from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router, Status

from chuangcheng.core.access import Actor, require
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.models import Job
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of
from chuangcheng.intake import schemas, services, shapes
from chuangcheng.intake.access import EXPORT, RECEIVE, VIEW, report_for
from chuangcheng.intake.exporting import export_reports, report_table_answer
from chuangcheng.intake.queries import ReportFilter, earlier_reports, reports_shown, story_of
from chuangcheng.intake.schemas_joining import StartedJob
from chuangcheng.intake.services import Contact, ReportGiven, ReportStep

router = Router()

MOST_LISTED = 200  # reports in one answer


class ReportQuery(Strict):
    """What a list of reports shows; what is not given does not matter."""

    q: str = ""  # number, outside number or words; no phone: that goes to /reports/earlier
    source: str = ""
    state: str = ""  # received … ended, or open
    due: str = ""  # late, accept_late, answer_late, near
    area: int | None = None
    problem_class: int | None = None
    satisfaction: str = ""
    disputed: bool = False

    def chosen(self) -> ReportFilter:
        """The filter."""
        return ReportFilter(
            words=self.q,
            source=self.source,
            state=self.state,
            due=self.due,
            area_id=self.area,
            problem_class_id=self.problem_class,
            satisfaction=self.satisfaction,
            is_disputed=self.disputed,
        )


class ReportListQuery(ReportQuery):
    """The same, a page at a time."""

    before: UUID | None = None
    limit: int = 50


@router.get("/reports", response=schemas.ReportPage)
def list_reports(request: HttpRequest, asked: Query[ReportListQuery]) -> dict[str, Any]:
    """The visible reports, newest first."""
    actor = actor_of(request)
    require(actor, VIEW)
    limit = max(1, min(asked.limit, MOST_LISTED))
    rows = reports_shown(actor=actor, chosen=asked.chosen(), now=now())
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return {
        "items": [shapes.line(report) for report in shown],
        "before": shown[-1].pk if len(found) > limit else None,
    }


@router.get("/reports/workbook", response={200: None, 202: StartedJob})
def get_report_workbook(request: HttpRequest, asked: Query[ReportQuery]) -> HttpResponseBase | Status[dict[str, Any]]:
    """The filtered list as an Excel table, who reported masked; a long one by a job, whose id is answered."""
    actor = actor_of(request)
    require(actor, EXPORT)
    made = export_reports(actor=actor, chosen=asked.chosen())
    return Status(202, {"job_id": made.pk}) if isinstance(made, Job) else report_table_answer(made)


@router.post("/reports/earlier", response=list[schemas.ReportLine])
def find_earlier(request: HttpRequest, given: schemas.PhoneIn) -> list[dict[str, Any]]:
    """What whoever has this number reported before, newest first."""
    actor = actor_of(request)
    require(actor, RECEIVE)
    return [shapes.line(report) for report in earlier_reports(actor=actor, phone=given.phone)]


@router.post("/reports/photos", response={201: list[schemas.StoredPhoto]})
def store_report_photos(request: HttpRequest) -> Status[list[dict[str, Any]]]:
    """Takes the photos of the multipart field `photos`; their ids go into a report."""
    require(actor_of(request), RECEIVE)
    stored = photos_from_request(request, "photos", at_least=1)
    return Status(201, [{"id": file.pk, "sha256": file.sha256} for file in stored])


@router.post("/reports", response={201: schemas.ReportDetail})
def receive_report(request: HttpRequest, given: schemas.ReportIn) -> Status[dict[str, Any]]:
    """Keeps a report; the same `id` again answers with the report as it stands."""
    actor = actor_of(request)
    told = given.dict(exclude={"id", "contact"})
    contact = Contact(given.contact.name, given.contact.phone, given.contact.email)
    made = services.receive_report(actor=actor, report_id=given.id, given=ReportGiven(**told, contact=contact))
    return Status(201, detail_of(actor, made.pk))


@router.get("/reports/{uuid:report_id}", response=schemas.ReportDetail)
def get_report(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """One report with its course."""
    return detail_of(actor_of(request), report_id)


@router.post("/reports/{uuid:report_id}/contact", response=schemas.ContactIn)
def open_report_contact(request: HttpRequest, report_id: UUID, given: schemas.StepIn) -> dict[str, str]:
    """Who reported, in full; that it was looked at is kept on record."""
    opened = services.open_contact(actor=actor_of(request), step=ReportStep(report_id, given.event_id))
    return {"name": opened.name, "phone": opened.phone, "email": opened.email}


@router.post("/reports/{uuid:report_id}/open-case", response=schemas.ReportDetail)
def open_case_of_report(request: HttpRequest, report_id: UUID, given: schemas.StepIn) -> dict[str, Any]:
    """The report becomes a case of its own."""
    actor = actor_of(request)
    services.open_case_of_report(actor=actor, step=ReportStep(report_id, given.event_id))
    return detail_of(actor, report_id)


@router.post("/reports/{uuid:report_id}/end", response=schemas.ReportDetail)
def end_report(request: HttpRequest, report_id: UUID, given: schemas.EndIn) -> dict[str, Any]:
    """It ends without a case."""
    actor = actor_of(request)
    step = ReportStep(report_id, given.event_id)
    services.end_report(actor=actor, step=step, ending=given.ending, text=given.reason)
    return detail_of(actor, report_id)


def detail_of(actor: Actor, report_id: UUID) -> dict[str, Any]:
    """The report as it stands now."""
    return shapes.detail(story_of(report_for(actor, report_id)))
