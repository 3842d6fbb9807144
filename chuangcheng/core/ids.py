"""Record ids: UUIDv7, made by whoever creates the record, so that the same upload twice is one record."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import uuid6

MOST_KEY = 2**63 - 1  # the largest number that the databases keep; a larger one names nothing
AHEAD_MS = 24 * 3600 * 1000  # a phone's clock may be ahead by a day; our choice


def new_id() -> UUID:
    """A new UUIDv7, ordered by time of creation."""
    return UUID(int=uuid6.uuid7().int)


def id_at(moment: datetime, *, order: int = 0) -> UUID:
    """A new UUIDv7 as it would have been made at that moment, so that imported history stands in its order.

    `order`, 0..4095, tells those of one moment apart.
    """
    stamp = int(moment.timestamp() * 1000)
    rest = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return UUID(int=(stamp << 80) | (7 << 76) | ((order & 0xFFF) << 64) | (0b10 << 62) | rest)


def derived_id(base: UUID, *parts: object) -> UUID:
    """The id that follows from another one and from these parts: the same again for the same, of the same moment."""
    said = hashlib.sha256("\x1f".join([str(base), *map(str, parts)]).encode()).digest()
    rest = int.from_bytes(said[:10], "big")
    variant, low = 0b10, rest & ((1 << 62) - 1)
    return UUID(int=(base.int >> 80 << 80) | (7 << 76) | ((rest >> 64 & 0xFFF) << 64) | (variant << 62) | low)


def is_client_id(value: UUID) -> bool:
    """True when a phone or form may have made this id: version 7, and not from the future."""
    return value.version == 7 and (value.int >> 80) <= time.time_ns() // 1_000_000 + AHEAD_MS  # noqa: PLR2004 - the UUID version


def uuids_of(texts: Iterable[str]) -> list[UUID]:
    """The ids among texts from outside; what is none is left out."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found
