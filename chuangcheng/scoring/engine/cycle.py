"""A cycle of years: where the place stands, and what the years that remain must bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chuangcheng.scoring.engine.rounding import Number


@dataclass(frozen=True, slots=True)
class CycleStanding:
    so_far: Fraction | None  # points of 100, weighted mean of the finished years; None when none is finished
    full: Fraction | None  # points of 100 of the whole cycle; None until every year is finished
    needed: Fraction | None  # points of 100, mean that the rest must bring, any number; None: no line or no rest


def cycle_standing(
    *, weights: Sequence[Number], totals: Sequence[Number | None], line: Number | None = None
) -> CycleStanding:
    """Standing so far, the full cycle, and what the remaining years need to reach the line.

    weights: one for each year, relative (30, 30, 40 or 0.3, 0.3, 0.4); made to add to 1 here.
    totals: one for each year, points of 100; None for a year not finished.
    Raises ValueError when the two differ in length, a weight is negative or all are 0.
    """
    shares = _shares(weights)
    if len(shares) != len(totals):
        raise ValueError("one total for each year, None for a year not finished")
    finished = [(share, Fraction(total)) for share, total in zip(shares, totals, strict=True) if total is not None]
    won = sum((share * total for share, total in finished), Fraction(0))
    done = sum((share for share, _ in finished), Fraction(0))
    return CycleStanding(
        so_far=won / done if done else None,
        full=won if len(finished) == len(totals) else None,
        needed=(Fraction(line) - won) / (1 - done) if line is not None and done < 1 else None,
    )


def _shares(weights: Sequence[Number]) -> list[Fraction]:
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact) or not any(exact):
        raise ValueError("weights are not below 0 and not all 0")
    whole = sum(exact, Fraction(0))
    return [weight / whole for weight in exact]
