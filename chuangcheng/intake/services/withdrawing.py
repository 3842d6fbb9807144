"""What whoever reported does with their own report by its link: put it right, have the contact erased, take it back.

The report itself stays: what was told, when, and what the office did is the office's record. Who told it does not.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import local_date
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.policies import AFTER_ANSWER, ERASE_ON_REQUEST
from chuangcheng.intake.services.contacts import COLUMNS as CONTACT_COLUMNS
from chuangcheng.intake.services.contacts import empty_contact, has_contact
from chuangcheng.intake.services.correcting import Correction, changed_by
from chuangcheng.intake.services.news import tell_desk
from chuangcheng.intake.services.steps import RESIDENT, Changed, carry_out_by_token

Kind = ReportEvent.Kind
SETTLED_COLUMNS = ("settled_at", "ending", "accepted_at", "needs_answer", "wants_answer")


def correct_by_token(*, token: str, event_id: UUID, correction: Correction, reason: str) -> ReportEvent:
    """更正: by who reported, while it goes on; the desk is told, since a case may be under way."""

    def change(report: Report, at: datetime) -> Changed:
        _require_open(report)
        if not reason.strip():
            raise InvalidInput(_("请写明为什么更正。"))
        return changed_by(report, actor=RESIDENT, correction=correction, at=at)

    event = carry_out_by_token(token=token, event_id=event_id, kind=Kind.CHANGED, change=change, text=reason)
    tell_desk(event.report, event)
    return event


def erase_contact_by_token(*, token: str, event_id: UUID, text: str = "") -> ReportEvent:
    """清除联系方式: name, phone and mailbox are gone for good; by the setting at once, or once it is answered."""

    def change(report: Report, at: datetime) -> Changed:
        if not has_contact(report):
            raise Refusal(_("没有保存您的联系方式。"))
        waits = report.needs_answer and report.answered_at is None
        if waits and ERASE_ON_REQUEST.on(local_date(at)) == AFTER_ANSWER:
            raise Refusal(_("还没有答复您，答复以后可以清除；也可以撤回这件反映。"))
        empty_contact(report, at=at)
        return Changed((*CONTACT_COLUMNS, "erased_at"))

    return carry_out_by_token(token=token, event_id=event_id, kind=Kind.ERASED, change=change, text=text)


def withdraw_report(*, token: str, event_id: UUID, text: str) -> ReportEvent:
    """撤回: nothing more is answered, the contact is erased. A case under way goes on: the problem is still there."""

    def change(report: Report, at: datetime) -> Changed:
        _require_open(report)
        if not text.strip():
            raise InvalidInput(_("请写明为什么撤回。"))
        if has_contact(report):
            audit.record(actor=RESIDENT, action="intake.erased", subject=report)
        empty_contact(report, at=at)
        report.needs_answer = report.wants_answer = False
        if report.case is None:
            report.ending = Report.Ending.WITHDRAWN
            report.accepted_at, report.settled_at = report.accepted_at or at, at
        return Changed((*SETTLED_COLUMNS, *CONTACT_COLUMNS, "erased_at"))

    event = carry_out_by_token(token=token, event_id=event_id, kind=Kind.WITHDRAWN, change=change, text=text)
    tell_desk(event.report, event)
    return event


def _require_open(report: Report) -> None:
    if report.history.filter(kind=Kind.WITHDRAWN).exists():
        raise Refusal(_("这件反映已经撤回。"))
    if report.settled_at is not None or report.answered_at is not None:
        raise Refusal(_("这件事已经办结，不能再更正或撤回。"))
