"""When a report is to be accepted and to be answered. Each source has a clock of its own. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto

from chuangcheng.core.texts import mark as _
from chuangcheng.core.workdays import Calendar, local

HOUR = timedelta(hours=1)


class ClockUnit(StrEnum):
    """What a clock counts in."""

    CALENDAR_HOURS = auto()
    WORKING_HOURS = auto()
    WORKING_DAYS = auto()


PHRASES = {
    ClockUnit.CALENDAR_HOURS: _("%(amount)d小时"),
    ClockUnit.WORKING_HOURS: _("%(amount)d个工作时"),
    ClockUnit.WORKING_DAYS: _("%(amount)d个工作日"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The time that is allowed."""

    amount: int  # of `unit`, ≥ 1
    unit: ClockUnit


@dataclass(frozen=True, slots=True)
class Left:
    """How far a deadline is ahead, or behind: whole working days where there is one, else working hours."""

    is_overdue: bool
    amount: int
    is_in_days: bool


def due_at(clock: Clock, start: datetime, calendar: Calendar) -> datetime:
    """The deadline of a clock that starts at `start`; in UTC."""
    if clock.unit is ClockUnit.WORKING_DAYS:
        return calendar.add_working_days(start, clock.amount)
    if clock.unit is ClockUnit.WORKING_HOURS:
        return calendar.add_working_hours(start, clock.amount * HOUR)
    return local(start).astimezone(UTC) + clock.amount * HOUR


def time_left(due: datetime, now: datetime, calendar: Calendar) -> Left:
    """The working time between now and the deadline, rounded down, so that nobody is promised more than there is."""
    begin, end = (due, now) if now > due else (now, due)
    if days := calendar.working_days_between(begin, end):
        return Left(now > due, days, is_in_days=True)
    return Left(now > due, calendar.working_hours_between(begin, end) // HOUR, is_in_days=False)
