from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.core.calendar.days import (
    FIRST_YEAR,
    LAST_YEAR,
    NOTE_LENGTH,
    Day,
    YearOutOfRange,
    change_day,
    close_year,
    forget_day,
    open_year,
)
from chuangcheng.core.models import CalendarDay, CalendarYear
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of

router = Router()


class DayOut(Schema):
    """A day that was named by a notice or by the office."""

    date: date
    is_working: bool
    note: str
    source: str


class YearOut(Schema):
    """A year: whether its holidays are known, by which notice, and its named days."""

    year: int
    is_known: bool
    source: str
    days: list[DayOut]


class DayIn(Strict):
    """Whether a day is worked, and why."""

    is_working: bool
    note: str = Field("", max_length=NOTE_LENGTH)


@router.get("/calendar/{year}", response=YearOut, summary="某年的工作日历")
def calendar(request: HttpRequest, year: int) -> dict[str, object]:  # noqa: ARG001 - the signature of a path function
    """For everybody who is signed in: deadlines are counted with it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year)
    known = CalendarYear.objects.filter(year=year).first()
    days = CalendarDay.objects.filter(date__year=year).order_by("date")
    return {"year": year, "is_known": known is not None, "source": known.source if known else "", "days": list(days)}


@router.put("/calendar/days/{day}", response=DayOut, summary="设置某天上班或休息")
def put_day(request: HttpRequest, day: date, given: DayIn) -> CalendarDay:
    """Says of one day whether it is worked."""
    return change_day(actor=actor_of(request), day=Day(day, given.is_working, given.note))


@router.delete("/calendar/days/{day}", response={204: None}, summary="恢复某天按星期安排")
def delete_day(request: HttpRequest, day: date) -> Status[None]:
    """Lets a day go by its weekday again."""
    forget_day(actor=actor_of(request), day=day)
    return Status(204, None)


@router.put("/calendar/{year}/known", response={204: None}, summary="某年安排已录全")
def put_known(request: HttpRequest, year: int) -> Status[None]:
    """Says that everything about a year is entered."""
    close_year(actor=actor_of(request), year=year)
    return Status(204, None)


@router.delete("/calendar/{year}/known", response={204: None}, summary="某年安排尚未录全")
def delete_known(request: HttpRequest, year: int) -> Status[None]:
    """Says that a year is not known after all."""
    open_year(actor=actor_of(request), year=year)
    return Status(204, None)
