"""Helpers of tests that need reports: a clerk at the desk, a report, one brought as far as wanted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chuangcheng.cases.services import Step, close_case, dispatch_case, feed_back, file_case
from chuangcheng.cases.testing import problem_class, stored_photo
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events
from chuangcheng.intake import services
from chuangcheng.intake.models import Report
from chuangcheng.intake.services import Contact, ReportGiven, ReportStep
from chuangcheng.orgs.testing import Cast, actor_of, make_person

PHONE = "19900000001"  # of nobody: the sample data's numbers begin with 199000


def make_clerk(cast: Cast, name: str = "clerk") -> Any:
    """A clerk at the desk of the creation office."""
    return make_person(name, unit=cast.office, role="intake_desk", name="受理员")


def given(**details: Any) -> ReportGiven:
    """A call about rubbish in the east street."""
    usual: dict[str, Any] = {
        "source": "hotline",
        "text": "东关大街12号门前垃圾没人收",
        "place_text": "东关大街12号门前",
        "contact": Contact("王某", PHONE),
        "wants_answer": True,
    }
    return ReportGiven(**{**usual, **details})


def make_report(actor: Any, *, report_id: UUID | None = None, **details: Any) -> Report:
    """A report as it stands after it was received."""
    made = services.receive_report(actor=actor, report_id=report_id or new_id(), given=given(**details))
    return fresh(made)


def fresh(report: Report) -> Report:
    """As it stands in the database."""
    return Report.objects.select_related("source", "rule", "case__main_case", "answer").get(pk=report.pk)


def close_its_case(report: Report, cast: Cast) -> None:
    """Filed, dispatched, fixed, closed; and the news delivered."""
    case, chief = report.current_case, actor_of(cast.chief)
    if case is None:
        raise LookupError(report.number)
    if case.state == "reported":
        file_case(actor=chief, step=Step(case.pk), problem_class_id=case.problem_class_id or problem_class().pk)
    dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    shade = 500 + Report.objects.count() + case.history.count()
    feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[stored_photo(shade)])
    close_case(actor=chief, step=Step(case.pk))
    deliver_events()


def answer(report: Report, actor: Any, *, approver: Any = None, way: str = "phone") -> Report:
    """Drafted, approved where an approver is given, sent."""
    drafted = services.draft_answer(actor=actor, step=ReportStep(report.pk), text="已清理干净，欢迎监督。")
    if approver is not None:
        services.approve_answer(actor=approver, step=ReportStep(report.pk), answer_id=drafted.pk)
    services.send_answer(actor=actor, step=ReportStep(report.pk), answer_id=drafted.pk, way=way)
    return fresh(report)
