"""How people write the time allowed for a fix."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chuangcheng.cases.limits import Limit, LimitOutOfRange, LimitUnreadable, Unit, parse_limit
from chuangcheng.cases.tests.worked_examples import rows


@pytest.mark.parametrize("row", rows("forms"), ids=lambda row: row["written"])
def test_a_limit_is_read_as_the_page_says(row: dict[str, str]) -> None:
    assert parse_limit(row["written"]) == Limit(int(row["amount"]), Unit(row["unit"]))


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-30",
        "2026/9/30",
        "2026年9月30日前",
        "2026.9.30",
        date(2026, 9, 30),
        datetime(2026, 9, 30, 8, tzinfo=UTC),
    ],
)
def test_a_stated_date_is_read_as_a_date(written: str | date) -> None:
    assert parse_limit(written) == date(2026, 9, 30)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "尽快",
        "长期坚持",
        "9月30日前",
        "2026-02-30",
        "3.5天",
        "-3天",
        "三百天",
        "十十天",
        "二三天",
        "3",
        "天",
        "3天4小时",
        "九" * 50,
    ],
)
def test_what_cannot_be_read_is_refused_with_the_forms_that_can(written: str) -> None:
    with pytest.raises(LimitUnreadable, match="2个工作日"):
        parse_limit(written)


@pytest.mark.parametrize("written", ["0天", "87601小时", "99999工作日", "9999周"])
def test_a_limit_of_nothing_or_of_decades_is_refused(written: str) -> None:
    with pytest.raises(LimitOutOfRange, match="正整数"):
        parse_limit(written)


def test_ten_years_are_the_longest_limit() -> None:
    assert parse_limit("87600小时") == Limit(87_600, Unit.CALENDAR_HOURS)


def test_a_misspelt_unit_raises() -> None:
    with pytest.raises(ValueError, match="workdays"):
        Unit("workdays")
