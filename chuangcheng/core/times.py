"""Times at the edges: UTC inside, Asia/Shanghai where people read and write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")
_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    """The present moment; read once at the edge and handed down."""
    return _replayed.get() or timezone.now()


def today() -> date:
    """The present day in Shanghai."""
    return now().astimezone(SHANGHAI).date()


@contextmanager
def replayed_at(moment: datetime) -> Iterator[None]:
    """Services called inside act as of a past moment: for sample data alone. The audit trail keeps the real time."""
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)


def local_date(moment: datetime) -> date:
    """The day in Shanghai on which a moment falls."""
    return moment.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
