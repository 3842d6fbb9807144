"""Working time outside pauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chuangcheng.core.workdays import NO_TIME, Calendar


@dataclass(frozen=True, slots=True)
class Pause:
    """An approved time in which nothing goes up; without an end it stands still until further notice."""

    start_at: datetime
    end_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.end_at is not None and self.end_at < self.start_at:
            raise ValueError("a pause cannot end before it starts")


def falls_due(start: datetime, amount: timedelta, pauses: Iterable[Pause], calendar: Calendar) -> datetime | None:
    """The first moment by which so much working time outside the pauses has passed; None while it stands still."""
    here, left = start, amount
    for pause in sorted(pauses, key=lambda one: one.start_at):
        if pause.start_at > here:
            free = calendar.working_hours_between(here, pause.start_at)
            if left <= free:
                break
            left -= free
            here = pause.start_at
        if pause.end_at is None:
            return None
        here = max(here, pause.end_at)
    return calendar.add_working_hours(here, left)


def working_time(start: datetime, end: datetime, pauses: Iterable[Pause], calendar: Calendar) -> timedelta:
    """The working time in [start, end) outside the pauses; none when `end` is not after `start`."""
    here, total = start, NO_TIME
    for pause in sorted(pauses, key=lambda one: one.start_at):
        if pause.start_at >= end:
            break
        total += max(calendar.working_hours_between(here, pause.start_at), NO_TIME)
        here = max(here, end if pause.end_at is None else pause.end_at)
    return total + max(calendar.working_hours_between(here, end), NO_TIME)
