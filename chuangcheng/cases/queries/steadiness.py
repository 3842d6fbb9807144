"""Whether fixes stayed fixed, by unit or class, and how punctual units were week by week. Counted in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Relapse
from chuangcheng.cases.queries.figure_conditions import Period, conditions_of, due_in
from chuangcheng.cases.queries.relapses import STANDING
from chuangcheng.cases.queries.scope_conditions import CaseScope, scope_condition
from chuangcheng.cases.recurrence_policies import LOOK_BACK_DAYS
from chuangcheng.cases.slots import SpecialCases, special_cases, special_names
from chuangcheng.cases.states import Outcome, State
from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI, start_of

USUAL_DAYS = (30, 90, 180)  # where nobody looks back; our choice
GROUPED_BY = {"unit": "lead_unit", "class": "problem_class"}


@dataclass(frozen=True, slots=True)
class Fixes:
    """Of one unit or class: for each number of days, the fixes closed so long ago, and those that came back by then."""

    key: int | None
    closed: int
    ripe: Mapping[int, int]
    back: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class DueOnDay:
    """The cases of a unit whose deadline lies on a day."""

    unit_id: int
    day: date
    due: int
    on_time: int


def days_looked_at(today: date) -> tuple[int, ...]:
    """After how many days it is asked whether a fix stayed: those of the looks back."""
    return tuple(LOOK_BACK_DAYS.on(today)) or USUAL_DAYS


def special_to_narrow_by(actor: Actor, special_id: UUID) -> SpecialCases | None:
    """The campaign with its cases; None when there is none, or not for this actor. A query."""
    found = (cases_of(actor, special_id) for cases_of in special_cases)
    return next((each for each in found if each is not None), None)


def specials_to_choose(actor: Actor) -> list[tuple[UUID, str]]:
    """The campaigns that figures may be narrowed to, the newest first. A query for each context that has some."""
    return [each for names_of in special_names for each in names_of(actor)]


def fixes_by(
    *, actor: Actor, grouping: str, first: date, last: date, days: Sequence[int], today: date, scope: CaseScope | None
) -> list[Fixes]:
    """What was closed as fixed on the days from the first to the last, most first. Two queries.

    What was reopened does not count until it is closed again. A fix is ripe for n days when it was closed n days ago or
    longer; it came back when a relapse that stands was opened within n days of its closing.
    """
    column = GROUPED_BY[grouping]
    fixed = _fixed(actor, first, last, scope)
    ripe = {f"ripe_{n}": Count("pk", filter=_ripe("closed_at", n, today)) for n in days}
    rows = list(fixed.order_by().values(key=F(column)).annotate(closed=Count("pk"), **ripe))
    back = _back(fixed.values("pk"), f"earlier__{column}", days, today)
    found = [
        Fixes(row["key"], row["closed"], {n: row[f"ripe_{n}"] for n in days}, {n: back[n, row["key"]] for n in days})
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.closed, each.key or 0))


def due_by_day(*, actor: Actor, first: date, last: date, now: datetime, scope: CaseScope | None) -> list[DueOnDay]:
    """应结案 and 按期结案 of each unit and day, as 整改统计 has them. One query; at most units × days rows."""
    period = Period(first, last)
    asked = conditions_of(period, now)
    rows = visible_cases(actor).filter(due_in(period), due_at__lt=now, lead_unit__isnull=False)
    rows = rows if scope is None else rows.filter(scope_condition(scope))
    counted = (
        rows.order_by()
        .values("lead_unit", day=TruncDate("due_at", tzinfo=SHANGHAI))
        .annotate(due=Count("pk", filter=~asked["suspended"]), on_time=Count("pk", filter=asked["on_time"]))
    )
    return [DueOnDay(row["lead_unit"], row["day"], row["due"], row["on_time"]) for row in counted]


def _fixed(actor: Actor, first: date, last: date, scope: CaseScope | None) -> Any:
    rows = visible_cases(actor).filter(
        is_held=False,
        state=State.CLOSED.value,
        outcome=Outcome.FIXED.value,
        closed_at__gte=start_of(first),
        closed_at__lt=start_of(last + timedelta(days=1)),
    )
    return rows if scope is None else rows.filter(scope_condition(scope))


def _back(fixed: Any, column: str, days: Sequence[int], today: date) -> defaultdict[tuple[int, Any], int]:
    """(days, key) → how many came back."""
    found: defaultdict[tuple[int, Any], int] = defaultdict(int)
    came = {
        f"back_{n}": Count("earlier", distinct=True, filter=Q(days__lte=n) & _ripe("earlier__closed_at", n, today))
        for n in days
    }
    rows = Relapse.objects.filter(ruling__in=STANDING, earlier__in=fixed, days__lte=max(days))
    for row in rows.order_by().values(key=F(column)).annotate(**came):
        for n in days:
            found[n, row["key"]] = row[f"back_{n}"]
    return found


def _ripe(field: str, days: int, today: date) -> Q:
    """Closed on a day that lies so many days back."""
    return Q(**{f"{field}__lt": start_of(today - timedelta(days=days - 1))})
