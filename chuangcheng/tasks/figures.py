"""How far a task is, in whole percent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A task that was split off."""

    percent: int  # 0..100
    quantity: Decimal | None  # what it has to bring; None: it is not counted in numbers
    done: Decimal


def percent_of(done: Decimal, quantity: Decimal) -> int:
    """The share of a quantity that is done: 0..100, rounded down, so that 100 means all of it."""
    if quantity <= 0:
        return WHOLE
    share = min(Decimal(1), max(Decimal(0), done) / quantity)
    return int((share * WHOLE).to_integral_value(ROUND_DOWN))


def percent_of_parts(quantity: Decimal | None, parts: Sequence[Part]) -> int:
    """How far a task is by its parts: by what they brought when all are counted, else the mean of how far they are."""
    if not parts:
        return 0
    if quantity is not None and all(part.quantity is not None for part in parts):
        return percent_of(sum((part.done for part in parts), Decimal(0)), quantity)
    return sum(part.percent for part in parts) // len(parts)
