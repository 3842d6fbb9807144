"""The overdue board: how it stands with the cases being fixed, from what the database counts by group and day. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from chuangcheng.core.workdays import SHANGHAI, Calendar

FIRST_DAY = date(1970, 1, 1)
HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Tally:
    """How it stands with the cases of one group."""

    open: int  # being fixed
    soon: int  # of these, deadline near
    overdue: int  # of these, deadline passed
    longest_hours: float  # working hours past the oldest deadline; 0 when none is overdue
    mean_hours: float  # working hours past the deadline, over the overdue ones; 0 when there is none


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases of one group that are not overdue, or whose deadline passed on one day."""

    group: Any  # hashable: what the cases are grouped by
    late_day: int | None  # days since 1970 in Shanghai; None: not overdue
    count: int
    soon: int  # of these, deadline near
    first_due: int  # the earliest deadline, seconds since 1970
    worked: int  # the sum of working seconds between midnight and each deadline, were the day worked


def tally_by(counted: Iterable[Counted], now: datetime, calendar: Calendar) -> Mapping[Any, Tally]:
    """The tally of each group, the most overdue first. Exact to the second, as if each case were measured by itself."""
    groups: defaultdict[Hashable, list[Counted]] = defaultdict(list)
    for part in counted:
        groups[part.group].append(part)
    late_seconds = _late_seconds(now, calendar)
    found = {group: _tally(parts, late_seconds, now, calendar) for group, parts in groups.items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1].overdue, -item[1].soon, -item[1].open)))


def whole(tallies: Iterable[Tally]) -> Tally:
    """The groups taken together."""
    found = list(tallies)
    overdue = sum(tally.overdue for tally in found)
    late = sum(tally.mean_hours * tally.overdue for tally in found)
    return Tally(
        open=sum(tally.open for tally in found),
        soon=sum(tally.soon for tally in found),
        overdue=overdue,
        longest_hours=max((tally.longest_hours for tally in found), default=0.0),
        mean_hours=late / overdue if overdue else 0.0,
    )


def _tally(parts: list[Counted], late_seconds: Any, now: datetime, calendar: Calendar) -> Tally:
    late = [part for part in parts if part.late_day is not None]
    overdue = sum(part.count for part in late)
    longest = timedelta(0)
    if late:
        first_due = datetime.fromtimestamp(min(part.first_due for part in late), UTC)
        longest = calendar.working_hours_between(first_due, now)
    return Tally(
        open=sum(part.count for part in parts),
        soon=sum(part.soon for part in parts),
        overdue=overdue,
        longest_hours=longest.total_seconds() / HOUR_SECONDS,
        mean_hours=sum(map(late_seconds, late)) / overdue / HOUR_SECONDS if overdue else 0.0,
    )


def _late_seconds(now: datetime, calendar: Calendar) -> Any:
    """What tells the working seconds from the deadlines of a part to now, summed up."""

    @cache
    def since(number: int) -> tuple[float, bool]:
        """Working seconds from the midnight that begins a day to now, and whether the day is worked."""
        day = FIRST_DAY + timedelta(days=number)
        worked = calendar.working_hours_between(datetime.combine(day, time(), SHANGHAI), now)
        return worked.total_seconds(), calendar.is_working_day(day)

    def late_seconds(part: Counted) -> float:
        seconds, is_worked = since(part.late_day or 0)
        return seconds * part.count - (part.worked if is_worked else 0)

    return late_seconds
