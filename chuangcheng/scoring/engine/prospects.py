"""What is still possible in a cycle: the lowest and highest that it can end with, and whether the line is out of reach
even with 100 in every year that remains, or safe even with 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from chuangcheng.scoring.engine.cycle import CycleStanding, cycle_standing
from chuangcheng.scoring.engine.rounding import Number

HUNDRED = Fraction(100)


class Reach(Enum):
    """How a line stands to what is still possible."""

    NO_LINE = "no_line"
    OPEN = "open"
    SECURED = "secured"  # even with 0 in what remains
    OUT_OF_REACH = "out_of_reach"  # even with 100 in what remains
    MET = "met"  # every year is finished
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Prospect:
    """A cycle as far as it has come."""

    standing: CycleStanding
    lowest: Fraction  # points of 100 of the whole cycle when every remaining year brings 0
    highest: Fraction  # the same when each brings 100
    reach: Reach


def prospect(*, weights: Sequence[Number], totals: Sequence[Number | None], line: Number | None = None) -> Prospect:
    """What is still possible. Weights and totals as for `cycle_standing`; raises ValueError as it does."""
    standing = cycle_standing(weights=weights, totals=totals, line=line)
    lowest = _full(weights, totals, Fraction(0))
    highest = _full(weights, totals, HUNDRED)
    return Prospect(standing, lowest, highest, _reach(standing, lowest, highest, line))


def assuming(totals: Sequence[Number | None], assumed: Mapping[int, Number]) -> list[Number | None]:
    """The totals with assumed ones for years not finished, by their position; a finished year keeps its own."""
    return [assumed.get(at) if total is None else total for at, total in enumerate(totals)]


def needed_alone(
    *, weights: Sequence[Number], totals: Sequence[Number | None], line: Number, year: int
) -> Fraction | None:
    """What one remaining year must bring when the others go on as the finished years did; any number.

    year: position of it. None when it is finished, carries no weight, or no year is finished yet and others remain.
    """
    if totals[year] is not None:
        return None
    so_far = cycle_standing(weights=weights, totals=totals).so_far
    others = [at for at, total in enumerate(totals) if total is None and at != year]
    if others and so_far is None:
        return None
    filled = assuming(totals, dict.fromkeys(others, so_far or Fraction(0)))
    return cycle_standing(weights=weights, totals=filled, line=line).needed


def _full(weights: Sequence[Number], totals: Sequence[Number | None], rest: Fraction) -> Fraction:
    filled = [rest if total is None else total for total in totals]
    return cycle_standing(weights=weights, totals=filled).full or Fraction(0)


def _reach(standing: CycleStanding, lowest: Fraction, highest: Fraction, line: Number | None) -> Reach:
    if line is None:
        return Reach.NO_LINE
    if standing.full is not None:
        return Reach.MET if standing.full >= line else Reach.MISSED
    if lowest >= line:
        return Reach.SECURED
    return Reach.OUT_OF_REACH if highest < line else Reach.OPEN
