"""The cases whose deadline lay in a period, each with what an appraisal of units asks of it, for the whole place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from chuangcheng.cases.models import Case as CaseRow
from chuangcheng.cases.models import ExtensionAnswer, Relapse
from chuangcheng.cases.queries.figure_conditions import Period, conditions_of, due_in
from chuangcheng.cases.queries.relapses import STANDING
from chuangcheng.cases.states import Outcome, State
from chuangcheng.core.times import start_of

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


class AppraisedFix(NamedTuple):
    """A fix whose days were over in the period."""

    id: UUID  # of the case
    unit_id: int  # which fixed it
    has_stayed: bool


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


def appraised_fixes(*, first: date, last: date, days: int) -> Iterator[AppraisedFix]:
    """What was closed as fixed and was to stay so until a day of the period; read as it comes, one statement.

    A fix came back when a relapse that stands was opened within `days` days of its closing. What was reopened does not
    count until it is closed again.
    """
    came_back = Relapse.objects.filter(earlier=OuterRef("pk"), ruling__in=STANDING, days__lte=days)
    rows = CaseRow.objects.filter(
        is_held=False,
        state=State.CLOSED.value,
        outcome=Outcome.FIXED.value,
        closed_at__gte=start_of(first - timedelta(days=days)),
        closed_at__lt=start_of(last - timedelta(days=days - 1)),
        lead_unit__isnull=False,
    )
    columns = ("pk", "lead_unit", "stayed")
    told = rows.order_by().annotate(stayed=~Exists(came_back)).values_list(*columns)
    return map(AppraisedFix._make, told.iterator(chunk_size=CHUNK))


def promised_cases(*, first: date, last: date) -> set[UUID]:
    """The cases that were to be done in the period because their unit asked for that day and it was granted."""
    granted = ExtensionAnswer.objects.filter(
        is_granted=True,
        extension__case__due_at__gte=start_of(first),
        extension__case__due_at__lt=start_of(last + timedelta(days=1)),
    )
    return set(granted.order_by().values_list("extension__case_id", flat=True))


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
