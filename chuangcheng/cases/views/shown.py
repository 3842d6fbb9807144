"""Photos and steps as the parts of a page want them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo as the parts of a page want it."""

    url: str
    thumbnail_url: str
    caption: str
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A step of the story as the timeline wants it."""

    at: datetime
    word: str
    who: str
    unit: str
    tone: str
    icon: str
    note: str
    photos: list[ShownPhoto]
