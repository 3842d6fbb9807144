"""How often a place is to be patrolled: the reckoning, by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chuangcheng.field.frequency import FREQUENCIES, Held, done_in, duty_of, lacking_of

# Monday 2 November 2026 is the first day of a week; the month ends on a Monday.
MONDAY, LAST = date(2026, 11, 2), date(2026, 11, 30)


def november(*days: int) -> set[date]:
    return {date(2026, 11, day) for day in days}


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def asked(code: str, *days: int, **more: object) -> tuple[int, int, int]:
    held = Held(**{"starts_on": date(2026, 1, 1), "patrolled": november(*days)} | more)  # type: ignore[arg-type]
    found = duty_of(FREQUENCIES[code], held, first=date(2026, 11, 1), last=LAST, is_working=is_weekday)
    return found.asked, found.done, found.excused


@pytest.mark.parametrize(
    ("code", "days", "expected"),
    [
        ("day1", (2, 3, 7), (21, 2, 0)),  # Saturday the 7th is asked for by nobody
        ("week1", (2, 3, 9), (5, 2, 0)),  # five weeks end in November; twice in one counts once
        ("week3", (2, 3, 4, 5, 9), (15, 4, 0)),
        ("month2", (2,), (2, 1, 0)),
        ("month1", (), (1, 0, 0)),
        ("week1", (30,), (5, 0, 0)),  # its week ends in December
    ],
)
def test_whole_periods_that_end_in_the_time_are_asked_for(code: str, days: tuple[int, ...], expected: object) -> None:
    assert asked(code, *days) == expected


def test_nothing_is_asked_of_days_before_and_after_the_stewardship() -> None:
    assert asked("week1", starts_on=date(2026, 11, 10)) == (2, 0, 0)
    assert asked("month1", ends_on=date(2026, 11, 20)) == (0, 0, 0)


def test_who_is_away_on_every_working_day_of_a_period_is_excused() -> None:
    whole_week = [(MONDAY, MONDAY + timedelta(days=4))]
    assert asked("week2", away=whole_week) == (8, 0, 2)
    assert asked("week2", away=[(MONDAY, MONDAY + timedelta(days=3))]) == (10, 0, 0)


def test_last_period_lacks_until_somebody_goes() -> None:
    def lacking(today: date, *days: int) -> int:
        held = Held(date(2026, 1, 1), patrolled=november(*days))
        return lacking_of(FREQUENCIES["week2"], held, today=today, is_working=is_weekday)

    assert lacking(MONDAY + timedelta(days=8), 3) == 1
    assert lacking(MONDAY + timedelta(days=8), 3, 9) == 0
    daily = Held(date(2026, 1, 1), patrolled=november(6))
    assert lacking_of(FREQUENCIES["day1"], daily, today=date(2026, 11, 9), is_working=is_weekday) == 0
    assert lacking_of(FREQUENCIES["day1"], daily, today=date(2026, 11, 10), is_working=is_weekday) == 1


def test_days_of_the_running_period_count_up_to_what_is_asked() -> None:
    assert done_in(FREQUENCIES["week2"], november(2, 3, 4, 9), day=date(2026, 11, 5)) == 2
    assert done_in(FREQUENCIES["month2"], november(2), day=LAST) == 1
