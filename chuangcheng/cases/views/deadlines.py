from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import VIEW
from chuangcheng.cases.queries import unit_choices, with_all_below
from chuangcheng.cases.queries.deadline_days import Load, deadlines_by_day
from chuangcheng.core.calendar import day_notes, office_calendar
from chuangcheng.core.times import local_date, now
from chuangcheng.core.web import actor_of, page
from chuangcheng.core.workdays import monday_of

WEEK, MONTH = "week", "month"
DAYS_OF_WEEK = 7
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)  # what the working calendar holds


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day with its load."""

    date: date
    load: Load
    is_working: bool
    is_unusual: bool  # not what its weekday says
    note: str
    is_today: bool
    is_outside: bool  # of a neighbouring month
    list_query: str


@require_safe
@page(VIEW)
def deadlines(request: HttpRequest) -> HttpResponse:
    """The calendar of deadlines, a month or a week at a time; a day opens its list."""
    actor, moment = actor_of(request), now()
    span = WEEK if request.GET.get("span") == WEEK else MONTH
    around = _asked_day(request, local_date(moment))
    unit = request.GET.get("unit", "")
    unit_id = int(unit) if unit.isascii() and unit.isdecimal() else None
    days = _days(around, span)
    loads = deadlines_by_day(
        actor=actor, first=days[0], last=days[-1], unit_ids=with_all_below(actor, unit_id), now=moment
    )
    units, _areas = unit_choices(actor=actor)
    context = {
        "cells": _cells(days, loads, around if span == MONTH else None, local_date(moment), unit_id),
        "title": _title(days, around, span),
        "tabs": [
            {"label": label, "url": _address(name, around, unit_id), "active": name == span}
            for name, label in ((MONTH, _("按月")), (WEEK, _("按周")))
        ],
        "before_url": _address(span, _moved(around, span, -1), unit_id),
        "after_url": _address(span, _moved(around, span, 1), unit_id),
        "today_url": _address(span, local_date(moment), unit_id),
        "is_free": not loads,
        "span": span,
        "around": around,
        "units": units if len(units) > 1 else [],
        "unit": unit,
        "assumed_years": sorted({day.year for day in days} - set(office_calendar().published_years)),
    }
    return render(request, "cases/deadlines.html", context)


def _asked_day(request: HttpRequest, today: date) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return min(max(asked, FIRST + timedelta(days=40)), LAST - timedelta(days=40))


def _days(around: date, span: str) -> list[date]:
    if span == WEEK:
        monday = monday_of(around)
        return [monday + timedelta(days=number) for number in range(DAYS_OF_WEEK)]
    return list(months.Calendar().itermonthdates(around.year, around.month))


def _cells(days: list[date], loads: Any, month_of: date | None, today: date, unit_id: int | None) -> list[DayCell]:
    calendar, notes = office_calendar(), day_notes(days[0], days[-1])
    unit = {"unit": unit_id} if unit_id is not None else {}
    return [
        DayCell(
            date=day,
            load=loads.get(day, Load()),
            is_working=calendar.is_working_day(day),
            is_unusual=calendar.is_working_day(day) != (day.weekday() < months.SATURDAY),
            note=notes.get(day, ""),
            is_today=day == today,
            is_outside=month_of is not None and day.month != month_of.month,
            list_query=urlencode({"due_from": day.isoformat(), "due_to": day.isoformat(), **unit}),
        )
        for day in days
    ]


def _title(days: list[date], around: date, span: str) -> str:
    if span == WEEK:
        return f"{days[0]} – {days[-1]}"
    return _("%(year)s年%(month)s月") % {"year": around.year, "month": around.month}


def _moved(around: date, span: str, steps: int) -> date:
    if span == WEEK:
        return around + timedelta(days=DAYS_OF_WEEK * steps)
    first = around.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1) if steps < 0 else (first + timedelta(days=32)).replace(day=1)


def _address(span: str, around: date, unit_id: int | None) -> str:
    unit = {"unit": unit_id} if unit_id is not None else {}
    return f"{reverse('cases:deadlines')}?{urlencode({'span': span, 'day': around.isoformat(), **unit})}"
