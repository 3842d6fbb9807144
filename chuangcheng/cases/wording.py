"""How a case is told to people: the tone of its state, its deadline in words, its limit, the steps of its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.cases import deadlines
from chuangcheng.cases.horizons import SOON
from chuangcheng.cases.limits import Limit, Term
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case
from chuangcheng.cases.workflow import State
from chuangcheng.core.time_left import time_left_words
from chuangcheng.core.workdays import Calendar

TONES = {
    State.REPORTED: "blue",
    State.FILED: "blue",
    State.FIXING: "blue",
    State.FED_BACK: "blue",
    State.CLOSED: "green",
    State.REJECTED: "muted",
    State.SUSPENDED: "muted",
    State.VOID: "muted",
}

LIMIT_PHRASES = {
    LimitUnit.CALENDAR_HOURS: gettext_noop("%(amount)d小时"),
    LimitUnit.WORKING_HOURS: gettext_noop("%(amount)d个工作时"),
    LimitUnit.WORKING_DAYS: gettext_noop("%(amount)d个工作日"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A badge: its tone and its words; both empty when there is nothing to tell."""

    tone: str = ""
    words: str = ""


def state_tone(state: str) -> str:
    """The tone of a state."""
    return TONES[State(state)]


def deadline_told(case: Case, *, now: datetime, calendar: Calendar) -> Told:
    """The deadline in words: how much is left or overdue, or whether the fix came in time."""
    if case.due_at is None:
        return Told()
    if case.state == State.FIXING.value:
        return _left(case.due_at, clock_of(case), now, calendar)
    if case.state == State.SUSPENDED.value and case.suspended_at is not None:
        return _left_while_suspended(case.due_at, clock_of(case), case.suspended_at, now, calendar)
    if case.fed_back_at is not None:
        return Told("red", _("超期反馈")) if case.fed_back_at > case.due_at else Told("muted", _("按期反馈"))
    return Told()


def clock_of(case: Case) -> LimitUnit:
    """The unit in which its time runs."""
    return LimitUnit(case.limit_unit or LimitUnit.CALENDAR_HOURS)


def assumed_year(due: datetime | None, *, now: datetime, calendar: Calendar) -> str:
    """What to say of a deadline in a year whose holidays are not known; "" when they are."""
    years = calendar.unpublished_years(min(now, due), due) if due is not None else ()
    return _("%(year)s年放假安排尚未公布，暂按周一至周五计算。") % {"year": years[-1]} if years else ""


def term_told(term: Term | None) -> str:
    """ "4个工作时", "2026-09-30前", or "" when there is none."""
    if isinstance(term, Limit):
        return limit_told(term.amount, term.unit.value)
    return _("%(day)s前") % {"day": term.isoformat()} if term else ""


def term_written(term: Term | None) -> str:
    """The term as it may be typed again: "3个工作日", "2026-09-30"; never translated."""
    if isinstance(term, Limit):
        return LIMIT_PHRASES[term.unit] % {"amount": term.amount}
    return term.isoformat() if term else ""


def limit_told(amount: int, unit: str) -> str:
    """ "24小时", "4个工作时", "3个工作日"."""
    return _(LIMIT_PHRASES[LimitUnit(unit)]) % {"amount": amount}


def _left(due: datetime, unit: LimitUnit, now: datetime, calendar: Calendar) -> Told:
    left = deadlines.time_left(due, unit, (), now, calendar)
    told = deadlines.in_words(left)
    words = time_left_words(told.kind, told.amount, told.unit)
    if left.is_overdue:
        return Told("red", words)
    is_soon = left.days == 0 if unit is LimitUnit.WORKING_DAYS else left.time <= SOON[unit]
    return Told("amber" if is_soon else "muted", words)


def _left_while_suspended(due: datetime, unit: LimitUnit, since: datetime, now: datetime, calendar: Calendar) -> Told:
    """What is left when the clock goes on; the state says already that it stands still."""
    left = deadlines.time_left(due, unit, [deadlines.Pause(since)], now, calendar)
    told = deadlines.in_words(left)
    return Told("red" if left.is_overdue else "muted", time_left_words(told.kind, told.amount, told.unit))
