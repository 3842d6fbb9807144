"""Which cases a figure of 整改统计 means, as conditions that the list of cases understands, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from chuangcheng.cases.states import Outcome, State
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import start_of

OF_REPORTS = ("received", "filed")  # counted where the case was reported; the rest where its deadline lies


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both included; what was not there by the end of the last one, or by now, does not count."""

    first: date
    last: date

    @classmethod
    def month_of(cls, day: date) -> Period:
        """The month of a day."""
        first = day.replace(day=1)
        return cls(first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))

    @property
    def start(self) -> datetime:
        """The first moment."""
        return start_of(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return start_of(self.last + timedelta(days=1))


def figure_condition(name: str, first: date | None, last: date | None, now: datetime) -> Q:
    """The cases that a figure counts over some days: what the list shows when the figure is opened."""
    if first is None or last is None or first > last:
        raise InvalidInput(_("统计时段不完整，请从整改统计页面进入。"))
    period = Period(first, last)
    conditions = conditions_of(period, now)
    if name not in conditions:
        raise InvalidInput(_("没有这个统计指标，请从整改统计页面进入。"))
    return (reported_in(period) if name in OF_REPORTS else due_in(period)) & conditions[name]


def reported_in(period: Period) -> Q:
    """Reported in the period."""
    return Q(is_held=False, reported_at__gte=period.start, reported_at__lt=period.end)


def due_in(period: Period) -> Q:
    """Filed, with a deadline in the period; what was fixed on the spot has none and belongs where it was closed."""
    by_deadline = Q(due_at__gte=period.start, due_at__lt=period.end)
    on_spot = Q(due_at=None, closed_at__gte=period.start, closed_at__lt=period.end)
    counts = ~Q(state__in=[State.REPORTED.value, State.REJECTED.value, State.VOID.value])
    return Q(is_held=False) & (by_deadline | on_spot) & counts & ~Q(outcome=Outcome.DUPLICATE.value)


def conditions_of(period: Period, now: datetime) -> Mapping[str, Q]:
    """What each figure asks of the cases of its base."""
    at = min(now, period.end)
    running = ~Q(state=State.SUSPENDED.value)
    closed = running & Q(closed_at__lt=period.end)
    in_time = Q(due_at=None) | Q(fed_back_at__lte=F("due_at")) | Q(fed_back_at=None, closed_at__lte=F("due_at"))
    too_late = Q(fed_back_at__gt=F("due_at")) | Q(fed_back_at=None, closed_at__gt=F("due_at"))
    waited_for = Q(fed_back_at=None, closed_at=None, due_at__lt=at)
    handled = Q(fed_back_at__isnull=False) | Q(rework_count__gt=0) | Q(closed_at__isnull=False)
    return {
        "received": Q(),
        "filed": Q(filed_at__lt=period.end),
        "due": Q(),
        "suspended": Q(state=State.SUSPENDED.value),
        "closed": closed,
        "on_time": closed & in_time,
        "overdue": running & (too_late | waited_for),
        "handled": handled,
        "reworked": Q(rework_count__gt=0),
        "extended": Q(extension_count__gt=0),
    }
