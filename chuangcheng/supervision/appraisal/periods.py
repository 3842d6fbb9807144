"""The periods of an appraisal: whole weeks, months, quarters, years; a cycle lies between two stated days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chuangcheng.core.spans import MONTH, QUARTER, YEAR, months_of, week_of


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


MONTHS_OF = {PeriodKind.MONTH: MONTH, PeriodKind.QUARTER: QUARTER, PeriodKind.YEAR: YEAR}


def span_around(kind: PeriodKind, day: date) -> Span:
    """The period in which a day lies; weeks begin on Monday. ValueError for a cycle, whose days somebody must say."""
    if kind == PeriodKind.CYCLE:
        raise ValueError(kind)
    if kind == PeriodKind.WEEK:
        return Span(kind, *week_of(day))
    return Span(kind, *months_of(day, MONTHS_OF[kind]))


def span_before(span: Span) -> Span:
    """The period of the same kind that ends the day before; of a cycle one of as many days."""
    day = span.first - timedelta(days=1)
    if span.kind == PeriodKind.CYCLE:
        return Span(span.kind, day - (span.last - span.first), day)
    return span_around(span.kind, day)
