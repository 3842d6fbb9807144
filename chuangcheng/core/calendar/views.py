from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.calendar.days import FIRST_YEAR, LAST_YEAR, change_day, close_year, forget_day, open_year
from chuangcheng.core.calendar.forms import DayForm
from chuangcheng.core.calendar.months import months_of
from chuangcheng.core.calendar.office import office_calendar
from chuangcheng.core.models import CalendarDay, CalendarYear
from chuangcheng.core.permissions import CHANGE_CALENDAR
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page


@require_GET
@page(CHANGE_CALENDAR)
def year(request: HttpRequest) -> HttpResponse:
    """One year: its months, the days that differ, whether it is known, and a form for a day."""
    return _year_page(request, _asked_year(request), DayForm())


@require_POST
@page(CHANGE_CALENDAR)
def change(request: HttpRequest) -> HttpResponse:
    """Says of one day whether it is worked."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _year_page(request, _asked_year(request), form, status=422)
    row = change_day(actor=actor_of(request), day=form.day())
    messages.success(request, _("已保存%(day)s的安排。") % {"day": row.date.isoformat()})
    return _to_year(row.date.year)


@require_POST
@page(CHANGE_CALENDAR)
def forget(request: HttpRequest, day: date) -> HttpResponse:
    """Lets a day go by its weekday again."""
    forget_day(actor=actor_of(request), day=day)
    messages.success(request, _("%(day)s已恢复为按星期安排。") % {"day": day.isoformat()})
    return _to_year(day.year)


@require_POST
@page(CHANGE_CALENDAR)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Says that everything about a year is entered."""
    close_year(actor=actor_of(request), year=number)
    return _to_year(number)


@require_POST
@page(CHANGE_CALENDAR)
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Says that a year is not known after all."""
    open_year(actor=actor_of(request), year=number)
    return _to_year(number)


def _year_page(request: HttpRequest, number: int, form: DayForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "year": number,
        "views": [
            {"label": str(offered), "url": f"{reverse('core:calendar')}?year={offered}", "active": offered == number}
            for offered in _offered_years(number)
        ],
        "known": CalendarYear.objects.filter(year=number).first(),
        "months": months_of(number, calendar=office_calendar()),
        "days": CalendarDay.objects.filter(date__year=number).order_by("date"),
        "form": form,
    }
    return render(request, "core/calendar.html", context, status=status)


def _offered_years(number: int) -> list[int]:
    known = set(CalendarYear.objects.values_list("year", flat=True))
    return sorted(known | {number, today().year, today().year + 1})


def _asked_year(request: HttpRequest) -> int:
    text = request.GET.get("year", "") or request.POST.get("date", "")[:4]
    number = int(text) if text.isdecimal() and text.isascii() else today().year
    return min(max(number, FIRST_YEAR), LAST_YEAR)


def _to_year(number: int) -> HttpResponse:
    return redirect(f"{reverse('core:calendar')}?year={number}")
