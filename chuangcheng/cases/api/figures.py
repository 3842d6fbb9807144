"""The calendar of deadlines and the figures of rectification over the API."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from chuangcheng.cases.access import EXPORT, VIEW
from chuangcheng.cases.figure_papers import Told, write_bulletin, write_figure_tables
from chuangcheng.cases.queries import with_all_below
from chuangcheng.cases.queries.deadline_days import deadlines_by_day
from chuangcheng.cases.queries.figure_conditions import Period
from chuangcheng.cases.queries.rectification import GROUPINGS, Narrowed, rectification_figures
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import local_date, now
from chuangcheng.core.web import actor_of, download

router = Router()

MOST_DAYS = 366  # of the calendar in one answer
LONGEST = timedelta(days=3660)  # of the figures, as on the page


class DayOut(Schema):
    """The cases being fixed whose deadline lies on a day."""

    date: date
    is_working: bool
    due: int
    overdue: int


class PeriodQuery(Schema):
    """A period of whole days, both included, and what it is narrowed to; this month unless said."""

    first: date | None = None
    last: date | None = None
    source: str = ""
    problem_class: int | None = None
    unit: int | None = None  # leads, with all below it
    area: int | None = None  # with all below it


class CountsOut(Schema):
    """Numbers of cases, and rates in percent (null of nothing); defined in the product's documents."""

    received: int
    filed: int
    due: int
    suspended: int
    closed: int
    on_time: int
    overdue: int
    handled: int
    reworked: int
    extended: int
    filing_rate: Decimal | None
    closing_rate: Decimal | None
    on_time_rate: Decimal | None
    rework_rate: Decimal | None
    extension_rate: Decimal | None


class FigureLineOut(Schema):
    """One row; `query` is what the list of cases is asked with."""

    label: str
    query: str
    counts: CountsOut


class FiguresOut(Schema):
    """The figures of a period."""

    first: date
    last: date
    lines: list[FigureLineOut]
    total: CountsOut


@router.get("/cases/deadlines", response=list[DayOut])
def get_deadlines(
    request: HttpRequest, first: date | None = None, last: date | None = None, unit: int | None = None
) -> list[dict[str, Any]]:
    """The days with a deadline of a case that is being fixed; of this month unless said."""
    actor, moment = actor_of(request), now()
    require(actor, VIEW)
    month = Period.month_of(local_date(moment))
    days = Period(first or month.first, last or month.last)
    if not timedelta(0) <= days.last - days.first < timedelta(days=MOST_DAYS):
        raise InvalidInput(_("请给出一年以内的起止日期。"))
    calendar, unit_ids = office_calendar(), with_all_below(actor, unit)
    loads = deadlines_by_day(actor=actor, first=days.first, last=days.last, unit_ids=unit_ids, now=moment)
    return [
        {"date": day, "is_working": calendar.is_working_day(day), "due": load.due, "overdue": load.overdue}
        for day, load in sorted(loads.items())
    ]


@router.get("/cases/figures", response=FiguresOut)
def get_figures(
    request: HttpRequest, asked: Query[PeriodQuery], by: Literal["unit", "class", "street", "source"] = "unit"
) -> dict[str, Any]:
    """The figures of a period by unit, class, street or source."""
    actor = actor_of(request)
    require(actor, VIEW)
    period = _period(asked)
    found = rectification_figures(actor=actor, period=period, narrowed=_narrowed(actor, asked), grouping=by, now=now())
    return {"first": period.first, "last": period.last, "lines": found.lines, "total": found.total}


@router.get("/cases/figures/workbook", response={200: None})
def get_workbook(request: HttpRequest, asked: Query[PeriodQuery]) -> HttpResponseBase:
    """All groupings as an Excel workbook."""
    told = _told(request, asked)
    target = io.BytesIO()
    rows = write_figure_tables(target=target, told=told)
    audit.record(actor=actor_of(request), action="cases.export_figures", detail={"rows": rows})
    return download(target.getvalue(), f"{told.days}.xlsx")


@router.get("/cases/figures/bulletin", response={200: None})
def get_bulletin(request: HttpRequest, asked: Query[PeriodQuery]) -> HttpResponseBase:
    """The bulletin in Word."""
    told = _told(request, asked)
    audit.record(actor=actor_of(request), action="cases.export_figures", detail={"rows": told.total.due})
    return download(write_bulletin(told=told), f"{told.days}.docx", DOCX)


def _told(request: HttpRequest, asked: PeriodQuery) -> Told:
    actor = actor_of(request)
    require(actor, EXPORT)
    period, narrowed, moment = _period(asked), _narrowed(actor, asked), now()
    by = {
        name: rectification_figures(actor=actor, period=period, narrowed=narrowed, grouping=name, now=moment)
        for name in GROUPINGS
    }
    return Told(period, by)


def _period(asked: PeriodQuery) -> Period:
    if asked.first is None or asked.last is None:
        return Period.month_of(local_date(now()))
    if not timedelta(0) <= asked.last - asked.first <= LONGEST or not 2000 <= asked.first.year <= 2100:  # noqa: PLR2004 - what the calendar holds
        raise InvalidInput(_("统计时段不对，请给出十年以内的起止日期。"))
    return Period(asked.first, asked.last)


def _narrowed(actor: Actor, asked: PeriodQuery) -> Narrowed:
    units, areas = with_all_below(actor, asked.unit), with_all_below(actor, asked.area)
    return Narrowed(
        source=asked.source,
        problem_class_id=asked.problem_class,
        unit_ids=tuple(units) if units is not None else None,
        area_ids=tuple(areas) if areas is not None else None,
    )
