"""Times at the edges: UTC inside, Asia/Shanghai where people read and write."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment; read once at the edge and handed down."""
    return timezone.now()


def today() -> date:
    """The present day in Shanghai."""
    return timezone.now().astimezone(SHANGHAI).date()


def local_date(moment: datetime) -> date:
    """The day in Shanghai on which a moment falls."""
    return moment.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
