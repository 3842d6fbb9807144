"""How many cases are open, and which are past their deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from uuid import UUID

from django.db.models import Count, QuerySet, Value

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.conditions import CaseFilter, overdue_condition
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH, CaseLists
from chuangcheng.cases.workflow import OPEN_STATES
from chuangcheng.core.access import Actor


def counts_by_state(*, actor: Actor) -> dict[str, int]:
    """Visible cases by open state; closed ones, whose number only grows, are not counted."""
    states = sorted(state.value for state in OPEN_STATES)
    rows = visible_cases(actor).filter(state__in=states).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(states, 0) | dict(rows)


def open_counts(lists: CaseLists, chosen: CaseFilter) -> tuple[dict[str, int], int]:
    """Open cases of a filter by state, and how many of them are overdue. One query.

    For filters that leave a unit's open cases, say; closed ones, whose number only grows, are not counted.
    """
    states = sorted(state.value for state in OPEN_STATES)
    counts, overdue = dict.fromkeys(states, 0), 0
    late = Count(Value(1), filter=overdue_condition(lists.now))
    parts = [
        part.filter(state__in=states).values("state").annotate(count=Count(Value(1)), late=late)
        for part in lists.parts(chosen)
    ]
    for row in reduce(lambda one, other: one.union(other, all=True), parts):
        counts[row["state"]] += row["count"]
        overdue += row["late"]
    return counts, overdue


def overdue_cases(*, actor: Actor, now: datetime) -> QuerySet[Case]:
    """Visible cases past their deadline and still being fixed, the most overdue first."""
    rows = visible_cases(actor).filter(overdue_condition(now))
    return rows.select_related(*SHOWN_WITH).only(*SHOWN).order_by("due_at", "pk")


def open_counts_by_site(*, actor: Actor, site_ids: Sequence[UUID], now: datetime) -> dict[UUID, tuple[int, int]]:
    """Visible open cases, and those of them that are overdue, by site; sites without any are absent."""
    states = [state.value for state in OPEN_STATES]
    rows = visible_cases(actor).filter(site__in=site_ids, state__in=states).order_by().values("site")
    counted = rows.annotate(count=Count("pk"), overdue=Count("pk", filter=overdue_condition(now)))
    return {row["site"]: (row["count"], row["overdue"]) for row in counted}


def open_cases_of_unit(*, unit_id: int) -> QuerySet[Case]:
    """Cases that a unit leads and has not brought to an end, whoever may see them: for rules, not for screens."""
    return Case.objects.filter(lead_unit=unit_id, state__in=[state.value for state in OPEN_STATES])
