"""Periods in a row: who was black-listed again, which card that is, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from chuangcheng.supervision.appraisal import Listed
from chuangcheng.supervision.ladder.rungs import Step, Whom


class Card(StrEnum):
    """隆昌 gives them for red 曝光, yellow 提醒, green 表扬."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class PeriodResult:
    period: str  # 2026-11
    is_ranked: bool
    listed: Listed | None = None


@dataclass(frozen=True, slots=True)
class Streak:
    """Periods in a row with the same list, the last of them the latest in which the unit was ranked."""

    listed: Listed | None
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StreakRung:
    """After so many periods on the black list in a row."""

    code: str
    periods: int
    step: Step
    by: Whom

    def __post_init__(self) -> None:
        if self.periods < 1:
            raise ValueError("a step is due after one period or more")


@dataclass(frozen=True, slots=True)
class StreakStep:
    key: str
    rung: StreakRung
    periods: tuple[str, ...]  # those that made it


JIANGMEN = (
    StreakRung("first", 1, Step.TALK, Whom.LEADER_IN_CHARGE),
    StreakRung("second", 2, Step.TALK, Whom.ORGANISATION),
    StreakRung("third", 3, Step.ACCOUNT, Whom.DISCIPLINE),
)
"""江门: once 分管市领导约谈, twice in a row 组织部约谈, three times in a row 问责. http://www.rmjtxw.com/news/hhb/31000.html;
by whom the third step is taken it does not say (our choice)."""
RED_FROM = 2
"""Black-listed so many periods in a row is a red card, less a yellow one: our choice."""


def current_streak(results: Sequence[PeriodResult]) -> Streak:
    """The latest streak. A period without a rank neither adds to one nor breaks it (our choice); oldest first."""
    ranked = [result for result in results if result.is_ranked]
    periods: list[str] = []
    for result in reversed(ranked):
        if result.listed != ranked[-1].listed:
            break
        periods.append(result.period)
    return Streak(ranked[-1].listed if ranked else None, tuple(reversed(periods)))


def card_of(streak: Streak) -> Card | None:
    """The card that a unit holds now; None for none."""
    if streak.listed == Listed.RED:
        return Card.GREEN
    if streak.listed != Listed.BLACK:
        return None
    return Card.RED if len(streak.periods) >= RED_FROM else Card.YELLOW


def steps_of(
    unit: str, streak: Streak, rungs: Iterable[StreakRung], *, taken: AbstractSet[str] = frozenset()
) -> tuple[StreakStep, ...]:
    """The steps that a streak has earned and that are not on record; a new streak earns its own."""
    if streak.listed != Listed.BLACK:
        return ()
    return tuple(
        StreakStep(key, rung, streak.periods[: rung.periods])
        for rung in sorted(rungs, key=lambda one: one.periods)
        if len(streak.periods) >= rung.periods and (key := f"{unit}/{streak.periods[0]}/{rung.code}") not in taken
    )
