"""When rounds are made, over the published calendar of 2025 with its make-up weekends."""

from __future__ import annotations

from datetime import date

import pytest

from chuangcheng.core.workdays import built_in_calendar
from chuangcheng.inspections.rhythm import Period, Rhythm, next_periods, periods

CALENDAR = built_in_calendar()
GOLDEN_WEEK = (date(2025, 9, 26), date(2025, 10, 13))  # 国庆 1–8 October; 28 September and 11 October are worked


def days(rhythm: Rhythm, since: date, until: date) -> list[date]:
    return [period.starts_on for period in periods(rhythm=rhythm, calendar=CALENDAR, since=since, until=until)]


def test_daily_rounds_follow_holidays_and_make_up_days() -> None:
    found = days(Rhythm("daily"), *GOLDEN_WEEK)
    assert [day.day for day in found if day.month == 9] == [26, 28, 29, 30]
    assert [day.day for day in found if day.month == 10] == [9, 10, 11, 13]


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        ((0, 2, 4), [date(2025, 9, 26), date(2025, 9, 29), date(2025, 10, 10), date(2025, 10, 13)]),
        (
            (2,),
            [date(2025, 10, 9)],
        ),  # 1 and 8 October fall away; after the 8th the next day stands in
        ((5,), [date(2025, 9, 27), date(2025, 10, 11)]),  # a Saturday that somebody chose is meant, but not a holiday
    ],
)
def test_weekly_rounds_fall_away_on_holidays_and_a_whole_week_is_made_up_for(
    weekdays: tuple[int, ...], expected: list[date]
) -> None:
    assert days(Rhythm("weekly", weekdays), *GOLDEN_WEEK) == expected


@pytest.mark.parametrize(
    ("month_day", "expected"),
    [
        (0, [date(2025, 1, 27), date(2025, 2, 28)]),  # 28 January is 除夕
        (1, [date(2025, 1, 2), date(2025, 2, 5)]),  # New Year; 春节 until 4 February
        (31, [date(2025, 1, 27), date(2025, 2, 28)]),
        (26, [date(2025, 1, 26), date(2025, 2, 26)]),  # Sunday 26 January is worked
    ],
)
def test_monthly_rounds_are_put_off_to_a_working_day_of_the_month(month_day: int, expected: list[date]) -> None:
    assert days(Rhythm("monthly", month_day=month_day), date(2025, 1, 1), date(2025, 2, 28)) == expected


def test_round_of_several_days_counts_working_days_only() -> None:
    found = periods(
        rhythm=Rhythm("weekly", (0,), lasts_days=5), calendar=CALENDAR, since=date(2025, 9, 29), until=date(2025, 9, 29)
    )
    assert found == [Period(date(2025, 9, 29), date(2025, 10, 11))]


@pytest.mark.parametrize("rhythm", [Rhythm("daily"), Rhythm("weekly", (1, 3)), Rhythm("monthly", month_day=15)])
def test_next_rounds_are_the_first_ones_from_a_day_on(rhythm: Rhythm) -> None:
    since = date(2025, 9, 26)
    found = next_periods(rhythm=rhythm, calendar=CALENDAR, since=since, count=9)
    assert len(found) == len(set(found)) == 9
    assert [period.starts_on for period in found] == days(rhythm, since, found[-1].starts_on)


def test_any_two_stretches_give_together_what_one_gives() -> None:
    first, middle, last = date(2025, 1, 1), date(2025, 5, 1), date(2025, 12, 31)
    for rhythm in (Rhythm("daily"), Rhythm("weekly", (0, 4)), Rhythm("monthly", month_day=1)):
        split = [*days(rhythm, first, middle), *days(rhythm, date(2025, 5, 2), last)]
        assert split == days(rhythm, first, last)
