"""Runs for lists and the rows of one, for pages and papers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal import Formula, Line, read_formula
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span, span_before
from chuangcheng.supervision.appraisal_access import sees_whole, visible_results, visible_runs
from chuangcheng.supervision.models import Result, Run
from chuangcheng.supervision.queries.appraisals.sheets import points_put_right

EVERYTHING = slice(None)


@dataclass(frozen=True, slots=True)
class RunFilter:
    """What the list of runs shows."""

    period: str = ""  # PeriodKind; empty: all
    board_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A row of a board, with its place the time before."""

    result: Result
    former_place: int | None
    put_right: Decimal | None = None  # points, where something was put right after publication

    @property
    def moved(self) -> int | None:
        """Places won since the time before; negative when lost; None when there is nothing to compare."""
        if self.result.place is None or self.former_place is None:
            return None
        return self.former_place - self.result.place

    @property
    def lost(self) -> int:
        """Places lost since the time before."""
        return -(self.moved or 0)


@dataclass(frozen=True)
class BoardPage:
    """A board over a period, as the actor sees it."""

    run: Run
    formula: Formula
    rows: list[BoardRow]
    mean: Decimal | None  # points of those ranked, 2 places; None for who sees their own row only

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.formula.lines


def row_count(*, actor: Actor, run: Run) -> int:
    """How many rows the actor sees: as many as units, a number that does not grow with the records. A query."""
    return visible_results(actor, run).count()


def span_of(run: Run) -> Span:
    """The period of a run."""
    return Span(PeriodKind(run.period), run.first, run.last)


def runs_shown(*, actor: Actor, chosen: RunFilter) -> QuerySet[Run]:
    """The runs of a list, the latest period first."""
    rows = visible_runs(actor)
    if chosen.period:
        rows = rows.filter(period=chosen.period)
    if chosen.board_id is not None:
        rows = rows.filter(board=chosen.board_id)
    return rows.order_by("-last", "-first", "board__created_at", "pk")


def board_page(*, actor: Actor, run: Run, rows: slice = EVERYTHING) -> BoardPage:
    """The rows that the actor sees, or some of them, best first. Four queries, however many rows, and three
    for each sheet that was put right after publication."""
    shown = visible_results(actor, run)
    results = list(shown.order_by("order")[rows])
    former, right = _former_places(run), points_put_right(run)
    points = shown.filter(place__isnull=False).values_list("points", flat=True) if sees_whole(actor, run) else []
    ranked = [Fraction(each) for each in points]
    return BoardPage(
        run=run,
        formula=read_formula(run.formula),
        rows=[
            BoardRow(result, former.get((result.unit_id, result.person_id)), right.get(result.pk)) for result in results
        ],
        mean=half_up(sum(ranked, Fraction(0)) / len(ranked)) if ranked else None,
    )


def _former_places(run: Run) -> dict[tuple[Any, Any], int]:
    """Places of the period before, published or shown. One query."""
    before = span_before(span_of(run))
    rows = Result.objects.filter(
        run__board=run.board_id, run__period=run.period, run__last=before.last, place__isnull=False
    ).exclude(run__state=Run.State.PREVIEW)
    return {(unit, person): place for unit, person, place in rows.values_list("unit", "person", "place") if place}
