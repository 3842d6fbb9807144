"""Whole weeks, months, quarters, half-years and years around a day, both ends included. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from chuangcheng.core.workdays import monday_of

MONTH, QUARTER, HALF_YEAR, YEAR = 1, 3, 6, 12  # months


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week in which the day lies."""
    monday = monday_of(day)
    return monday, monday + timedelta(days=6)


def months_of(day: date, months: int) -> tuple[date, date]:
    """First and last day of the so many months in which the day lies, counted from January; `months` divides 12."""
    begins = (day.month - 1) // months * months + 1
    ends = begins + months - 1
    return date(day.year, begins, 1), date(day.year, ends, monthrange(day.year, ends)[1])
