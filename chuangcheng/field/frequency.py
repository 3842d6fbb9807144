"""How often a place is to be patrolled, and what was done of it. Pure.

A frequency asks for days: several patrols of one day count once. A day is asked for when it is a working day; a week
begins on Monday. What is asked is counted by whole periods that end within the time looked at, in which the person
looked after the place from the first day to the last and was not away on every working day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeAlias

from chuangcheng.core.texts import mark as _
from chuangcheng.core.workdays import monday_of

Per: TypeAlias = Literal["day", "week", "month"]
Span: TypeAlias = "tuple[date, date]"  # first and last day


@dataclass(frozen=True, slots=True)
class Frequency:
    """So many days in each period."""

    times: int  # days
    per: Per
    words: str  # to be translated


NONE = "none"
LONGEST_REST = 31  # days in which a working day is looked for
FREQUENCIES = {  # what offices choose among; our choice
    "day1": Frequency(1, "day", _("每个工作日1次")),
    "week3": Frequency(3, "week", _("每周3次")),
    "week2": Frequency(2, "week", _("每周2次")),
    "week1": Frequency(1, "week", _("每周1次")),
    "month2": Frequency(2, "month", _("每月2次")),
    "month1": Frequency(1, "month", _("每月1次")),
}


@dataclass(slots=True)
class Duty:
    """Days of patrol asked for and done."""

    asked: int = 0
    done: int = 0  # of those asked for
    excused: int = 0  # days not asked for, because the person was away

    @property
    def missed(self) -> int:
        """Asked for and not done."""
        return self.asked - self.done

    @property
    def rate(self) -> float | None:
        """Done of what was asked, 0..1; None when nothing was."""
        return self.done / self.asked if self.asked else None

    def add(self, other: Duty) -> None:
        """Counts the other one in."""
        self.asked += other.asked
        self.done += other.done
        self.excused += other.excused


@dataclass(frozen=True, slots=True)
class Held:
    """When somebody looked after a place, on which days they patrolled it, and when they were away."""

    starts_on: date
    ends_on: date | None = None  # last day
    patrolled: Collection[date] = field(default_factory=frozenset)
    away: Collection[Span] = ()


def period_of(per: Per, day: date) -> Span:
    """The period in which a day lies."""
    if per == "day":
        return day, day
    if per == "week":
        monday = monday_of(day)
        return monday, monday + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def duty_of(frequency: Frequency, held: Held, *, first: date, last: date, is_working: Callable[[date], bool]) -> Duty:
    """What was asked for in the periods that end from `first` to `last`, both included, and done of it."""
    found = Duty()
    for span in _periods(frequency.per, first, last):
        if not _is_asked(span, frequency.per, held, is_working):
            continue
        if _is_away(span, held.away, is_working):
            found.excused += frequency.times
            continue
        found.asked += frequency.times
        found.done += min(frequency.times, _days_in(span, held.patrolled))
    return found


def done_in(frequency: Frequency, patrolled: Collection[date], *, day: date) -> int:
    """The days of the period of this day on which the place was patrolled, no more than are asked for."""
    return min(frequency.times, _days_in(period_of(frequency.per, day), patrolled))


def lacking_of(frequency: Frequency, held: Held, *, today: date, is_working: Callable[[date], bool]) -> int:
    """The days that the last finished period lacks; 0 when the place was patrolled since."""
    last = period_of(frequency.per, today)[0] - timedelta(days=1)
    if frequency.per == "day":
        days = (last - timedelta(days=back) for back in range(LONGEST_REST))
        last = next((day for day in days if is_working(day)), last)
    if any(day > last for day in held.patrolled):
        return 0
    return duty_of(frequency, held, first=last, last=last, is_working=is_working).missed


def _periods(per: Per, first: date, last: date) -> Iterator[Span]:
    day = first
    while day <= last:
        span = period_of(per, day)
        if span[1] <= last:
            yield span
        day = span[1] + timedelta(days=1)


def _is_asked(span: Span, per: Per, held: Held, is_working: Callable[[date], bool]) -> bool:
    is_held = held.starts_on <= span[0] and (held.ends_on is None or held.ends_on >= span[1])
    return is_held and (per != "day" or is_working(span[0]))


def _is_away(span: Span, away: Collection[Span], is_working: Callable[[date], bool]) -> bool:
    if not away:
        return False
    days = [day for day in _days(span) if is_working(day)]
    return bool(days) and all(any(start <= day <= end for start, end in away) for day in days)


def _days_in(span: Span, days: Collection[date]) -> int:
    return sum(span[0] <= day <= span[1] for day in days)


def _days(span: Span) -> Iterator[date]:
    day = span[0]
    while day <= span[1]:
        yield day
        day += timedelta(days=1)
