"""Periods in a row: which units stood on the black or red list again, which card each holds, and what that earns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.orgs.access import in_units_where
from chuangcheng.supervision.appraisal import Listed
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.escalation_policies import STREAKS
from chuangcheng.supervision.ladder import (
    Card,
    PeriodResult,
    Streak,
    StreakRung,
    StreakStep,
    card_of,
    current_streak,
    steps_of,
)
from chuangcheng.supervision.models import Result, Run
from chuangcheng.supervision.streak_rows import read_streaks

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

MOST_PERIODS = 24  # of a board that are looked at; our choice: two years of months
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class UnitStreak:
    """A unit on a board, with its latest streak."""

    board: str
    unit: Unit
    streak: Streak
    card: Card | None
    earned: Sequence[StreakStep]  # by the ladder of streaks; the highest last


def unit_streaks(*, actor: Actor, unit_ids: Sequence[int] | None = None) -> list[UnitStreak]:
    """The units, or those of them, that hold a card now, from published boards that are shown to all, red cards first.

    Three queries.
    """
    runs = Run.objects.filter(state=Run.State.FINAL, board_version__is_shown_to_all=True)
    recent = list(runs.select_related("board").order_by("-last", "-first")[: MOST_PERIODS * 20])
    of_board: dict[tuple[object, str], list[Run]] = {}
    for run in recent:
        of_board.setdefault((run.board_id, run.period), []).append(run)
    wanted = {run.pk: run for rows in of_board.values() for run in rows[:MOST_PERIODS]}
    rows = Result.objects.filter(run__in=list(wanted), unit__isnull=False)
    if not actor.everywhere(VIEW_ESCALATIONS):
        rows = rows.filter(in_units_where(actor, VIEW_ESCALATIONS, "unit"))
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    found: dict[tuple[object, str, int], list[tuple[Run, Result]]] = {}
    for row in rows.select_related("unit").defer("unit__boundary", "lines")[:MOST_ROWS]:
        run = wanted[row.run_id]
        found.setdefault((run.board_id, run.period, row.unit_id or 0), []).append((run, row))
    rungs = read_streaks(STREAKS.on(today()))
    held = [each for group in found.values() if (each := _streak(group, rungs)).card is not None]
    order = {Card.RED: 0, Card.YELLOW: 1, Card.GREEN: 2}
    return sorted(held, key=lambda each: (order[each.card or Card.GREEN], -len(each.streak.periods), each.unit.path))


def streaks_of_run(run: Run) -> dict[int, Streak]:
    """The streak of each unit on a published board as of this period, by unit. Two queries."""
    before = Run.objects.filter(state=Run.State.FINAL, board=run.board_id, period=run.period, last__lte=run.last)
    runs = {each.pk: each for each in before.order_by("-last", "-first")[:MOST_PERIODS]}
    found: dict[int, list[tuple[Run, Result]]] = {}
    for row in Result.objects.filter(run__in=list(runs), unit__isnull=False).defer("lines")[:MOST_ROWS]:
        found.setdefault(row.unit_id or 0, []).append((runs[row.run_id], row))
    on_board = {unit_id: group for unit_id, group in found.items() if any(each.pk == run.pk for each, _row in group)}
    return {unit_id: _periods_in_row(group) for unit_id, group in sorted(on_board.items())}


def _streak(group: list[tuple[Run, Result]], rungs: Sequence[StreakRung]) -> UnitStreak:
    streak = _periods_in_row(group)
    run, row = max(group, key=_when)
    unit = row.unit
    assert unit is not None  # noqa: S101 - asked for
    return UnitStreak(str(run.board), unit, streak, card_of(streak), steps_of(str(unit.pk), streak, rungs))


def _when(pair: tuple[Run, Result]) -> tuple[date, date]:
    return pair[0].last, pair[0].first


def _periods_in_row(group: list[tuple[Run, Result]]) -> Streak:
    return current_streak(
        [
            PeriodResult(
                period=f"{run.first}/{run.last}",
                is_ranked=row.place is not None,
                listed=Listed(row.listed) if row.listed else None,
            )
            for run, row in sorted(group, key=_when)
        ]
    )
