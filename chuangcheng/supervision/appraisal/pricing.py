"""What one more piece of praise or one more fault gives or takes under a formula."""

from __future__ import annotations

from fractions import Fraction

from chuangcheng.supervision.appraisal.facts import AwardKind
from chuangcheng.supervision.appraisal.formula import ANY, Bonus, Deduct, DeductFor, Formula, Line


def price_of(formula: Formula, kind: str) -> Fraction:
    """Points, below 0 where they are taken, before caps and bounds; 0: the formula does not count it. `kind`: of
    AwardKind or FaultKind."""
    return sum((_price(line, kind) for line in formula.lines), Fraction(0))


def _price(line: Line, kind: str) -> Fraction:
    if isinstance(line, Bonus) and kind in set(AwardKind):
        return Fraction(line.points.get(kind, line.points.get(ANY, 0)))
    if isinstance(line, Deduct) and line.what == DeductFor.FAULTS and kind not in set(AwardKind):
        return -Fraction(line.points.get(kind, line.points.get(ANY, 0)))
    return Fraction(0)
