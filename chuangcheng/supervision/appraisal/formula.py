"""A formula: named, dated, ordered lines. Only lines by which better work can never cost points can be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

ANY = "any"
"""The key of the points of whatever has no points of its own."""
ONE = Decimal(1)


class RateOf(StrEnum):
    """What a rate is of. Each counts good work among what fell due."""

    ON_TIME = "on_time"  # 按期结案率
    CLOSED = "closed"  # 结案率
    URGENT_ON_TIME = "urgent_on_time"
    URGENT_CLOSED = "urgent_closed"
    FIRST_TIME = "first_time"  # closed without rework
    TASKS = "tasks"
    MATERIALS = "materials"
    PROMISES = "promises"  # 承诺兑现率
    ORDERS = "orders"  # 督办单按期答复率
    STAYED = "stayed"  # 未回潮率


class DeductFor(StrEnum):
    """What points are taken for."""

    FINDING = "finding"  # each case
    OVERDUE = "overdue"  # each case closed late or open late
    REWORKS = "reworks"  # each time
    REWORKED = "reworked"  # each case reworked at least so often
    RELAPSES = "relapses"  # each time
    TASKS = "tasks"  # each not done on time
    MATERIALS = "materials"
    ORDERS = "orders"  # each not answered on time
    FAULTS = "faults"


@dataclass(frozen=True, slots=True)
class Rate:
    """`full` points at `line` per cent or more, `per_point` fewer for each percentage point below, never below 0."""

    name: str
    of: RateOf
    full: Decimal
    line: Decimal
    per_point: Decimal
    is_our_choice: bool = False


@dataclass(frozen=True, slots=True)
class Deduct:
    """Points taken for each, by source (of faults: by kind); in all at most `cap`."""

    name: str
    what: DeductFor
    points: Mapping[str, Decimal]
    on_spot: Decimal = ONE  # factor for what was fixed on the spot
    doubled: Decimal = ONE  # factor for what counts double
    at_least: int = 1
    cap: Decimal | None = None
    is_our_choice: bool = False


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points given for each award, by kind; in all at most `cap`."""

    name: str
    points: Mapping[str, Decimal]
    doubled: Decimal = ONE
    cap: Decimal | None = None
    is_our_choice: bool = False


Line = Rate | Deduct | Bonus


@dataclass(frozen=True, slots=True)
class Formula:
    """How a unit's points are made from `valid_from` on. `source` says who published it."""

    name: str
    valid_from: date
    lines: tuple[Line, ...]
    start: Decimal = Decimal(0)
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    source: str = ""
    choices: tuple[str, ...] = field(default=())  # what the source leaves open and is our choice
