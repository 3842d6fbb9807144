"""Periods in a row: which units stood on the black or red list again, which card each holds, and what that earns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chuangcheng.core.access import Actor
from chuangcheng.orgs.access import in_units_where
from chuangcheng.supervision.appraisal import Listed
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.ladder import (
    JIANGMEN,
    Card,
    PeriodResult,
    Streak,
    StreakStep,
    card_of,
    current_streak,
    steps_of,
)
from chuangcheng.supervision.models import Result, Run

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


def unit_streaks(*, actor: Actor) -> list[UnitStreak]:
    """The units that hold a card now, from published boards that are shown to all, red cards first. Three queries."""
    runs = Run.objects.filter(state=Run.State.FINAL, board_version__is_shown_to_all=True)
    recent = list(runs.select_related("board").order_by("-last", "-first")[: MOST_PERIODS * 20])
    of_board: dict[tuple[object, str], list[Run]] = {}
    for run in recent:
        of_board.setdefault((run.board_id, run.period), []).append(run)
    wanted = {run.pk: run for rows in of_board.values() for run in rows[:MOST_PERIODS]}
    rows = Result.objects.filter(run__in=list(wanted), unit__isnull=False)
    if not actor.everywhere(VIEW_ESCALATIONS):
        rows = rows.filter(in_units_where(actor, VIEW_ESCALATIONS, "unit"))
    found: dict[tuple[object, str, int], list[tuple[Run, Result]]] = {}
    for row in rows.select_related("unit").defer("unit__boundary", "lines")[:MOST_ROWS]:
        run = wanted[row.run_id]
        found.setdefault((run.board_id, run.period, row.unit_id or 0), []).append((run, row))
    held = [each for group in found.values() if (each := _streak(group)).card is not None]
    order = {Card.RED: 0, Card.YELLOW: 1, Card.GREEN: 2}
    return sorted(held, key=lambda each: (order[each.card or Card.GREEN], -len(each.streak.periods), each.unit.path))


def _streak(group: list[tuple[Run, Result]]) -> UnitStreak:
    ordered = sorted(group, key=lambda pair: (pair[0].last, pair[0].first))
    results = [
        PeriodResult(
            period=f"{run.first}/{run.last}",
            is_ranked=row.place is not None,
            listed=Listed(row.listed) if row.listed else None,
        )
        for run, row in ordered
    ]
    streak = current_streak(results)
    run, row = ordered[-1]
    unit = row.unit
    assert unit is not None  # noqa: S101 - asked for
    return UnitStreak(str(run.board), unit, streak, card_of(streak), steps_of(str(unit.pk), streak, JIANGMEN))
