"""Until when a deadline counts as near: the amber of the lists, the next working hours of the duty desk. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from chuangcheng.cases.limits import Unit
from chuangcheng.core.workdays import SHANGHAI, Calendar, day_of

# From when on a deadline is told in amber: on its last working day, or this long before it. Our choice.
SOON = {Unit.CALENDAR_HOURS: timedelta(hours=24), Unit.WORKING_HOURS: timedelta(hours=2)}
AHEAD = timedelta(hours=24)  # of working time, looked ahead at the duty desk

INSTANT = timedelta(microseconds=1)


def soon_until(now: datetime, calendar: Calendar) -> Mapping[Unit, datetime]:
    """The last deadline that is near at `now`, by the unit of its limit."""
    tomorrow = calendar.working_day_from(day_of(now), 1)
    return {
        Unit.CALENDAR_HOURS: now + SOON[Unit.CALENDAR_HOURS],
        Unit.WORKING_HOURS: working_hours_ahead(now, SOON[Unit.WORKING_HOURS], calendar),
        Unit.WORKING_DAYS: datetime.combine(tomorrow, time(), SHANGHAI).astimezone(UTC) - INSTANT,
    }


def working_hours_ahead(now: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """The last moment with no more than so much working time from `now`: whatever is due at night is due by then."""
    return calendar.next_working_moment(calendar.add_working_hours(now, amount))
