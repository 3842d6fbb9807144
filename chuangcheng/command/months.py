"""Months as a wall calendar with the visits on their days."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.queries.specials.calendar import DayMark
from chuangcheng.core.calendar import day_notes, office_calendar
from chuangcheng.core.workdays import Calendar


@dataclass(frozen=True)
class DayCell:
    """One day."""

    date: date
    is_working: bool
    is_unusual: bool  # not what its weekday says
    note: str
    visits: Sequence[AssessorVisit]
    marks: Sequence[DayMark]  # of special campaigns


@dataclass(frozen=True)
class MonthSheet:
    """One month in weeks from Monday; None stands for days of its neighbours."""

    year: int
    number: int
    weeks: Sequence[Sequence[DayCell | None]]
    is_published: bool  # the year's notice is in the calendar


def month_sheets(
    year: int, numbers: Sequence[int], visits: Sequence[AssessorVisit], marks: Mapping[date, Sequence[DayMark]]
) -> list[MonthSheet]:
    """These months of a year with the visits and marks. One query for the notes; the calendar is kept."""
    calendar, by_day = office_calendar(), _by_day(visits, year)
    notes = day_notes(date(year, numbers[0], 1), date(year, numbers[-1], months.monthrange(year, numbers[-1])[1]))
    return [_month(year, number, calendar, notes, by_day, marks) for number in numbers]


def _by_day(visits: Sequence[AssessorVisit], year: int) -> Mapping[date, list[AssessorVisit]]:
    found: dict[date, list[AssessorVisit]] = {}
    for visit in visits:
        first, last = max(visit.first_on, date(year, 1, 1)), min(visit.last_on, date(year, 12, 31))
        for offset in range((last - first).days + 1):
            found.setdefault(first + timedelta(days=offset), []).append(visit)
    return found


def _month(
    year: int,
    number: int,
    calendar: Calendar,
    notes: Mapping[date, str],
    by_day: Mapping[date, list[AssessorVisit]],
    marks: Mapping[date, Sequence[DayMark]],
) -> MonthSheet:
    weeks = [
        [_cell(day, calendar, notes, by_day, marks) if day.month == number else None for day in week]
        for week in months.Calendar().monthdatescalendar(year, number)
    ]
    return MonthSheet(year, number, weeks, year in calendar.published_years)


def _cell(
    day: date,
    calendar: Calendar,
    notes: Mapping[date, str],
    by_day: Mapping[date, list[AssessorVisit]],
    marks: Mapping[date, Sequence[DayMark]],
) -> DayCell:
    is_working = calendar.is_working_day(day)
    is_weekday = day.weekday() < months.SATURDAY
    unusual, note = is_working != is_weekday, notes.get(day, "")
    return DayCell(day, is_working, unusual, note, by_day.get(day, []), marks.get(day, []))
