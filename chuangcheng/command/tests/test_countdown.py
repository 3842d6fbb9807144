"""Days and working days until a window; the calendar is the published one that comes with the product."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.command.countdown import countdown
from chuangcheng.command.tests.worked_examples import examples
from chuangcheng.core.workdays import Calendar, built_in_calendar

CALENDAR = built_in_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
LENGTHS = st.integers(1, 60)


@pytest.mark.parametrize(("today", "first", "last", "phase", "days", "working_days", "day_number"), examples())
def test_worked_examples(
    today: date, first: date, last: date, phase: str, days: int, working_days: int, day_number: int
) -> None:
    found = countdown(today=today, first=first, last=last, calendar=CALENDAR)
    assert (found.phase, found.days, found.working_days, found.day_number) == (phase, days, working_days, day_number)


def test_there_are_worked_examples_over_the_national_holiday() -> None:
    assert len(examples()) >= 10
    assert any(today < date(2026, 10, 1) < first for today, first, *_rest in examples())


def test_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends on"):
        countdown(today=date(2026, 1, 1), first=date(2026, 2, 2), last=date(2026, 2, 1), calendar=CALENDAR)


@given(today=DAYS, first=DAYS, length=LENGTHS)
def test_a_day_is_in_one_phase_and_the_next_day_goes_on(today: date, first: date, length: int) -> None:
    last = first + timedelta(days=length - 1)
    now = countdown(today=today, first=first, last=last, calendar=CALENDAR)
    then = countdown(today=today + timedelta(days=1), first=first, last=last, calendar=CALENDAR)
    order = ("ahead", "running", "ended")
    assert now.length == length
    assert order.index(then.phase) >= order.index(now.phase)
    if now.phase == "ahead":
        assert then.days == now.days - 1
        assert now.working_days - then.working_days == CALENDAR.is_working_day(today + timedelta(days=1))
        assert 0 <= now.working_days <= now.days
        assert then.phase == ("running" if now.days == 1 else "ahead")
    if now.phase == "running" and then.phase == "running":
        assert then.day_number == now.day_number + 1
    assert (now.phase == "running") == (1 <= now.day_number <= length)
    assert (now.phase == "ahead") == (now.days > 0)


@given(today=DAYS, first=DAYS)
def test_working_days_are_those_that_a_person_counts_on_the_wall_calendar(today: date, first: date) -> None:
    if first <= today:
        return
    ahead = [today + timedelta(days=number) for number in range(1, (first - today).days + 1)]
    found = countdown(today=today, first=first, last=first, calendar=CALENDAR)
    assert found.working_days == sum(CALENDAR.days.get(day, day.weekday() < 5) for day in ahead)


def test_year_without_a_published_calendar_is_named_and_counted_from_monday_to_friday() -> None:
    bare = Calendar({}, frozenset({2026}))
    found = countdown(today=date(2026, 12, 28), first=date(2027, 1, 11), last=date(2027, 1, 13), calendar=bare)
    assert (found.days, found.working_days, found.assumed_years) == (14, 10, (2027,))
    assert (
        countdown(today=date(2026, 12, 1), first=date(2026, 12, 28), last=date(2027, 1, 3), calendar=bare).assumed_years
        == ()
    )
