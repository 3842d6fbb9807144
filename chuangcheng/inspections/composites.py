"""The score of a composite place in a round: the mean of its parts, weighted. Pure; it never enters the sheet.

A part of several sites counts with the mean of those that have a score. A part without one is missing: it is named, and
the others keep their proportion. Our choice, as for a visit with parts (`judgement.score_of_composite`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Part:
    """A part of a composite place with what was scored there."""

    name: str
    weight: Decimal  # per cent
    scores: Sequence[Decimal]  # 0..100, one for each site that has one; empty: missing


@dataclass(frozen=True)
class CompositeScore:
    """The score of a composite place."""

    score: Decimal | None  # 0..100, 2 places half-up; None when every part is missing
    known_weight: Decimal  # per cent of the parts that have a score
    missing: Sequence[str]  # names of the parts without one


def composite_score(parts: Sequence[Part]) -> CompositeScore:
    """The weighted mean of the parts that have a score, with the names of those that have none."""
    known = [part for part in parts if part.scores and part.weight]
    weight = sum((part.weight for part in known), Decimal(0))
    missing = [part.name for part in parts if not part.scores]
    if not weight:
        return CompositeScore(None, weight, missing)
    total = sum((part.weight * mean(part.scores) for part in known), Decimal(0))
    return CompositeScore((total / weight).quantize(CENT, ROUND_HALF_UP), weight, missing)


def mean(scores: Sequence[Decimal]) -> Decimal:
    """The mean, not rounded."""
    return sum(scores, Decimal(0)) / len(scores)
