"""The draw of cases fixed on the spot for a re-check: anybody who knows the seed can draw again. Our choice."""

from __future__ import annotations

from hashlib import sha256

BITS = 64


def lot_of(seed: str, number: str) -> float:
    """The lot of a case: evenly spread in 0..1, always the same for seed and number."""
    drawn = sha256(f"{seed}|{number}".encode()).digest()
    return int.from_bytes(drawn[: BITS // 8]) / float(1 << BITS)


def is_drawn(lot: float, share: float) -> bool:
    """True when the lot lies below the share, 0..1."""
    return lot < share
