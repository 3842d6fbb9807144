"""The days that a bulletin tells of, what they are called, and the days before them. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chuangcheng.core.texts import mark as _
from chuangcheng.core.workdays import monday_of

SUMMER = 7  # the first month of the second half-year
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Kind(StrEnum):
    """How often a bulletin comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    HALF_YEAR = "half_year"
    ANNUAL = "annual"


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, both ends included."""

    first: date
    last: date


LABELS = {
    Kind.DAILY: _("日报"),
    Kind.WEEKLY: _("周通报"),
    Kind.MONTHLY: _("月通报"),
    Kind.HALF_YEAR: _("半年总结"),
    Kind.ANNUAL: _("年度报告"),
}


def span_of(kind: Kind, day: date) -> Span:
    """The day, the week from Monday, the month, half-year or year in which a day lies."""
    if kind == Kind.DAILY:
        return Span(day, day)
    if kind == Kind.WEEKLY:
        monday = monday_of(day)
        return Span(monday, monday + WEEK - DAY)
    if kind == Kind.MONTHLY:
        return Span(day.replace(day=1), _month_end(day.year, day.month))
    if kind == Kind.HALF_YEAR:
        first, last = (1, SUMMER - 1) if day.month < SUMMER else (SUMMER, 12)
        return Span(date(day.year, first, 1), _month_end(day.year, last))
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))


def span_before(kind: Kind, span: Span) -> Span:
    """The period of the same kind before it."""
    return span_of(kind, span.first - DAY)


def usual_span(kind: Kind, today: date) -> Span:
    """What the office writes about today: yesterday, or the last period that is over."""
    return span_before(kind, span_of(kind, today))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
