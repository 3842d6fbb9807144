"""Whole weeks and months around a day."""

from __future__ import annotations

from datetime import date

import pytest

from chuangcheng.core.spans import HALF_YEAR, MONTH, QUARTER, YEAR, months_of, week_of


@pytest.mark.parametrize(
    ("day", "months", "first", "last"),
    [
        ("2024-02-29", MONTH, "2024-02-01", "2024-02-29"),
        ("2026-12-31", QUARTER, "2026-10-01", "2026-12-31"),
        ("2026-07-01", HALF_YEAR, "2026-07-01", "2026-12-31"),
        ("2026-06-30", HALF_YEAR, "2026-01-01", "2026-06-30"),
        ("2026-05-05", YEAR, "2026-01-01", "2026-12-31"),
    ],
)
def test_months_are_counted_from_january(day: str, months: int, first: str, last: str) -> None:
    assert months_of(date.fromisoformat(day), months) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_week_goes_from_monday_to_sunday_across_the_year() -> None:
    assert week_of(date(2026, 1, 1)) == (date(2025, 12, 29), date(2026, 1, 4))
