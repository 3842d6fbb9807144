"""How far units are with what they had to close in a span of days, and how punctual they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from chuangcheng.cases.access import VIEW, visible_cases
from chuangcheng.cases.figures import percent
from chuangcheng.cases.queries.figure_conditions import Period, conditions_of, due_in
from chuangcheng.core.access import Actor
from chuangcheng.core.pace import Work


@dataclass(frozen=True, slots=True)
class Punctuality:
    """The cases of a unit whose deadline lay in a period."""

    unit_id: int
    to_close: int  # due and not suspended
    on_time: int  # of these, closed and fed back by the deadline
    overdue: int  # of these, fed back after the deadline or not yet

    @property
    def rate(self) -> Decimal | None:
        """按期结案率, in percent."""
        return percent(self.on_time, self.to_close)


def closing_work(actor: Actor, first: date, last: date, now: datetime) -> list[Work]:
    """应结案 and 结案 of each unit as 整改统计 has them. One query; held cases never count."""
    return [Work(unit, closed, to_close) for unit, to_close, closed in _by_unit(actor, first, last, now, "closed")]


def punctuality(*, actor: Actor, first: date, last: date, now: datetime) -> list[Punctuality]:
    """按期结案 and 超期 of each unit as 整改统计 has them. One query."""
    return [Punctuality(*row) for row in _by_unit(actor, first, last, now, "on_time", "overdue")]


def _by_unit(actor: Actor, first: date, last: date, now: datetime, *names: str) -> list[tuple[int, ...]]:
    if not actor.may(VIEW):
        return []
    period = Period(first, last)
    asked = conditions_of(period, now)
    rows = visible_cases(actor).filter(due_in(period), lead_unit__isnull=False).order_by().values("lead_unit")
    counted = rows.annotate(
        n_all=Count("pk"),
        n_suspended=Count("pk", filter=asked["suspended"]),
        **{f"n_{name}": Count("pk", filter=asked[name]) for name in names},
    )
    return [
        (row["lead_unit"], row["n_all"] - row["n_suspended"], *(row[f"n_{name}"] for name in names)) for row in counted
    ]
