"""Working days and working hours in China, with public holidays and the weekends that are worked to make up for them.

Moments are aware (a naive one raises ValueError); days and hours are those of Asia/Shanghai; results are in UTC. Every
function is exact to the microsecond and no slower for a long span. A year whose notice is not published falls back to
Monday–Friday; ask `Calendar.unpublished_years` to say so. Worked examples: docs/algorithms/deadlines.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.texts import mark as _
from chuangcheng.core.workdays_data import built_in_years

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS_OF_WEEK = 7
WORKING_DAYS_OF_WEEK = 5  # Monday–Friday, when no notice says otherwise
NO_TIME = timedelta(0)


class UnusableHours(InvalidInput):
    """Working hours that are empty, overlap, or end before they begin."""

    sentence = _("工作时间不能为空或重叠，请按先后填写起止时间，如09:00–12:00、14:00–18:00。")

    def __init__(self) -> None:
        super().__init__(self.sentence)


def local(moment: datetime) -> datetime:
    """The same moment by the clocks of Shanghai; ValueError when it has no zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(SHANGHAI)


def monday_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def day_of(moment: datetime) -> date:
    """The day in Shanghai on which a moment falls."""
    return local(moment).date()


@dataclass(frozen=True)
class WorkingHours:
    """When a working day is worked, from morning to evening. The default is our choice."""

    spans: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(14), time(18)))

    def __post_init__(self) -> None:
        edges = [edge for span in self.offsets for edge in span]
        is_ordered = all(earlier <= later for earlier, later in pairwise(edges))
        if not edges or not is_ordered or any(begin == end for begin, end in self.offsets):
            raise UnusableHours

    @cached_property
    def offsets(self) -> tuple[tuple[timedelta, timedelta], ...]:
        """The spans as time since midnight."""
        return tuple((_since_midnight(begin), _since_midnight(end)) for begin, end in self.spans)

    @cached_property
    def length(self) -> timedelta:
        """The working time of one working day."""
        return sum((end - begin for begin, end in self.offsets), NO_TIME)

    def worked_by(self, clock: timedelta) -> timedelta:
        """The working time between midnight and `clock`, a time since midnight."""
        return sum((max(NO_TIME, min(clock, end) - begin) for begin, end in self.offsets), NO_TIME)

    def earliest(self, worked: timedelta) -> timedelta:
        """The first time since midnight at which `worked` is done; 0 < worked ≤ length."""
        end = next(end for _, end in self.offsets if worked <= self.worked_by(end))
        return end - (self.worked_by(end) - worked)

    def latest(self, worked: timedelta) -> timedelta:
        """The last time since midnight at which no more than `worked` is done; 0 ≤ worked < length."""
        end = next(end for _, end in self.offsets if worked < self.worked_by(end))
        return end - (self.worked_by(end) - worked)


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, and when. Immutable.

    days: the days named by a notice (or by the place itself) → whether they are worked; others go by their weekday.
    published_years: the years whose notice is in `days`.
    """

    days: Mapping[date, bool] = field(default_factory=dict, hash=False)
    published_years: frozenset[int] = frozenset()
    hours: WorkingHours = field(default_factory=WorkingHours)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))

    def is_working_day(self, day: date) -> bool:
        """True when the day is worked."""
        ordinal = _ordinal(day)
        return self._working_days_up_to(ordinal) > self._working_days_up_to(ordinal - 1)

    def unpublished_years(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """The years touched between two moments for which Monday–Friday was assumed, oldest first."""
        years = range(day_of(start).year, day_of(end).year + 1)
        return tuple(year for year in years if year not in self.published_years)

    def working_day_from(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day` (before it when negative); `day` itself for 0."""
        if count == 0:
            return day
        before = self._working_days_up_to(_ordinal(day) if count > 0 else _ordinal(day) - 1)
        return self._working_day(before + count + (count < 0))

    def count_working_days(self, *, after: date, until: date) -> int:
        """How many days in (after, until] are worked; negative when `until` is before `after`."""
        return self._working_days_up_to(_ordinal(until)) - self._working_days_up_to(_ordinal(after))

    def add_working_days(self, start: datetime, count: int) -> datetime:
        """The close of business on the `count`-th working day after the day of `start`; count ≥ 1."""
        if count < 1:
            raise ValueError(f"{count} working days cannot be added to a moment")
        return self.close_of_business(self.working_day_from(day_of(start), count))

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """How many working days begin after the day of `start`, up to and with the day of `end`; negative backwards."""
        return self.count_working_days(after=day_of(start), until=day_of(end))

    def add_working_hours(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment at which `amount` of working time has passed since `start`.

        A negative amount counts back: the last moment from which that much working time is left until `start`.
        """
        if not amount:
            return local(start).astimezone(UTC)
        worked = self._worked_by(start) + amount
        return self._earliest(worked) if amount > NO_TIME else self._latest(worked)

    def working_hours_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time in [start, end); negative backwards."""
        return self._worked_by(end) - self._worked_by(start)

    def next_working_moment(self, moment: datetime) -> datetime:
        """The moment itself while people work, else when they begin again."""
        return self._latest(self._worked_by(moment))

    def close_of_business(self, day: date) -> datetime:
        """When business closes on a day, worked or not."""
        return _moment(day, self.hours.offsets[-1][1])

    def _worked_by(self, moment: datetime) -> timedelta:
        here = local(moment)
        earlier = self._working_days_up_to(here.toordinal() - 1) * self.hours.length
        if not self.is_working_day(here.date()):
            return earlier
        return earlier + self.hours.worked_by(_since_midnight(here.time()))

    def _earliest(self, worked: timedelta) -> datetime:
        days, rest = divmod(worked, self.hours.length)
        if not rest:
            days, rest = days - 1, self.hours.length
        return _moment(self._working_day(days + 1), self.hours.earliest(rest))

    def _latest(self, worked: timedelta) -> datetime:
        days, rest = divmod(worked, self.hours.length)
        return _moment(self._working_day(days + 1), self.hours.latest(rest))

    def _working_day(self, number: int) -> date:
        """The working day with this running number; 1 is the first one of year 1."""
        everything = range(date.max.toordinal() + 1)
        return date.fromordinal(bisect_left(everything, number, key=self._working_days_up_to))

    def _working_days_up_to(self, ordinal: int) -> int:
        """How many working days there are from year 1 to the day with this ordinal. Ordinal 1 is a Monday."""
        weeks, rest = divmod(ordinal, DAYS_OF_WEEK)
        ordinals, sums = self._exceptions
        return WORKING_DAYS_OF_WEEK * weeks + min(rest, WORKING_DAYS_OF_WEEK) + sums[bisect_right(ordinals, ordinal)]

    @cached_property
    def _exceptions(self) -> tuple[list[int], list[int]]:
        """Ordinals of the days that differ from Monday–Friday, and the running sum of what they add (+1 or −1 each)."""
        named = sorted((_ordinal(day), is_working) for day, is_working in self.days.items())
        unusual = [(ordinal, is_working) for ordinal, is_working in named if is_working != _is_weekday(ordinal)]
        sums = accumulate((1 if is_working else -1 for _, is_working in unusual), initial=0)
        return [ordinal for ordinal, _ in unusual], list(sums)


def built_in_calendar(hours: WorkingHours | None = None) -> Calendar:
    """The calendar of the published years that come with the product."""
    years = built_in_years()
    days = {day: is_working for year in years for day, is_working in year.days().items()}
    return Calendar(days, frozenset(year.year for year in years), hours or WorkingHours())


def _moment(day: date, clock: timedelta) -> datetime:
    return (datetime.combine(day, time(), SHANGHAI) + clock).astimezone(UTC)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)


def _ordinal(day: date) -> int:
    # A moment is a date to Python, but its day depends on the zone: ask `day_of` first.
    if isinstance(day, datetime):
        raise TypeError(f"{day} is a moment, not a day")
    return day.toordinal()


def _is_weekday(ordinal: int) -> bool:
    return 1 <= ordinal % DAYS_OF_WEEK <= WORKING_DAYS_OF_WEEK
