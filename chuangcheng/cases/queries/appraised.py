"""The cases whose deadline lay in a period, each with what an appraisal of units asks of it, for the whole place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

from chuangcheng.cases.models import Case as CaseRow
from chuangcheng.cases.queries.figure_conditions import Period, conditions_of, due_in

CHUNK = 5_000  # rows read at a time


class AppraisedCase(NamedTuple):
    """A case as an appraisal sees it. `standing`: on_time, late, open, not_due, postponed."""

    id: UUID
    unit_id: int  # the lead unit; of what was fixed on the spot the area
    source: str  # `Case.Source`
    standing: str
    is_urgent: bool
    is_fixed_on_spot: bool
    rework_count: int
    relapse_count: int  # this case came back so often, this time included


def appraised_cases(*, first: date, last: date, now: datetime) -> Iterator[AppraisedCase]:
    """Read as they come, one statement; held cases, refused, voided and joined ones are none, nor those of no unit."""
    period = Period(first, last)
    whose = Case(When(due_at=None, then=Coalesce("lead_unit", "area")), default=F("lead_unit"))
    rows = CaseRow.objects.filter(due_in(period)).order_by().annotate(whose=whose).filter(whose__isnull=False)
    rows = rows.annotate(
        stands=_standing(period, now),
        urgent=_true_when(Q(severity=CaseRow.Severity.URGENT)),
        on_spot=_true_when(Q(due_at=None)),
    )
    columns = ("pk", "whose", "source", "stands", "urgent", "on_spot", "rework_count", "relapse_count")
    return map(AppraisedCase._make, rows.values_list(*columns).iterator(chunk_size=CHUNK))


def cases_told(case_ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Number and what is wrong, phones masked, of cases that were appraised. One query."""
    rows = CaseRow.objects.filter(pk__in=case_ids, is_held=False).only("number", "description")
    return {case.pk: (case.number, case.told) for case in rows}


def _standing(period: Period, now: datetime) -> Case:
    """What was fed back in time and verified by now is on time, however long the verification took."""
    named = conditions_of(period, now)
    in_time = Q(due_at=None) | Q(fed_back_at__lte=F("due_at")) | Q(fed_back_at=None, closed_at__lte=F("due_at"))
    return Case(
        When(named["suspended"], then=Value("postponed")),
        When(Q(closed_at__isnull=False) & in_time, then=Value("on_time")),
        When(named["closed"], then=Value("late")),
        When(named["overdue"], then=Value("open")),
        default=Value("not_due"),
        output_field=CharField(),
    )


def _true_when(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
