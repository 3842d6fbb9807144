"""The calendar as it stands, made from rows at most every few seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from typing import Any, TypeAlias, cast

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.core.models import CalendarDay, CalendarYear
from chuangcheng.core.times import today
from chuangcheng.core.workdays import Calendar, UnusableHours, WorkingHours

Days: TypeAlias = tuple[tuple[date, bool], ...]
Spans: TypeAlias = tuple[tuple[time, time], ...]

CACHE_KEY = "core.calendar"
CACHE_SECONDS = 5  # how long another process may still count with the days before


def parse_hours(value: Any) -> list[list[str]]:
    """The working hours as written ([["09:00", "12:00"], …]), checked; raises ValueError with a sentence."""
    try:
        spans = spans_of(value)
        WorkingHours(spans)
    except (UnusableHours, TypeError, ValueError) as error:
        raise ValueError(str(_("请按先后填写起止时间，如09:00–12:00、14:00–18:00"))) from error
    return [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in spans]


def spans_of(value: Sequence[Sequence[str]]) -> Spans:
    """Written spans as times; raises ValueError or TypeError."""
    return tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in value)


WORKING_HOURS: DatedSetting[list[list[str]]] = register(
    DatedSetting(
        key="core.working_hours",
        label=_("工作时间"),
        default=[["09:00", "12:00"], ["14:00", "18:00"]],
        parse=parse_hours,
        help=_("每个工作日的上下班时间，按工作时计算的期限以此为准，如09:00–12:00、14:00–18:00。"),
        source=_("本系统的设定"),
        permission="core.change_calendar",
    )
)


def office_calendar() -> Calendar:
    """The calendar to count deadlines with: days named by a notice or by the office, known years, working hours."""
    kept = cache.get(CACHE_KEY)
    if kept is None:
        kept = _read()
        cache.set(CACHE_KEY, kept, CACHE_SECONDS)
    days, years = cast("tuple[Days, frozenset[int]]", kept)
    return _calendar(days, years, spans_of(WORKING_HOURS.on(today())))


def forget_kept_calendar() -> None:
    """Lets the next question read the rows again."""
    cache.delete(CACHE_KEY)


def _read() -> tuple[Days, frozenset[int]]:
    days = tuple(CalendarDay.objects.order_by("date").values_list("date", "is_working"))
    return days, frozenset(CalendarYear.objects.values_list("year", flat=True))


@lru_cache(maxsize=4)
def _calendar(days: Days, years: frozenset[int], spans: Spans) -> Calendar:
    return Calendar(dict(days), years, WorkingHours(spans))
