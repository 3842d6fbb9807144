"""A year as twelve sheets of a wall calendar."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date

from chuangcheng.core.models import CalendarDay
from chuangcheng.core.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month."""

    date: date
    is_working: bool
    is_unusual: bool  # not what its weekday says
    note: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month in weeks from Monday; None stands for days of its neighbours."""

    number: int
    weeks: list[list[Cell | None]]
    working_count: int  # working days


def day_notes(first: date, last: date) -> dict[date, str]:
    """What is noted of the named days from the first to the last: the name of the holiday. One query."""
    return dict(CalendarDay.objects.filter(date__range=(first, last)).values_list("date", "note"))


def months_of(year: int, *, calendar: Calendar) -> list[Month]:
    """The twelve months; one query for the notes."""
    notes = dict(CalendarDay.objects.filter(date__year=year).values_list("date", "note"))
    return [_month(year, number, calendar, notes) for number in range(1, 13)]


def _month(year: int, number: int, calendar: Calendar, notes: dict[date, str]) -> Month:
    weeks = [
        [_cell(day, calendar, notes) if day.month == number else None for day in week]
        for week in months.Calendar().monthdatescalendar(year, number)
    ]
    return Month(number, weeks, sum(cell.is_working for week in weeks for cell in week if cell))


def _cell(day: date, calendar: Calendar, notes: dict[date, str]) -> Cell:
    is_working = calendar.is_working_day(day)
    is_weekday = day.weekday() < months.SATURDAY
    return Cell(day, is_working, is_working != is_weekday, notes.get(day, ""))
