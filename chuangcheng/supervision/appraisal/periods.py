"""The periods of an appraisal: whole weeks, months, quarters, years; a cycle lies between two stated days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chuangcheng.core.workdays import monday_of


class PeriodKind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its kind, its first and its last day."""

    kind: PeriodKind
    first: date
    last: date


MONTHS_OF = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


def span_around(kind: PeriodKind, day: date) -> Span:
    """The period in which a day lies; weeks begin on Monday. ValueError for a cycle, whose days somebody must say."""
    if kind == PeriodKind.CYCLE:
        raise ValueError(kind)
    if kind == PeriodKind.WEEK:
        monday = monday_of(day)
        return Span(kind, monday, monday + timedelta(days=6))
    months = MONTHS_OF[kind]
    begins = (day.month - 1) // months * months + 1
    ends = begins + months - 1
    return Span(kind, date(day.year, begins, 1), date(day.year, ends, monthrange(day.year, ends)[1]))


def span_before(span: Span) -> Span:
    """The period of the same kind that ends the day before; of a cycle one of as many days."""
    day = span.first - timedelta(days=1)
    if span.kind == PeriodKind.CYCLE:
        return Span(span.kind, day - (span.last - span.first), day)
    return span_around(span.kind, day)
