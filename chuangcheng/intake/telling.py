"""How a report is told to people: its deadline as a badge, its contact masked, until when it may be disputed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from chuangcheng.cases.access import REPORTER_REOPEN_DAYS
from chuangcheng.core.crypto import decrypt
from chuangcheng.core.phones import mask_phone
from chuangcheng.core.time_left import time_left_words
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.intake.deadlines import Left, time_left
from chuangcheng.intake.models import Report
from chuangcheng.intake.states import State

SOON_HOURS = 4  # working hours that turn a badge amber: our choice


@dataclass(frozen=True, slots=True)
class Told:
    """A badge: its tone and its words, the deadline behind it; empty when there is nothing to tell."""

    tone: str = ""
    words: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Masked:
    """Who sent a report, as everybody at the desk may read it."""

    name: str = ""  # "王**"
    phone: str = ""  # "138****5678"
    email: str = ""  # "w****@…"
    is_erased: bool = False

    @property
    def is_there(self) -> bool:
        """True when there is something to open."""
        return bool(self.name or self.phone or self.email)


def disputable_until(report: Report) -> datetime | None:
    """Until when it may be said that it is not fixed; None while the matter goes on."""
    if report.settled_at is None:
        return None
    since = max(report.answered_at or report.settled_at, report.settled_at)
    return since + timedelta(days=REPORTER_REOPEN_DAYS.on(local_date(since)))


def deadline_told(report: Report, *, now: datetime, calendar: Calendar) -> Told:
    """What is due next: to be accepted, else to be answered; afterwards whether the answer came in time."""
    if report.answered_at is not None:
        is_late = report.answered_at > report.answer_by
        return Told("red", _("超期答复")) if is_late else Told("muted", _("按期答复"))
    if report.state is State.RECEIVED:
        return _badge(report.accept_by, _("受理"), now, calendar)
    if report.needs_answer:
        return _badge(report.answer_by, _("答复"), now, calendar)
    return Told()


def masked_contact(report: Report) -> Masked:
    """Name, phone and mailbox with most of them hidden."""
    if report.erased_at is not None:
        return Masked(is_erased=True)
    name = decrypt(bytes(report.name_encrypted)) if report.name_encrypted else ""
    phone = decrypt(bytes(report.phone_encrypted)) if report.phone_encrypted else ""
    email = decrypt(bytes(report.email_encrypted)) if report.email_encrypted else ""
    return Masked(
        name=f"{name[:1]}{'*' * max(len(name) - 1, 0)}",
        phone=mask_phone(phone),
        email=f"{email[:1]}****@{email.rpartition('@')[2]}" if email else "",
    )


def _badge(due: datetime, what: str, now: datetime, calendar: Calendar) -> Told:
    left = time_left(due, now, calendar)
    return Told(_tone(left), f"{what}{_words(left)}", due)


def _tone(left: Left) -> str:
    if left.is_overdue:
        return "red"
    return "amber" if not left.is_in_days and left.amount < SOON_HOURS else "blue"


def _words(left: Left) -> str:
    if left.is_in_days:
        return time_left_words("overdue" if left.is_overdue else "left", left.amount, "working_days")
    if left.amount:
        return time_left_words("overdue" if left.is_overdue else "left", left.amount, "working_hours")
    return time_left_words("overdue_under" if left.is_overdue else "left_under", 1, "working_hours")
