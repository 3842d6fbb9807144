"""How long it is until a visit, in days of the calendar and in working days. Pure: knows no Django and no clock.

Both counts run from tomorrow up to and with the first day of the window, so on the eve of it one day is left. Holidays
and the weekends worked to make up for them are those of the working calendar. Worked examples:
docs/algorithms/countdown.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from chuangcheng.core.workdays import Calendar

Phase: TypeAlias = Literal["ahead", "running", "ended"]


@dataclass(frozen=True, slots=True)
class Countdown:
    """Where a day lies to a window."""

    phase: Phase
    days: int  # calendar days until the first day; 0 from the first day on
    working_days: int  # of those, days that are worked
    day_number: int  # of the window, from 1, while it runs; otherwise 0
    length: int  # days of the window, both ends included
    assumed_years: tuple[int, ...]  # years whose notice is not published: Monday–Friday was assumed


def countdown(*, today: date, first: date, last: date, calendar: Calendar) -> Countdown:
    """The countdown on a day. Raises ValueError when the window ends before it begins."""
    if last < first:
        raise ValueError(f"the window ends on {last}, before {first}")
    length = (last - first).days + 1
    if today > last:
        return Countdown("ended", 0, 0, 0, length, ())
    if today >= first:
        return Countdown("running", 0, 0, (today - first).days + 1, length, ())
    years = range(today.year, first.year + 1)
    return Countdown(
        phase="ahead",
        days=(first - today).days,
        working_days=calendar.count_working_days(after=today, until=first),
        day_number=0,
        length=length,
        assumed_years=tuple(year for year in years if year not in calendar.published_years),
    )
