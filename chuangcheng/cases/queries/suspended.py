"""挂账: whose clock stands still, since when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import QuerySet

from chuangcheng.cases.access import Reach, visible_parts
from chuangcheng.cases.models import Case, Pause
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date


@dataclass(frozen=True, slots=True)
class Suspended:
    """A suspended case with what was said when it was."""

    case: Case
    pause: Pause | None  # with its step; None: it came suspended out of a ledger


def suspended_cases(*, actor: Actor) -> QuerySet[Case]:
    """The visible suspended cases, those that stand still longest first; take a slice of it."""
    rows = Case.objects.filter(reduce(or_, visible_parts(Reach(actor))), state=State.SUSPENDED.value)
    return rows.select_related(*SHOWN_WITH).only(*SHOWN).order_by("suspended_at", "pk")


def with_pauses(cases: Sequence[Case]) -> list[Suspended]:
    """The cases with the pauses that last. One query."""
    rows = Pause.objects.filter(case__in=cases, end__isnull=True).select_related("event").order_by("began_at")
    pauses = {pause.case_id: pause for pause in rows}
    return [Suspended(case, pauses.get(case.pk)) for case in cases]


def expected_to_resume(*, actor: Actor, now: datetime, most: int) -> list[Case]:
    """The visible suspended cases whose expected day has come. One query."""
    due = Pause.objects.filter(end__isnull=True, expected_on__lte=local_date(now)).values("case")
    return list(suspended_cases(actor=actor).filter(pk__in=due)[:most])
