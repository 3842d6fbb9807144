"""The days that a bulletin tells of, what they are called, and the days before them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chuangcheng.core.spans import HALF_YEAR, MONTH, YEAR, months_of, week_of
from chuangcheng.core.texts import mark as _

SUMMER = 7  # the first month of the second half-year
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


MONTHS_OF = {Kind.MONTHLY: MONTH, Kind.HALF_YEAR: HALF_YEAR, Kind.ANNUAL: YEAR}


def span_of(kind: Kind, day: date) -> Span:
    """The day, the week from Monday, the month, half-year or year in which a day lies."""
    if kind == Kind.DAILY:
        return Span(day, day)
    if kind == Kind.WEEKLY:
        return Span(*week_of(day))
    return Span(*months_of(day, MONTHS_OF[kind]))


def span_before(kind: Kind, span: Span) -> Span:
    """The period of the same kind before it."""
    return span_of(kind, span.first - DAY)


def usual_span(kind: Kind, today: date) -> Span:
    """What the office writes about today: yesterday, or the last period that is over."""
    return span_before(kind, span_of(kind, today))
