"""Randomness that is the same every time, and ids that carry a time of our choosing."""

from __future__ import annotations

import random
from datetime import datetime
from uuid import UUID

SEED = 20_260_901


def dice(name: str) -> random.Random:
    """A generator of its own for each part, so that changing one part leaves the others as they were."""
    return random.Random(f"{SEED}/{name}")  # noqa: S311 - sample data, not secrets


def id_at(moment: datetime, rng: random.Random) -> UUID:
    """A UUIDv7 of a moment with random bits from `rng`."""
    milliseconds = int(moment.timestamp() * 1000)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rng.getrandbits(12) << 64
    return UUID(int=value | 0b10 << 62 | rng.getrandbits(62))
