"""The calendar of deadlines: how many cases are due on each day, and how many of them are overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncDate

from chuangcheng.cases.access import Reach, visible_cases
from chuangcheng.cases.queries.conditions import CaseFilter, chosen_condition, overdue_condition
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI


@dataclass(frozen=True, slots=True)
class Load:
    """The cases being fixed whose deadline lies on one day."""

    due: int = 0  # all of them
    overdue: int = 0  # of these, past the deadline


def deadlines_by_day(
    *, actor: Actor, first: date, last: date, unit_ids: Sequence[int] | None, now: datetime
) -> Mapping[date, Load]:
    """The load of each day from the first to the last; days without a deadline are absent. One query, by the index."""
    chosen = CaseFilter(state=State.FIXING.value, unit_ids=unit_ids, due_from=first, due_to=last)
    rows = visible_cases(actor).filter(chosen_condition(Reach(actor), chosen, now, [])).order_by()
    days = rows.values(day=TruncDate("due_at", tzinfo=SHANGHAI))
    counted = days.annotate(due=Count("pk"), overdue=Count("pk", filter=overdue_condition(now)))
    return {row["day"]: Load(row["due"], row["overdue"]) for row in counted}
