"""Rates of units with few cases, beside the raw one: how far it may be off, and what to believe until there are more.

Method and why: docs/algorithms/appraisal.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from chuangcheng.scoring.engine import half_up
from chuangcheng.scoring.engine.rounding import RATE_PLACES

Z_95 = 1.959963984540054  # a normal variable lies within ± this with 95 % probability
Counted = tuple[int, int]
"""So many good among so many."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What a board says of a unit of which nothing is known: its mean rate, worth so many cases. None = all alike."""

    mean: Fraction
    strength: Fraction | None


def wilson(good: int, of: int) -> tuple[Decimal, Decimal] | None:
    """The 95 % interval of a rate (Wilson 1927), 4 places, from 0 to 1; None when nothing is counted."""
    if not of:
        return None
    rate, share = good / of, Z_95**2 / of
    middle = (rate + share / 2) / (1 + share)
    reach = Z_95 * sqrt(rate * (1 - rate) / of + share / (4 * of)) / (1 + share)
    low = 0.0 if good == 0 else max(middle - reach, 0.0)
    high = 1.0 if good == of else min(middle + reach, 1.0)
    return half_up(Fraction(low), RATE_PLACES), half_up(Fraction(high), RATE_PLACES)


def prior_of(board: Iterable[Counted]) -> Prior | None:
    """The beta distribution that fits the units of a board, by moments; None when nothing is counted.

    The strength m makes the spread of the raw rates what it would be by true rates spread with variance p(1−p)/(m+1)
    and chance on top. When the spread is no more than chance, all units are taken to be alike.
    """
    counted = [(good, of) for good, of in board if of]
    total = sum(of for _good, of in counted)
    if not total:
        return None
    mean = Fraction(sum(good for good, _of in counted), total)
    chance = mean * (1 - mean)
    freedom = len(counted) - 1
    room = total - Fraction(sum(of * of for _good, of in counted), total)
    if not chance or not freedom:
        return Prior(mean, None)
    spread = sum((of * (Fraction(good, of) - mean) ** 2 for good, of in counted), Fraction(0))
    between = (spread - freedom * chance) / (room - freedom) if room > freedom else Fraction(0)
    if between <= 0:
        return Prior(mean, None)
    return Prior(mean, max(chance / between - 1, Fraction(0)))


def shrunken(good: int, of: int, prior: Prior) -> Decimal:
    """The rate drawn towards the board's mean, the more the fewer cases; 4 places, from 0 to 1."""
    if prior.strength is None:
        return half_up(prior.mean, RATE_PLACES)
    weight = of + prior.strength
    drawn = (good + prior.strength * prior.mean) / weight if weight else prior.mean
    return half_up(drawn, RATE_PLACES)
