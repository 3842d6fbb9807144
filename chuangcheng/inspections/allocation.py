"""How many of a sample fall to each stratum. Pure and exact: the same numbers on every machine.

Source: largest remainder (Hamilton), the usual way to round a proportional allocation; the bounds are our choice.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def proportional(*, size: int, available: Mapping[K, int], minimum: int = 0) -> dict[K, int]:
    """The numbers, in proportion to what is available, adding to `size` or to everything that there is.

    Every stratum gets at least `minimum`, or all that it has; where the minimums ask for more than `size`, they win.
    """
    low = {key: min(minimum, count) for key, count in available.items()}
    wanted = min(max(size, sum(low.values())), sum(available.values()))
    fixed: dict[K, int] = {}
    while True:
        quotas = _quotas(wanted - sum(fixed.values()), {key: n for key, n in available.items() if key not in fixed})
        below = {key: low[key] for key, quota in quotas.items() if quota < low[key]}
        if not below:
            return {**fixed, **_rounded(quotas)}
        fixed |= below


def _quotas(size: int, available: Mapping[K, int]) -> dict[K, Fraction]:
    whole = sum(available.values())
    return {key: Fraction(size * count, whole) if whole else Fraction(0) for key, count in available.items()}


def _rounded(quotas: Mapping[K, Fraction]) -> dict[K, int]:
    """Whole numbers with the same sum: the largest remainders are rounded up, of equal ones the first in order."""
    floors = {key: int(quota) for key, quota in quotas.items()}
    left = int(sum(quotas.values())) - sum(floors.values())
    by_remainder = sorted(quotas, key=lambda key: floors[key] - quotas[key])
    return {key: floors[key] + (key in by_remainder[:left]) for key in quotas}
