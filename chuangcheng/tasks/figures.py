"""How far a task is, in whole percent. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

WHOLE = 100
ASKED = re.compile(
    r"(?:不低于|不少于|不小于|达到|高于|大于|超过|至少|≥)\s*(\d{1,6}(?:\.\d{1,2})?)\s*([%％处个座场次份块条家所间件项名人])"
)
OF_EACH = re.compile(r"[每各内]")  # a figure for each place or each time is none for the whole
CLAUSE_END = re.compile(r"[，。；,;]")


@dataclass(frozen=True, slots=True)
class Part:
    """A task that was split off."""

    percent: int  # 0..100
    quantity: Decimal | None  # what it has to bring; None: it is not counted in numbers
    done: Decimal


def asked_amount(text: str) -> tuple[Decimal, str] | None:
    """The figure and its unit of measure that a standard asks for as a whole: 注册志愿者比例不低于13% is 13 and %.

    None where it names none, several, or one for each place or time, which nobody can add up. Our choice.
    """
    found = [(clause, match) for clause in CLAUSE_END.split(text) for match in ASKED.finditer(clause)]
    if len(found) != 1 or OF_EACH.search(found[0][0]):
        return None
    amount, measure = found[0][1].groups()
    return Decimal(amount), "%" if measure == "％" else measure


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
