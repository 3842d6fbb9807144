"""The overdue board: cases being fixed, counted by whatever they are grouped by. Pure, and fast for 20,000 of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from chuangcheng.cases import horizons
from chuangcheng.cases.limits import Unit
from chuangcheng.core.workdays import SHANGHAI, Calendar, day_of

Numbers: TypeAlias = "npt.NDArray[np.float64]"
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
class Deadlines:
    """The deadlines of the cases being fixed, in one order."""

    due: Numbers  # seconds since 1970
    units: Sequence[str]  # limit units, empty for none

    def standing(self, now: datetime, calendar: Calendar) -> Standing:
        """Which are near, which have passed and by how much."""
        moment = now.timestamp()
        until = {unit.value: last.timestamp() for unit, last in horizons.soon_until(now, calendar).items()}
        usual = until[Unit.CALENDAR_HOURS.value]
        last = np.array([until.get(unit, usual) for unit in self.units], dtype=np.float64)
        is_overdue = self.due < moment
        late = np.zeros(len(self.due))
        if is_overdue.any():
            worked = worked_hours(np.append(self.due[is_overdue], moment), calendar)
            late[is_overdue] = worked[-1] - worked[:-1]
        return Standing(~is_overdue & (self.due <= last), is_overdue, late)


@dataclass(frozen=True, slots=True)
class Standing:
    """How each case stands."""

    is_soon: npt.NDArray[np.bool_]
    is_overdue: npt.NDArray[np.bool_]
    late_hours: Numbers  # working hours; 0 when not overdue

    def tally_by(self, keys: Sequence[Hashable]) -> Mapping[Any, Tally]:
        """The tally of each group, the most overdue first; `keys`: the group of each case."""
        numbers: dict[Hashable, int] = {}
        groups = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)
        size = len(numbers)
        opened = np.bincount(groups, minlength=size)
        soon = np.bincount(groups, weights=self.is_soon, minlength=size)
        overdue = np.bincount(groups, weights=self.is_overdue, minlength=size)
        late = np.bincount(groups, weights=self.late_hours, minlength=size)
        longest = np.zeros(size)
        np.maximum.at(longest, groups, self.late_hours)
        found = {
            key: Tally(
                int(opened[at]),
                int(soon[at]),
                int(overdue[at]),
                float(longest[at]),
                float(late[at] / overdue[at]) if overdue[at] else 0.0,
            )
            for key, at in numbers.items()
        }
        return dict(sorted(found.items(), key=lambda item: (-item[1].overdue, -item[1].soon, -item[1].open)))

    def whole(self) -> Tally:
        """The tally of all."""
        nothing = Tally(0, 0, 0, 0.0, 0.0)
        return self.tally_by([""] * len(self.late_hours)).get("", nothing)


def worked_hours(moments: Numbers, calendar: Calendar) -> Numbers:
    """Working hours up to each moment, counted from the day of the earliest. One pass for any number of moments."""
    first, last = (day_of(datetime.fromtimestamp(float(each), UTC)) for each in (moments.min(), moments.max()))
    at, worked = [0.0], [0.0]
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for begin, end in calendar.hours.offsets if calendar.is_working_day(day) else ():
            at += [_seconds(day, begin), _seconds(day, end)]
            worked += [worked[-1], worked[-1] + (end - begin).total_seconds()]
    return np.interp(moments, at, worked) / HOUR_SECONDS


def _seconds(day: date, clock: timedelta) -> float:
    return (datetime.combine(day, time(), SHANGHAI) + clock).timestamp()
