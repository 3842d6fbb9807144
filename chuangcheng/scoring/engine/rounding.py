"""Rounding happens once, at output: half-up, scores to 2 places, rates to 4."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Number = Decimal | Fraction
"""Exact numbers that the engine takes; it computes in fractions, so that no order of operations shows in the result."""

SCORE_PLACES = 2
RATE_PLACES = 4


def half_up(number: Number, places: int = SCORE_PLACES) -> Decimal:
    """The number with exactly `places` decimals, a half rounded away from zero (as 四舍五入)."""
    scaled = abs(Fraction(number)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{-units if number < 0 else units}e-{places}")  # not scaleb, which cuts to 28 digits


def score_text(number: Number | None) -> str | None:
    """The score with 2 places as text, None for none."""
    return None if number is None else f"{half_up(number, SCORE_PLACES):f}"


def rate_text(number: Number | None) -> str | None:
    """The rate (0..1) with 4 places as text, None for none."""
    return None if number is None else f"{half_up(number, RATE_PLACES):f}"


def plain_text(number: Number) -> str:
    """The number as people write it, without needless zeros, at most 4 places."""
    text = f"{half_up(number, RATE_PLACES):f}"
    return text.rstrip("0").rstrip(".")
