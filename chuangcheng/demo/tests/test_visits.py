"""The visits of the demo lie where they do in a year, whatever the day on which it is loaded."""

from __future__ import annotations

from datetime import date

import pytest

from chuangcheng.demo.visits import YEARLY, shown_on

DAYS = [date(2026, 1, 2), date(2026, 5, 11), date(2026, 8, 31), date(2026, 11, 27), date(2027, 12, 31)]


@pytest.mark.parametrize("today", DAYS)
def test_several_visits_are_ahead_and_none_far_away(today: date) -> None:
    ahead = [first for _each, first in shown_on(today) if first > today]
    assert len(ahead) >= 2
    assert (min(ahead) - today).days < 160


@pytest.mark.parametrize("year", range(2024, 2034))
def test_city_comes_before_october_the_province_in_november_the_centre_at_the_years_end(year: int) -> None:
    first = {each.level: each.first_on(year) for each in YEARLY}  # of two the later one
    last_of_city = next(each.first_on(year) for each in YEARLY if each.month == 9)
    assert (last_of_city.month, last_of_city.isoweekday()) == (9, 1)
    assert first["province"].month == 11
    assert first["nation"].month == 12
    assert [each.is_announced for each in YEARLY] == [True, True, True, False]  # the centre tells nobody
