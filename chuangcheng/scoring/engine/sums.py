"""Exact sums of many fractions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

NOTHING = Fraction(0)


def exact_sum(numbers: Iterable[Fraction]) -> Fraction:
    """The sum, exact: over one denominator in whole numbers, so that one fraction is made in place of many."""
    numerators: dict[int, int] = {}
    for number in numbers:
        denominator = number.denominator
        numerators[denominator] = numerators.get(denominator, 0) + number.numerator
    common = lcm(*numerators)
    return Fraction(sum(numerator * (common // each) for each, numerator in numerators.items()), common)
