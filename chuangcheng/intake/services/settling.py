"""What becomes of a report follows its case: ended, it falls due to be answered; reopened, it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from chuangcheng.core import events
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.ids import derived_id
from chuangcheng.core.times import now
from chuangcheng.intake.access import KNOWN_WITH
from chuangcheng.intake.deadlines import due_at
from chuangcheng.intake.events import REPORT_STEPPED
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.services.news import tell_desk
from chuangcheng.intake.states import FINAL_CASE_STATES

COLUMNS = ("settled_at", "ending", "answered_at", "answer", "answer_by")


def settle(report: Report, *, at: datetime) -> bool:
    """Sets what follows from its case as it stands; True when something changed. The row is not saved."""
    case = report.current_case
    if case is None:
        return False
    is_over = case.state in FINAL_CASE_STATES
    if is_over == (report.settled_at is not None):
        return False
    if is_over:
        report.settled_at, report.ending = case.closed_at or at, Report.Ending.CASE
    else:
        _go_on(report, at)
    return True


def _go_on(report: Report, at: datetime) -> None:
    """What was told its sender is no longer so: another answer is due, on a clock that starts now."""
    if report.answered_at is not None:
        report.answer_by = due_at(report.rule.answer_clock, at, office_calendar())
    report.settled_at = report.answered_at = report.answer = None
    report.ending = ""


def follow_case(news: Mapping[str, Any]) -> None:
    """After each step of a case: its reports, and those of the cases joined to it. Safe to run again."""
    case_id = UUID(news["case_id"])
    with transaction.atomic():
        concerned = Q(case=case_id) | Q(case__main_case=case_id)
        ids = list(Report.objects.filter(concerned).order_by("pk").values_list("pk", flat=True))
        list(Report.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        at = now()
        for report in Report.objects.filter(pk__in=ids).select_related(*KNOWN_WITH).order_by("pk"):
            _follow(report, news, at)


def _follow(report: Report, news: Mapping[str, Any], at: datetime) -> None:
    case = report.current_case
    if case is None:
        return
    if settle(report, at=at):
        report.save(update_fields=COLUMNS)
        kind = ReportEvent.Kind.SETTLED if report.settled_at is not None else ReportEvent.Kind.REOPENED
        event = _told(report, kind, news, at)
        if event is not None and report.settled_at is not None and report.needs_answer:
            tell_desk(report, event)
    elif news["move"] == "join" and str(report.case_id) == news["case_id"]:
        _told(report, ReportEvent.Kind.JOINED, news, at)


def _told(report: Report, kind: str, news: Mapping[str, Any], at: datetime) -> ReportEvent | None:
    """The step that follows from one of the case; None when it is known already."""
    case = report.current_case
    assert case is not None  # noqa: S101 - asked before
    told = {"case": str(case.pk), "case_number": case.number, "outcome": case.outcome, "move": news["move"]}
    event, is_new = ReportEvent.objects.get_or_create(
        pk=derived_id(report.pk, news["event_id"], kind),
        defaults={"report": report, "kind": kind, "actor_name": SYSTEM.name, "at": at, "data": told},
    )
    if is_new:
        events.publish(REPORT_STEPPED, {"report_id": str(report.pk), "event_id": str(event.pk), "kind": kind})
    return event if is_new else None
