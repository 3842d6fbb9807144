"""What whoever reported says in the end: how satisfied, fixed or not. They hold the link, and need no account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.access import REPORTER_REOPEN_DAYS
from chuangcheng.cases.services import Step, reopen_for_reporter
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import derived_id
from chuangcheng.core.times import local_date
from chuangcheng.intake.deadlines import due_at
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.services.news import tell_desk
from chuangcheng.intake.services.receiving import attach_photos
from chuangcheng.intake.services.settling import settle
from chuangcheng.intake.services.steps import RESIDENT, Changed, carry_out_by_token
from chuangcheng.intake.telling import disputable_until

DISPUTED_COLUMNS = (
    *("dispute_count", "settled_at", "answered_at", "answer", "answer_by", "ending", "needs_answer", "is_said_fixed"),
    *("accepted_at", "accept_by"),
)


class TooLate(Refusal):
    """The days are over in which whoever reported may ask for it to be opened again."""

    def __init__(self, days: int) -> None:
        super().__init__(_("办结已超过%(days)s天，请重新反映这个问题。") % {"days": days})


def rate_report(
    *, token: str, event_id: UUID, satisfaction: str, is_fixed: bool | None = None, text: str = ""
) -> ReportEvent:
    """评价, after the answer or the end; a later one takes the place of an earlier."""

    def change(report: Report, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        if satisfaction not in Report.Satisfaction.values:
            raise InvalidInput(_("请选择是否满意。"))
        if report.settled_at is None:
            raise Refusal(_("事情还没有办结，办结后请您评价。"))
        report.satisfaction, report.is_said_fixed = satisfaction, is_fixed
        return Changed(("satisfaction", "is_said_fixed"), {"satisfaction": satisfaction, "is_fixed": is_fixed})

    return carry_out_by_token(token=token, event_id=event_id, kind=ReportEvent.Kind.RATED, change=change, text=text)


def add_word(*, token: str, event_id: UUID, text: str, photo_ids: Sequence[UUID] = ()) -> ReportEvent:
    """补充情况: words and pictures on the matter, whatever its state; the desk is told. The same id again is one."""
    added: list[Report] = []

    def change(report: Report, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        if not text.strip():
            raise InvalidInput(_("请写明要补充的情况。"))
        added.append(report)
        return Changed()

    event = carry_out_by_token(token=token, event_id=event_id, kind=ReportEvent.Kind.NOTED, change=change, text=text)
    if added:
        attach_photos(event.report, event, photo_ids)
        tell_desk(event.report, event)
    return event


def dispute_report(*, token: str, event_id: UUID, text: str, photo_ids: Sequence[UUID] = ()) -> ReportEvent:
    """没有解决: a closed case is opened again; what ended without one goes back to the desk. Another answer is due."""
    opened: list[Report] = []

    def change(report: Report, at: datetime) -> Changed:
        if not text.strip():
            raise InvalidInput(_("请写明哪里没有解决。"))
        _require_in_time(report, at)
        opened.append(report)
        report.dispute_count += 1
        report.needs_answer, report.is_said_fixed = True, False
        return Changed(DISPUTED_COLUMNS, _opened_again(report, event_id, without_numbers(text.strip()), photo_ids, at))

    kind = ReportEvent.Kind.DISPUTED
    event = carry_out_by_token(token=token, event_id=event_id, kind=kind, change=change, text=text)
    if opened:
        attach_photos(event.report, event, photo_ids)
        tell_desk(event.report, event)
    return event


def _require_in_time(report: Report, at: datetime) -> None:
    until = disputable_until(report)
    if until is None:
        raise Refusal(_("这件事正在办理，有新的情况请等办结后再提。"))
    if at > until:
        raise TooLate(REPORTER_REOPEN_DAYS.on(local_date(at)))


def _opened_again(report: Report, event_id: UUID, text: str, photo_ids: Sequence[UUID], at: datetime) -> dict[str, str]:
    case = report.current_case
    if case is None or case.state != "closed":
        _back_to_desk(report, at)
        return {}
    step = Step(case.pk, event_id=derived_id(event_id, "reopen"))
    told_at = report.answered_at
    reopened = reopen_for_reporter(actor=RESIDENT, step=step, reason=text, before=photo_ids, told_at=told_at)
    case.state, case.closed_at = reopened.case.state, None
    settle(report, at=at)
    return {"case": str(case.pk), "case_number": case.number}


def _back_to_desk(report: Report, at: datetime) -> None:
    """It is looked at anew: with the same clocks, from now on."""
    calendar = office_calendar()
    report.accept_by = due_at(report.rule.accept_clock, at, calendar)
    report.answer_by = due_at(report.rule.answer_clock, at, calendar)
    report.accepted_at = report.settled_at = report.answered_at = report.answer = None
    report.ending = ""
