"""How far two people agree who looked at the same things, neither knowing what the other found. Pure.

Raw agreement is the share of pairs that are equal. Cohen's kappa (J. Cohen, Educational and Psychological Measurement
20, 1960, p. 37) takes off what chance alone would give: kappa = (po - pe) / (1 - pe), po the raw agreement, pe the
chance that two verdicts drawn independently from each person's own verdicts are equal. It is undefined without pairs,
and where both gave one and the same verdict throughout (pe = 1): then chance explains everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

PLACES = Decimal("0.001")


@dataclass(frozen=True)
class Agreement:
    """How far two sets of verdicts agree."""

    count: int  # pairs
    agreed: int  # pairs that are equal
    raw: Decimal | None  # 0..1, 3 places half-up; None without pairs
    kappa: Decimal | None  # -1..1, 3 places half-up; None where it is undefined

    @property
    def is_uniform(self) -> bool:
        """True when kappa is undefined because both gave one and the same verdict throughout."""
        return self.count > 0 and self.kappa is None


def agreement_of(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Raw agreement and Cohen's kappa of pairs of verdicts (first, second)."""
    count = len(pairs)
    agreed = sum(first == second for first, second in pairs)
    if not count:
        return Agreement(0, 0, None, None)
    raw, chance = Fraction(agreed, count), _by_chance(pairs)
    kappa = None if chance == 1 else (raw - chance) / (1 - chance)
    return Agreement(count, agreed, _rounded(raw), None if kappa is None else _rounded(kappa))


def drawn(ids: Iterable[UUID], *, seed: str, count: int) -> list[UUID]:
    """`count` of these ids by lot: those whose SHA-256 of "seed:id" is smallest. The same seed draws the same ones."""
    return sorted(ids, key=lambda each: (sha256(f"{seed}:{each}".encode()).hexdigest(), each))[: max(0, count)]


def _by_chance(pairs: Sequence[tuple[str, str]]) -> Fraction:
    first, second = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    return Fraction(sum(first[verdict] * second[verdict] for verdict in first), len(pairs) ** 2)


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(PLACES, ROUND_HALF_UP)
