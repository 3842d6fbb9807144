"""When a case is due, how much time is left, and when to remind. Worked examples: docs/algorithms/deadlines.md.

A limit runs in calendar hours, working hours or working days, and its pauses are measured in the same way. A limit in
working days does not count the day on which it starts and ends at the close of business of its last day (our choice,
after the Civil Code of 2020, articles 201 and 203). Overdue means after the deadline, not at it. Results are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeAlias

from chuangcheng.cases.limits import Limit, Term, Unit
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.texts import mark as _
from chuangcheng.core.time_left import Kind, Measure
from chuangcheng.core.workdays import NO_TIME, Calendar, local

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOLD_IN_DAYS_FROM = 2 * DAY  # calendar time is told in days from here on, below in hours: our choice
LAST_CALL = HOUR  # of working time before the deadline: our choice

Span: TypeAlias = tuple[datetime, datetime]


class DeadlineNotLater(InvalidInput):
    """An extension that would not move the deadline to a later time."""

    def __init__(self) -> None:
        super().__init__(_("延期后的期限不晚于现在的期限，请填写更晚的日期。"))


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands still."""

    start_at: datetime
    end_at: datetime | None = None  # None: it stands still now


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """How far the deadline is ahead, or how far behind when overdue."""

    unit: Unit
    is_overdue: bool
    time: timedelta  # ≥ 0; calendar time for a limit in calendar hours, else working time
    days: int  # ≥ 0; working days after today, for a limit in working days, else 0


@dataclass(frozen=True, slots=True)
class InWords:
    """What to tell a person about the time left: "超期 3 个工作日" is ("overdue", 3, "working_days")."""

    kind: Kind  # "…_under": less than `amount`
    amount: int
    unit: Measure


@dataclass(frozen=True, slots=True)
class Reminder:
    """A moment at which those responsible are reminded."""

    kind: Literal["half_time", "last_call"]
    at: datetime


def unit_of(term: Term) -> Unit:
    """The unit in which pauses of the term are measured; a stated date moves by calendar time (our choice)."""
    return term.unit if isinstance(term, Limit) else Unit.CALENDAR_HOURS


def due_at(term: Term, start: datetime, calendar: Calendar) -> datetime:
    """The deadline of a term whose clock starts at `start`. A stated date ends at close of business, worked or not."""
    if isinstance(term, date):
        return calendar.close_of_business(term)
    if term.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(start, term.amount)
    if term.unit is Unit.WORKING_HOURS:
        return calendar.add_working_hours(start, term.amount * HOUR)
    return local(start).astimezone(UTC) + term.amount * HOUR


def due_after_pauses(due: datetime, unit: Unit, pauses: Iterable[Pause], calendar: Calendar) -> datetime:
    """The deadline moved by pauses, all of which have ended. One that began after the deadline does not move it."""
    return _moved(due, unit, _apart(pauses), calendar)


def remaining(term: Term, start: datetime, pauses: Iterable[Pause], now: datetime, calendar: Calendar) -> TimeLeft:
    """The time left at `now` of a term whose clock started at `start` and stood still in the pauses."""
    return time_left(due_at(term, start, calendar), unit_of(term), pauses, now, calendar)


def time_left(due: datetime, unit: Unit, pauses: Iterable[Pause], now: datetime, calendar: Calendar) -> TimeLeft:
    """The time left at `now` to a deadline that these pauses have not moved yet (the one that lasts, say)."""
    spans = _apart(pauses, until=now)
    due = _moved(due, unit, spans, calendar)
    time, days = _measured((min(now, due), max(now, due)), unit, calendar)
    for begin, end in spans:
        if end > due:
            paused_time, paused_days = _measured((max(begin, due), end), unit, calendar)
            time, days = time - paused_time, days - paused_days
    return TimeLeft(unit, is_overdue=now > due, time=time, days=days)


def extended(due: datetime, by: Term, calendar: Calendar) -> datetime:
    """The deadline after an extension by a limit, counted from the old deadline, or up to a stated date.

    Raises DeadlineNotLater when the date is not later.
    """
    later = due_at(by, due, calendar)
    if later <= due:
        raise DeadlineNotLater
    return later


def rework_due(
    due: datetime, unit: Unit, *, fed_back_at: datetime, failed_at: datetime, calendar: Calendar
) -> datetime:
    """The deadline after a failed verification: what was left when it was fed back, and at least one working day."""
    waited_for_verification = [Pause(fed_back_at, failed_at)]
    return max(
        due_after_pauses(due, unit, waited_for_verification, calendar),
        calendar.add_working_days(failed_at, 1),
    )


def reminders(
    *, start: datetime, due: datetime, unit: Unit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> tuple[Reminder, ...]:
    """The moments to remind at, earliest first: half of the time is used; one working hour is left.

    `pauses` have ended and have moved the deadline already; they move half time as well. A moment that does not lie
    between start and deadline is left out. Which moments: our choice.
    """
    spans = _apart(pauses)
    clock = Unit.CALENDAR_HOURS if unit is Unit.CALENDAR_HOURS else Unit.WORKING_HOURS
    within = [(max(begin, start), min(end, due)) for begin, end in spans if begin < due and start < end]
    paused = sum((_measured(span, clock, calendar)[0] for span in within), NO_TIME)
    used = max(NO_TIME, _measured((start, due), clock, calendar)[0] - paused) / 2
    begun = local(start).astimezone(UTC)
    half = _moved(_later(begun, (used, 0), clock, calendar), clock, spans, calendar)
    last = calendar.add_working_hours(due, -LAST_CALL)
    found = (Reminder("half_time", half), Reminder("last_call", last))
    return tuple(sorted((each for each in found if start < each.at < due), key=lambda each: each.at))


def in_words(left: TimeLeft) -> InWords:
    """The time left in its largest unit, rounded down, so that nobody is promised more than there is."""
    kind: Kind = "overdue" if left.is_overdue else "left"
    if left.days:
        return InWords(kind, left.days, "working_days")
    if left.unit is Unit.CALENDAR_HOURS and left.time >= TOLD_IN_DAYS_FROM:
        return InWords(kind, left.time // DAY, "days")
    hours: Measure = "hours" if left.unit is Unit.CALENDAR_HOURS else "working_hours"
    if left.time >= HOUR:
        return InWords(kind, left.time // HOUR, hours)
    return InWords("overdue_under" if left.is_overdue else "left_under", 1, hours)


def _apart(pauses: Iterable[Pause], until: datetime | None = None) -> list[Span]:
    """The pauses as spans in order, cut off at `until`; those that touch or overlap become one."""
    spans: list[Span] = []
    for pause in sorted(pauses, key=lambda pause: pause.start_at):
        ends = [moment for moment in (pause.end_at, until) if moment is not None]
        if not ends:
            raise ValueError("the clock stands still, so there is no deadline yet: ask time_left")
        begin, end = pause.start_at, min(ends)
        if spans and begin <= spans[-1][1]:
            begin, end = spans[-1][0], max(end, spans.pop()[1])
        if begin < end:
            spans.append((begin, end))
    return spans


def _moved(due: datetime, unit: Unit, spans: list[Span], calendar: Calendar) -> datetime:
    for begin, end in spans:
        if begin > due:
            break
        due = _later(due, _measured((begin, end), unit, calendar), unit, calendar)
    return due


def _later(due: datetime, paused: tuple[timedelta, int], unit: Unit, calendar: Calendar) -> datetime:
    time, days = paused
    if unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(due, days) if days else due
    return calendar.add_working_hours(due, time) if unit is Unit.WORKING_HOURS else due + time


def _measured(span: Span, unit: Unit, calendar: Calendar) -> tuple[timedelta, int]:
    """Calendar or working time, and working days, of a span, as its unit asks."""
    begin, end = span
    if unit is Unit.CALENDAR_HOURS:
        return end - begin, 0
    days = calendar.working_days_between(begin, end) if unit is Unit.WORKING_DAYS else 0
    return calendar.working_hours_between(begin, end), days
