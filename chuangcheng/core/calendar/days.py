"""Changing the calendar: single days, whole years, and what is known of a year. Every change is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.calendar.office import forget_kept_calendar
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.models import CalendarDay, CalendarYear
from chuangcheng.core.permissions import CHANGE_CALENDAR

FIRST_YEAR, LAST_YEAR = 2000, 2100  # what the calendar holds; our choice
NOTE_LENGTH, SOURCE_LENGTH = 60, 200  # characters


class YearOutOfRange(InvalidInput):
    """A day outside of what the calendar holds."""

    def __init__(self, year: int) -> None:
        super().__init__(_("%(year)s年不在工作日历的范围内，请核对日期。") % {"year": year})


@dataclass(frozen=True, slots=True)
class Day:
    """One day that is not, or need not be, what its weekday says."""

    date: date
    is_working: bool
    note: str = ""


def change_day(*, actor: Actor, day: Day, source: str = "") -> CalendarDay:
    """Says of one day whether it is worked."""
    require(actor, CHANGE_CALENDAR)
    with transaction.atomic():
        row = _write([day], source)[0]
        detail = {"date": day.date.isoformat(), "is_working": day.is_working}
        audit.record(actor=actor, action="core.change_calendar_day", subject=row, detail=detail)
    forget_kept_calendar()
    return row


def forget_day(*, actor: Actor, day: date) -> None:
    """Lets a day go by its weekday again; NotFound when nothing was said of it."""
    require(actor, CHANGE_CALENDAR)
    with transaction.atomic():
        row = CalendarDay.objects.select_for_update().filter(date=day).first()
        if row is None:
            raise NotFound(_("工作日历中没有这一天的安排，请刷新页面。"))
        detail = {"date": day.isoformat(), "is_working": row.is_working}
        audit.record(actor=actor, action="core.forget_calendar_day", subject=row, detail=detail)
        row.delete()
    forget_kept_calendar()


def take_days(*, actor: Actor, days: Sequence[Day], source: str) -> None:
    """Writes the days of an import and takes their years as known; called inside its transaction."""
    years = sorted({day.date.year for day in days})
    _write(days, source)
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=year, source=source[:SOURCE_LENGTH]) for year in years], ignore_conflicts=True
    )
    audit.record(actor=actor, action="core.import_calendar", detail={"days": len(days), "years": years})
    transaction.on_commit(forget_kept_calendar)


def close_year(*, actor: Actor, year: int) -> None:
    """Says that everything about a year is entered: deadlines in it are no longer called provisional."""
    require(actor, CHANGE_CALENDAR)
    _check_year(year)
    with transaction.atomic():
        CalendarYear.objects.get_or_create(year=year, defaults={"source": _("创城办录入")})
        audit.record(actor=actor, action="core.close_calendar_year", detail={"year": year})
    forget_kept_calendar()


def open_year(*, actor: Actor, year: int) -> None:
    """Says that a year is not known after all: deadlines in it are provisional again; its days stay."""
    require(actor, CHANGE_CALENDAR)
    with transaction.atomic():
        CalendarYear.objects.filter(year=year).delete()
        audit.record(actor=actor, action="core.open_calendar_year", detail={"year": year})
    forget_kept_calendar()


def _write(days: Sequence[Day], source: str) -> list[CalendarDay]:
    for day in days:
        _check_year(day.date.year)
    latest = {day.date: day for day in days}
    return CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                date=day.date,
                is_working=day.is_working,
                note=day.note[:NOTE_LENGTH],
                source=(source or _("创城办录入"))[:SOURCE_LENGTH],
            )
            for day in latest.values()
        ],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_working", "note", "source"],
    )


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year)
