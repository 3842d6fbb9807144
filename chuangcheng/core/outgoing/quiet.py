"""免打扰时段: when a message that is not urgent waits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from chuangcheng.core.workdays import Calendar, local

MOST_DAYS = 40  # looked ahead for a working day; longer than any holiday
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet from one time of the day to another, over midnight when it begins later than it ends; equal: never."""

    begins: time
    ends: time
    on_days_off: bool = True

    def covers(self, clock: time) -> bool:
        """Whether this time of a working day is quiet."""
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


def awake_at(moment: datetime, quiet: Quiet, calendar: Calendar) -> datetime:
    """The moment itself, or when the quiet in which it lies ends."""
    at = local(moment)
    for _turn in range(MOST_DAYS):
        if quiet.on_days_off and not calendar.is_working_day(at.date()):
            at = _midnight(at) + ONE_DAY
        elif quiet.covers(at.timetz().replace(tzinfo=None)):
            morning = _midnight(at) + _clock(quiet.ends)
            at = morning if morning > at else _midnight(at) + ONE_DAY
        else:
            break
    return moment if at == local(moment) else at


def next_digest(moment: datetime, clock: time, quiet: Quiet, calendar: Calendar) -> datetime:
    """The next time at which the lines of a day go out as one message, after any quiet."""
    at = _midnight(local(moment)) + _clock(clock)
    if at <= moment:
        at += ONE_DAY
    while quiet.on_days_off and not calendar.is_working_day(at.date()) and at < moment + MOST_DAYS * ONE_DAY:
        at += ONE_DAY
    return awake_at(at, quiet, calendar)


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _clock(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
