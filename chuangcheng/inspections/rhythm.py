"""On which days the rounds of a plan are made, and how long each runs. Pure; our choice where no document says.

Daily: every working day, make-up days of holidays too. Weekly: on the chosen days of the week; one that is free falls
away, and where all fall away the next working day of that week stands in. Monthly: on a day of the month, or the next
working day, or the last one of the month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chuangcheng.core.workdays import Calendar

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
RHYTHMS = (DAILY, WEEKLY, MONTHLY)
LAST_WORKING_DAY = 0  # as the day of the month
MOST_DAYS = 40  # a round of a plan runs; our choice
ONE = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True)
class Rhythm:
    """When rounds are made."""

    kind: str  # daily, weekly, monthly
    weekdays: tuple[int, ...] = ()  # of a weekly plan; Monday is 0
    month_day: int = LAST_WORKING_DAY  # of a monthly plan, 1..31
    lasts_days: int = 1  # working days from first to last


@dataclass(frozen=True, order=True)
class Period:
    """One round's days."""

    starts_on: date
    ends_on: date


def periods(*, rhythm: Rhythm, calendar: Calendar, since: date, until: date) -> list[Period]:
    """The rounds that begin from `since` up to and with `until`, in order."""
    days = {DAILY: _working_days, WEEKLY: _weekly_days, MONTHLY: _monthly_days}[rhythm.kind]
    found = sorted(day for day in set(days(rhythm, calendar, since, until)) if since <= day <= until)
    return [Period(day, _last_day(day, rhythm.lasts_days, calendar)) for day in found]


def next_periods(*, rhythm: Rhythm, calendar: Calendar, since: date, count: int) -> list[Period]:
    """The next `count` rounds from a day on."""
    found: list[Period] = []
    start = since
    for _month in range(14 * count):
        if len(found) >= count:
            break
        found += periods(rhythm=rhythm, calendar=calendar, since=start, until=start + 30 * ONE)
        start += 31 * ONE
    return found[:count]


def _working_days(_rhythm: Rhythm, calendar: Calendar, since: date, until: date) -> Iterator[date]:
    return (day for day in _days(since, until) if calendar.is_working_day(day))


def _weekly_days(rhythm: Rhythm, calendar: Calendar, since: date, until: date) -> Iterator[date]:
    monday = since - since.weekday() * ONE
    while monday <= until:
        chosen = [monday + weekday * ONE for weekday in sorted(rhythm.weekdays)]
        held = [day for day in chosen if not _is_free(day, calendar)]
        if chosen and not held:
            held = [day for day in _days(chosen[0], monday + 6 * ONE) if calendar.is_working_day(day)][:1]
        yield from held
        monday += 7 * ONE


def _monthly_days(rhythm: Rhythm, calendar: Calendar, since: date, until: date) -> Iterator[date]:
    first = since.replace(day=1)
    while first <= until:
        following = (first + 31 * ONE).replace(day=1)
        worked = [day for day in _days(first, following - ONE) if calendar.is_working_day(day)]
        from_day = [day for day in worked if rhythm.month_day and day.day >= rhythm.month_day]
        yield from from_day[:1] or worked[-1:]
        first = following


def _is_free(day: date, calendar: Calendar) -> bool:
    """True on a holiday; a weekend that somebody chose is meant, unless a notice names it."""
    if calendar.is_working_day(day):
        return False
    return day.weekday() <= FRIDAY or calendar.days.get(day) is False


def _last_day(first: date, count: int, calendar: Calendar) -> date:
    return first if count <= 1 else calendar.working_day_from(first, count - 1)


def _days(since: date, until: date) -> Iterator[date]:
    return (since + n * ONE for n in range((until - since).days + 1))
