"""How many cases are open, and which are past their deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.conditions import overdue_condition
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.cases.workflow import OPEN_STATES
from chuangcheng.core.access import Actor


def counts_by_state(*, actor: Actor) -> dict[str, int]:
    """Visible cases by open state; closed ones, whose number only grows, are not counted."""
    states = sorted(state.value for state in OPEN_STATES)
    rows = visible_cases(actor).filter(state__in=states).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(states, 0) | dict(rows)


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
