"""The framework as the engine sees it: standards with their parts, weights, gate and negative list of one edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from chuangcheng.scoring.engine.rounding import Number
from chuangcheng.scoring.engine.rules import Rule
from chuangcheng.scoring.engine.sums import exact_sum

# Our choice: thirds cut to the 6 places that the tables keep (0.333333) still add to 1, 0.3333 does not.
SHARE_TOLERANCE = Fraction(1, 10**5)


class SanctionKind(StrEnum):
    VOID = "void"  # 一票否决: the score stands there but is not valid
    DEDUCT = "deduct"
    SUSPEND = "suspend"  # reported only


@dataclass(frozen=True, slots=True)
class Part:
    method: str  # name, as in the method weights
    share: Decimal  # 0..1 of the standard's marks
    rule: Rule | None  # None = its rule cannot be read: always unknown


@dataclass(frozen=True, slots=True)
class Standard:
    code: str  # one of a framework
    item: str  # name of the 测评项目
    content: str  # name of the 测评内容, one inside its item
    marks: Number  # points, of the whole standard
    parts: tuple[Part, ...]
    name: str = ""  # wording, for people
    # Worked out once, because thousands of sheets are scored by one framework:
    share_sum: Fraction = field(init=False, repr=False, compare=False)
    has_sound_shares: bool = field(init=False, repr=False, compare=False)
    full: Fraction = field(init=False, repr=False, compare=False)  # points, the marks as a fraction
    full_of_parts: tuple[Fraction, ...] = field(init=False, repr=False, compare=False)  # points, in their order

    def __post_init__(self) -> None:
        full, shares = Fraction(self.marks), [Fraction(part.share) for part in self.parts]
        share_sum = exact_sum(shares)
        object.__setattr__(self, "share_sum", share_sum)
        object.__setattr__(self, "has_sound_shares", abs(share_sum - 1) <= SHARE_TOLERANCE)
        object.__setattr__(self, "full", full)
        object.__setattr__(self, "full_of_parts", tuple(full * share for share in shares))


@dataclass(frozen=True, slots=True)
class Gate:
    """A linked framework that must be passed and counts for a share of the total."""

    name: str  # of the linked framework
    minimum: Decimal | None  # points of 100; None = no line
    share: Decimal  # 0..1 of the total


@dataclass(frozen=True, slots=True)
class Sanction:
    kind: SanctionKind
    points: Decimal = Decimal(0)  # points of 100 taken off by a deduction


@dataclass(frozen=True, slots=True)
class NegativeEntry:
    code: str
    sanction: Sanction | None  # None = cannot be read: reported, changes nothing
    domain: str = ""
    name: str = ""  # wording, for people


@dataclass(frozen=True, slots=True)
class Framework:
    standards: tuple[Standard, ...]  # in the order of the framework
    name: str = ""
    edition: str = ""
    declared_total: Decimal | None = None  # points that the framework claims to have; checked, never scales
    method_weights: Mapping[str, Decimal] = field(default_factory=dict)  # relative; empty = no method weights
    gate: Gate | None = None
    negative: tuple[NegativeEntry, ...] = ()
    cycle_weights: tuple[Decimal, ...] = ()  # relative, one for each year; empty = single acceptance

    @property
    def marks(self) -> Fraction:
        """Points of all standards together."""
        return exact_sum(standard.full for standard in self.standards)
