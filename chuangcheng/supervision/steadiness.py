"""巩固与常态: whether what was fixed stayed fixed, and whether a unit's effort slackens. Pure.

Method, worked examples and what is our choice: docs/algorithms/steadiness.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from chuangcheng.core.workdays import monday_of
from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal import wilson

WEEK = timedelta(days=7)
PLACES = 4


@dataclass(frozen=True, slots=True)
class Stayed:
    """Fixes that have been closed for `days` or longer, and how many of them came back within these days."""

    days: int
    fixed: int
    back: int

    def __post_init__(self) -> None:
        if not 0 <= self.back <= self.fixed:
            raise ValueError(f"{self.back} of {self.fixed} fixes cannot have come back")

    @property
    def stayed(self) -> int:
        """How many did not come back."""
        return self.fixed - self.back

    @property
    def rate(self) -> Decimal | None:
        """From 0 to 1, 4 places; None while nothing has been closed for so long."""
        return half_up(Fraction(self.stayed, self.fixed), PLACES) if self.fixed else None

    @property
    def back_rate(self) -> Decimal | None:
        """回潮率, from 0 to 1, 4 places; None as the rate."""
        return half_up(Fraction(self.back, self.fixed), PLACES) if self.fixed else None

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """95 % (Wilson), from 0 to 1; None as the rate."""
        return wilson(self.stayed, self.fixed)


@dataclass(frozen=True, slots=True)
class Week:
    """What fell due in a week, from its Monday, and how much of it was done in time."""

    monday: date
    due: int
    on_time: int

    def __post_init__(self) -> None:
        if not 0 <= self.on_time <= self.due:
            raise ValueError(f"{self.on_time} of {self.due} cannot have been in time")

    @property
    def rate(self) -> Decimal | None:
        """From 0 to 1, 4 places; None of a week in which nothing fell due."""
        return half_up(Fraction(self.on_time, self.due), PLACES) if self.due else None


@dataclass(frozen=True, slots=True)
class SlackRule:
    """When a fall is told. Every number is our choice, and a setting."""

    recent: int = 4  # weeks
    before: int = 12  # weeks they are compared with
    least_due: int = 10  # in each of the two spans; fewer say nothing
    least_fall: Fraction = Fraction(1, 10)  # of the rate
    certainty: float = 1.6449  # standard errors: what chance alone reaches once in twenty

    def __post_init__(self) -> None:
        if self.recent < 1 or self.before < 1 or self.least_due < 1 or not 0 <= self.least_fall <= 1:
            raise ValueError("a slack rule compares at least a week with a week, and a fall lies within 0 and 1")


@dataclass(frozen=True, slots=True)
class Slack:
    """A unit lets go: its rate in the recent weeks and in those before."""

    recent: Decimal
    before: Decimal
    recent_due: int
    before_due: int

    @property
    def fall(self) -> Decimal:
        """How far the rate fell, from 0 to 1."""
        return self.before - self.recent


USUAL = SlackRule()


def weeks_of(counts: Iterable[tuple[date, int, int]], first: date, last: date) -> tuple[Week, ...]:
    """One week after the other from the one of `first` to the one of `last`; those without a count have nothing due.

    counts: any day of the week, due, on time; several of one week add up, those outside are left out.
    """
    mondays = _mondays(first, last)
    due, on_time = dict.fromkeys(mondays, 0), dict.fromkeys(mondays, 0)
    for day, n_due, n_on_time in counts:
        monday = monday_of(day)
        if monday in due:
            due[monday] += n_due
            on_time[monday] += n_on_time
    return tuple(Week(monday, due[monday], on_time[monday]) for monday in mondays)


def slackening(weeks: Sequence[Week], rule: SlackRule = USUAL) -> Slack | None:
    """The fall at the end of consecutive whole weeks, oldest first; None where there is none or too little is known.

    A fall is told when it is at least `least_fall` and more than chance explains (two proportions, pooled).
    """
    recent, before = weeks[-rule.recent :], weeks[-rule.recent - rule.before : -rule.recent]
    good, of = sum(week.on_time for week in recent), sum(week.due for week in recent)
    good_before, of_before = sum(week.on_time for week in before), sum(week.due for week in before)
    if of < rule.least_due or of_before < rule.least_due:
        return None
    fall = Fraction(good_before, of_before) - Fraction(good, of)
    if fall < rule.least_fall or fall <= 0:
        return None
    pooled = Fraction(good + good_before, of + of_before)
    error = sqrt(pooled * (1 - pooled) * (Fraction(1, of) + Fraction(1, of_before)))
    if float(fall) <= rule.certainty * error:
        return None
    rates = half_up(Fraction(good, of), PLACES), half_up(Fraction(good_before, of_before), PLACES)
    return Slack(*rates, of, of_before)


def evenness(weeks: Iterable[Week]) -> Decimal | None:
    """How even the effort is (时紧时松): 1 less the mean distance of the weeks' rates from the rate of all of them.

    Weeks weigh by what fell due. From 0 to 1, 4 places; None when nothing did.
    """
    known = [week for week in weeks if week.due]
    of = sum(week.due for week in known)
    if not of:
        return None
    whole = Fraction(sum(week.on_time for week in known), of)
    apart = sum((abs(Fraction(week.on_time, week.due) - whole) * week.due for week in known), Fraction(0))
    return half_up(1 - apart / of, PLACES)


def _mondays(first: date, last: date) -> list[date]:
    monday, found = monday_of(first), []
    while monday <= last:
        found.append(monday)
        monday += WEEK
    return found
