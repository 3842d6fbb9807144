"""Places in a ranking. Pure: the best first; who is equal shares a place, and the next one counts those before it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

K = TypeVar("K")


def places(scores: Mapping[K, Decimal]) -> dict[K, int]:
    """The place of each, from 1: 1, 2, 2, 4."""
    ordered = sorted(scores.values(), reverse=True)
    return {key: ordered.index(score) + 1 for key, score in scores.items()}
