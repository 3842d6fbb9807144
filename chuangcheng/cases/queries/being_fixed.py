"""Cases being fixed, counted in the database by what they are grouped by and by the day on which they became overdue.

Working time is the same function of the time of day on every worked day, so that the sum of one day's deadlines and
their number say exactly how late they are together: `cases.overdue`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, Func, IntegerField, Min, QuerySet, Sum, Value, When
from django.db.models.functions import Greatest, Least

from chuangcheng.cases.models import Case
from chuangcheng.cases.overdue import Counted
from chuangcheng.cases.queries.conditions import near_deadline
from chuangcheng.core.workdays import Calendar

DAY_SECONDS = 24 * 3600
AHEAD_OF_UTC = 8 * 3600  # seconds; Shanghai has had no summer time since 1991


class Seconds(Func):
    """A moment as whole seconds since 1970: counted with thousands of times faster than a moment."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By SQLite's own function; the signs of percent are taken off twice on their way."""
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By date_part, which needs no decimals as EXTRACT does, cut to whole seconds as the other is."""
        template = "FLOOR(date_part('epoch', %(expressions)s))::bigint"
        return super().as_sql(compiler, connection, template=template, **context)


def counted_by_day(
    *, cases: QuerySet[Case], columns: Sequence[str], now: datetime, calendar: Calendar
) -> list[Counted]:
    """A part for each group, values of these columns, and day of the deadlines that have passed. One query.

    `cases` are being fixed; the state is not asked for again, since the index that answers does not carry it.
    """
    local = Seconds("due_at") + AHEAD_OF_UTC
    late_day = Choose(When(due_at__lt=now, then=local / DAY_SECONDS), output_field=IntegerField())
    rows = cases.order_by().annotate(late_day=late_day).values_list(*columns, "late_day")
    counted = rows.annotate(
        counted=Count("pk"),
        soon=Count("pk", filter=near_deadline(now, calendar)),
        first_due=Min(Seconds("due_at")),
        worked=Sum(_worked(local % DAY_SECONDS, calendar)),
    )
    width = len(columns)
    return [Counted(tuple(row[:width]), *map(_whole, row[width:])) for row in counted]


def _worked(since_midnight: Any, calendar: Calendar) -> Any:
    """Seconds worked between midnight and a time of day."""
    spans = [(_seconds(begin), _seconds(end)) for begin, end in calendar.hours.offsets]
    parts = [Least(Greatest(since_midnight - begin, Value(0)), Value(end - begin)) for begin, end in spans]
    return reduce(add, parts)


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())


def _whole(number: Any) -> Any:
    return None if number is None else int(number)
