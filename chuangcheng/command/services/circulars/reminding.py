"""Whoever has not signed when the last day comes hears of it by itself: the day before, on the day, the day after."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from chuangcheng.command.models import CircularUnit
from chuangcheng.command.services.circulars.telling import tell_addressed
from chuangcheng.core.notices import inbox_text

ONE_DAY = timedelta(days=1)
MOST_AT_ONCE = 5000  # rows in one run; our choice


def remind_due(*, day: date) -> int:
    """Tells the units whose day it is; the same day again: nothing new. Gives how many units."""
    rows = CircularUnit.objects.filter(
        signed__isnull=True, sign_by__range=(day - ONE_DAY, day + ONE_DAY), circular__withdrawn_at__isnull=True
    )
    by_circular: defaultdict[object, list[CircularUnit]] = defaultdict(list)
    for row in rows.select_related("circular").order_by("pk")[:MOST_AT_ONCE]:
        by_circular[row.circular_id].append(row)
    for mine in by_circular.values():
        found = mine[0].circular
        title = inbox_text("请签收：%(title)s", {"title": found.title})
        tell_addressed(found, mine, title, f"remind-{day}")
    return sum(map(len, by_circular.values()))
