"""What the records show of every unit in a period: a few statements for the whole place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from chuangcheng.cases.queries import appraised_cases, sent_back_cases
from chuangcheng.core.times import local_date, start_of
from chuangcheng.evidence.queries import appraised_materials
from chuangcheng.supervision.accountability import Case, Deed, Record, RecordKind, SentBack, UnitFacts
from chuangcheng.supervision.appraisal import Listed
from chuangcheng.supervision.ladder import PeriodResult, current_streak
from chuangcheng.supervision.models import Result, Run, SupervisionOrder
from chuangcheng.supervision.order_workflow import OPEN
from chuangcheng.supervision.slots import receipt_sources
from chuangcheng.tasks.queries import appraised_tasks

if TYPE_CHECKING:
    from chuangcheng.supervision.appraisal.periods import Span

MOST_PERIODS = 24  # of a board that are looked at; our choice: two years of months
LATE = frozenset({"late", "open"})
NOT_DUE, POSTPONED = "not_due", "postponed"


@dataclass
class _Drawer:
    cases: list[Case] = field(default_factory=list)
    sent_back: list[SentBack] = field(default_factory=list)
    signed: list[Deed] = field(default_factory=list)
    asked: list[Deed] = field(default_factory=list)
    black: tuple[str, ...] = ()
    red: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)


Drawers = defaultdict[int, _Drawer]


def facts_of_period(*, span: Span, now: datetime) -> dict[int, UnitFacts]:
    """Facts by unit, of those that have any. What is held, refused, voided or postponed is none of them."""
    drawers: Drawers = defaultdict(_Drawer)
    _put_cases(drawers, span, now)
    _put_deeds(drawers, span, now)
    _put_orders(drawers, span, now)
    _put_receipts(drawers, span, now)
    _put_places(drawers, span)
    count = sum(len(drawer.cases) for drawer in drawers.values())
    return {unit_id: _facts(unit_id, drawer, count) for unit_id, drawer in sorted(drawers.items())}


def _facts(unit_id: int, drawer: _Drawer, count: int) -> UnitFacts:
    return UnitFacts(
        unit=str(unit_id),
        cases=tuple(drawer.cases),
        sent_back=tuple(drawer.sent_back),
        signed=tuple(drawer.signed),
        asked=tuple(drawer.asked),
        black=drawer.black,
        red=tuple(drawer.red),
        first=tuple(drawer.first),
        cases_of_all=count,
    )


def _put_cases(drawers: Drawers, span: Span, now: datetime) -> None:
    for case in appraised_cases(first=span.first, last=span.last, now=now):
        if case.standing != POSTPONED:
            is_late, is_due = case.standing in LATE, case.standing != NOT_DUE
            found = Case(case.id.hex, is_due, is_late, case.rework_count, case.relapse_count)
            drawers[case.unit_id].cases.append(found)
    for back in sent_back_cases(first=span.first, last=span.last):
        drawers[back.unit_id].sent_back.append(SentBack(back.id.hex, back.times))


def _put_deeds(drawers: Drawers, span: Span, now: datetime) -> None:
    period = {"first": span.first, "last": span.last, "today": local_date(now)}
    for task in appraised_tasks(**period):
        drawers[task.unit_id].asked.append(_deed(RecordKind.TASK, task.id, is_late=not task.is_on_time))
    for material in appraised_materials(**period):
        drawers[material.unit_id].asked.append(_deed(RecordKind.MATERIAL, material.id, is_late=not material.is_on_time))


def _put_orders(drawers: Drawers, span: Span, now: datetime) -> None:
    begin, end = start_of(span.first), start_of(span.last + timedelta(days=1))
    in_period = Q(sign_by__gte=begin, sign_by__lt=end) | Q(due_at__gte=begin, due_at__lt=end)
    rows = SupervisionOrder.objects.filter(in_period, state__in=[*OPEN, "closed"]).order_by("pk")
    columns = ("pk", "unit", "sign_by", "signed_at", "due_at", "answered_at")
    for pk, unit_id, sign_by, signed_at, due_at, answered_at in rows.values_list(*columns):
        if sign_by is not None and begin <= sign_by < end and (signed_at or sign_by < now):
            late = (signed_at or now) > sign_by
            drawers[unit_id].signed.append(_deed(RecordKind.ORDER, pk, is_late=late))
        if due_at is not None and begin <= due_at < end and (answered_at or due_at < now):
            late = (answered_at or now) > due_at
            drawers[unit_id].asked.append(_deed(RecordKind.ORDER, pk, is_late=late))


def _put_receipts(drawers: Drawers, span: Span, now: datetime) -> None:
    """What upper contexts send to be signed for."""
    for key, source in receipt_sources.items():
        for due in source.due(span.first, span.last, local_date(now)):
            drawers[due.unit_id].signed.append(_deed(RecordKind(key), due.id, is_late=due.is_late))


def _deed(kind: RecordKind, pk: UUID, *, is_late: bool) -> Deed:
    return Deed(Record(kind, pk.hex), is_late)


def _put_places(drawers: Drawers, span: Span) -> None:
    """Red and first places of boards that were published for the period; black ones with those in a row before."""
    for runs in _published(span):
        own = {run.pk for run in runs if run.last >= span.first}
        rows = Result.objects.filter(run__in=[run.pk for run in runs], unit__isnull=False).order_by("run__last", "pk")
        by_unit: defaultdict[int, list[tuple[UUID, UUID, int | None, str]]] = defaultdict(list)
        for pk, run_id, unit_id, place, listed in rows.values_list("pk", "run", "unit", "place", "listed"):
            by_unit[unit_id or 0].append((pk, run_id, place, listed))
        for unit_id, results in by_unit.items():
            _put_unit(drawers, unit_id, results, own)


def _put_unit(
    drawers: Drawers, unit_id: int, results: list[tuple[UUID, UUID, int | None, str]], own: set[UUID]
) -> None:
    red = [(pk, place) for pk, run_id, place, listed in results if run_id in own and listed == Listed.RED]
    if red:
        drawers[unit_id].red += [pk.hex for pk, _place in red]
        drawers[unit_id].first += [pk.hex for pk, place in red if place == 1]
    streak = current_streak(
        [
            PeriodResult(pk.hex, place is not None, Listed(listed) if listed else None)
            for pk, _r, place, listed in results
        ]
    )
    if streak.listed != Listed.BLACK or len(streak.periods) <= len(drawers[unit_id].black):
        return
    if any(pk.hex == streak.periods[-1] and run_id in own for pk, run_id, _place, _listed in results):
        drawers[unit_id].black = streak.periods


def _published(span: Span) -> Iterator[list[Run]]:
    """For each board and kind of period that ends in the span: its published runs up to then, the last 24."""
    final = Run.objects.filter(state=Run.State.FINAL, last__lte=span.last)
    wanted = final.filter(last__gte=span.first).order_by().values_list("board", "period").distinct()
    for board_id, period in sorted(wanted):
        yield list(final.filter(board=board_id, period=period).order_by("-last", "-first")[:MOST_PERIODS])
