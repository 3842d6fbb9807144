"""All three clocks against a second implementation that walks minute by minute, around 国庆 and 春节, with pauses.

The days below are written from the notices of 2025 (国办发明电〔2024〕12号) and 2026 (国办发明电〔2025〕7号), not read
from the data of the product: a mistake there would show here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chuangcheng.cases import reminders
from chuangcheng.cases.deadlines import Pause, due_after_pauses, due_at, remaining
from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.core.workdays import SHANGHAI, built_in_calendar

CALENDAR = built_in_calendar()
MINUTE = timedelta(minutes=1)
WORKED = [*range(9 * 60, 12 * 60), *range(14 * 60, 18 * 60)]  # minutes of a working day


def days(first: str, last: str) -> set[date]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return {begin + timedelta(days=count) for count in range((end - begin).days + 1)}


OFF = days("2025-01-28", "2025-02-04") | days("2025-10-01", "2025-10-08")
OFF |= days("2026-02-15", "2026-02-23") | days("2026-10-01", "2026-10-07")
OFF |= {date(2026, 1, 1), date(2026, 1, 2), date(2026, 9, 25)}
MADE_UP = {
    *(date(2025, 1, 26), date(2025, 2, 8), date(2025, 9, 28), date(2025, 10, 11)),
    *(date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 9, 20), date(2026, 10, 10)),
}
PERIODS = {  # first and last day on which a clock starts
    "春节 2025": ("2025-01-20", "2025-02-09"),
    "国庆 2025": ("2025-09-22", "2025-10-12"),
    "春节 2026": ("2026-02-09", "2026-03-01"),
    "国庆 2026": ("2026-09-14", "2026-10-11"),
    "2027, not published": ("2026-12-24", "2027-10-10"),
}


def is_worked(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def runs(moment: datetime, unit: Unit) -> bool:
    if unit is Unit.CALENDAR_HOURS:
        return True
    return is_worked(moment.date()) and moment.hour * 60 + moment.minute in WORKED


def walked(start: datetime, minutes: int, unit: Unit, pauses: list[Pause]) -> datetime:
    """The end of the last of so many minutes that run."""
    moment = start
    while minutes:
        is_paused = any(pause.start_at <= moment < (pause.end_at or moment) for pause in pauses)
        minutes -= runs(moment, unit) and not is_paused
        moment += MINUTE
    return moment


def walked_days(start: datetime, count: int, pauses: list[Pause]) -> datetime:
    """The close of business of the last of so many days that count."""
    day = start.date()
    while count:
        day += timedelta(days=1)
        is_paused = any(pause.start_at.date() < day <= (pause.end_at or start).date() for pause in pauses)
        count -= is_worked(day) and not is_paused
    return datetime(day.year, day.month, day.day, 18, tzinfo=SHANGHAI)


def brute(limit: Limit, start: datetime, pauses: list[Pause]) -> datetime:
    if limit.unit is Unit.WORKING_DAYS:
        return walked_days(start, limit.amount, pauses)
    return walked(start, limit.amount * 60, limit.unit, pauses)


def whole(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0, tzinfo=SHANGHAI)


limits = st.one_of(
    st.builds(Limit, st.integers(1, 100), st.just(Unit.CALENDAR_HOURS)),
    st.builds(Limit, st.integers(1, 40), st.just(Unit.WORKING_HOURS)),
    st.builds(Limit, st.integers(1, 12), st.just(Unit.WORKING_DAYS)),
)
starts = st.one_of([st.datetimes(*map(datetime.fromisoformat, period)) for period in PERIODS.values()]).map(whole)
gaps = st.lists(st.tuples(st.integers(1, 4 * 24 * 60), st.integers(1, 6 * 24 * 60)), max_size=2)  # minutes


def pauses_after(start: datetime, found: list[tuple[int, int]]) -> list[Pause]:
    pauses, moment = [], start
    for before, length in found:
        pauses.append(Pause(moment + before * MINUTE, moment + (before + length) * MINUTE))
        moment += (before + length) * MINUTE
    return pauses


@given(limits, starts)
def test_a_deadline_is_where_the_minutes_end(limit: Limit, start: datetime) -> None:
    assert due_at(limit, start, CALENDAR) == brute(limit, start, [])


@given(limits, starts, gaps)
def test_a_pause_moves_the_deadline_by_what_it_takes(
    limit: Limit, start: datetime, found: list[tuple[int, int]]
) -> None:
    pauses = pauses_after(start, found)
    wanted = brute(limit, start, pauses)
    due = due_at(limit, start, CALENDAR)
    for count in range(len(pauses)):  # who is suspended at the very end of the time has none left, and is not overdue
        assume(due_after_pauses(due, limit.unit, pauses[:count], CALENDAR) != pauses[count].start_at)
    assert due_after_pauses(due, limit.unit, pauses, CALENDAR) == wanted


@given(limits, starts, st.integers(0, 6 * 24 * 60))
def test_what_is_left_is_what_still_runs(limit: Limit, start: datetime, passed: int) -> None:
    now, due = start + passed * MINUTE, brute(limit, start, [])
    assume(now <= due)
    left = remaining(limit, start, [], now, CALENDAR)
    clock = Unit.CALENDAR_HOURS if limit.unit is Unit.CALENDAR_HOURS else Unit.WORKING_HOURS
    minutes, moment = 0, now
    while moment < due:
        minutes, moment = minutes + runs(moment, clock), moment + MINUTE
    assert left.time == minutes * MINUTE
    if limit.unit is Unit.WORKING_DAYS:
        ahead = (due.date() - now.date()).days
        assert left.days == sum(is_worked(now.date() + timedelta(days=day)) for day in range(1, ahead + 1))


@given(limits, starts, gaps)
def test_half_time_is_when_half_of_the_minutes_have_run(
    limit: Limit, start: datetime, found: list[tuple[int, int]]
) -> None:
    pauses = pauses_after(start, found)
    due = due_after_pauses(due_at(limit, start, CALENDAR), limit.unit, pauses, CALENDAR)
    planned = reminders.plan(start=start, due=due, unit=limit.unit, pauses=pauses, calendar=CALENDAR)
    moments = {each.kind: each.at for each in planned}
    clock = Unit.CALENDAR_HOURS if limit.unit is Unit.CALENDAR_HOURS else Unit.WORKING_HOURS
    running, moment = 0, start
    while moment < due:
        is_paused = any(pause.start_at <= moment < (pause.end_at or moment) for pause in pauses)
        running, moment = running + (runs(moment, clock) and not is_paused), moment + MINUTE
    assume(running % 2 == 0 and running)
    half = walked(start, running // 2, clock, pauses)
    assume(not any(pause.start_at == half for pause in pauses))
    assert moments.get("half_time") == (half if half < due else None)
    assert moments["overdue"] == due


@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        ("2025-01-20", "2025-02-14", 20 - 6 + 2),
        ("2026-09-14", "2026-10-16", 25 - 6 + 2),
        ("2027-02-01", "2027-02-28", 20),
    ],
)
def test_the_days_of_the_notices_are_the_days_of_the_product(first: str, last: str, worked: int) -> None:
    found = sorted(days(first, last))
    assert [day for day in found if CALENDAR.is_working_day(day) != is_worked(day)] == []
    assert sum(map(is_worked, found)) == worked


def test_a_year_without_notice_is_named() -> None:
    start = datetime(2026, 12, 30, 10, tzinfo=SHANGHAI)
    for limit in (Limit(72, Unit.CALENDAR_HOURS), Limit(14, Unit.WORKING_HOURS), Limit(2, Unit.WORKING_DAYS)):
        assert CALENDAR.unpublished_years(start, due_at(limit, start, CALENDAR)) == (2027,)
