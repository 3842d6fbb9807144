"""What units are asked for, over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from ninja import Query, Router, Schema

from chuangcheng.core.access import Actor, require
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.orgs.access import VIEW_LOAD, unit_for
from chuangcheng.orgs.load_paper import load_workbook, months_or_days
from chuangcheng.orgs.queries import Load, Span, asks_of, load_of, load_of_every, span_of

router = Router()


class SpanQuery(Strict):
    span: str = "week"  # week, month
    day: date | None = None  # any day of it; today when absent


class LoadQuery(SpanQuery):
    units: Literal["", "every"] = ""  # every unit, not only those whose load is limited


class LoadLineOut(Schema):
    unit_id: int
    unit: str
    counts: dict[str, int]  # task, material, visit, form, meeting, circular
    total: int
    before: int  # in the span before
    despite: int
    is_over: bool


class LoadOut(Schema):
    first: date
    last: date
    limit: int  # of a week; 0: none
    total: int
    before: int
    lines: list[LoadLineOut]


class AskOut(Schema):
    id: str
    kind: str
    title: str
    source_kind: str
    source_id: str
    source_label: str
    asked_by_unit: str
    asked_at: datetime
    due_on: date | None
    ended_on: date | None
    despite: str


@router.get("/load", response=LoadOut)
def get_load(request: HttpRequest, asked: Query[LoadQuery]) -> dict[str, Any]:
    """The units that are counted, the most loaded first."""
    actor = actor_of(request)
    require(actor, VIEW_LOAD)
    found = _load(actor, asked)
    names = ("counts", "total", "before", "despite", "is_over")
    lines = [
        {"unit_id": line.unit.pk, "unit": line.unit.name, **{name: getattr(line, name) for name in names}}
        for line in found.lines
    ]
    whole = {"limit": found.limit, "total": found.total, "before": found.before, "lines": lines}
    return {"first": found.span.first, "last": found.span.last, **whole}


@router.get("/load/workbook")
def get_load_workbook(request: HttpRequest, asked: Query[LoadQuery]) -> HttpResponseBase:
    """The same as an Excel workbook."""
    actor = actor_of(request)
    require(actor, VIEW_LOAD)
    found = _load(actor, asked)
    content = load_workbook(actor=actor, load=found)
    return download(content, gettext("基层负担-%(span)s.xlsx") % {"span": months_or_days(found.span)})


@router.get("/load/units/{int:unit_id}", response=list[AskOut])
def get_unit_load(request: HttpRequest, unit_id: int, asked: Query[SpanQuery]) -> list[dict[str, Any]]:
    """What one unit is asked for, the newest first."""
    unit = unit_for(actor_of(request), unit_id, permission=VIEW_LOAD)
    names = [name for name in AskOut.model_fields if name != "id"]
    rows = asks_of(unit_id=unit.pk, span=_span(asked))
    return [{"id": str(row.pk), **{name: getattr(row, name) for name in names}} for row, _address in rows]


def _load(actor: Actor, asked: LoadQuery) -> Load:
    span = _span(asked)
    return load_of_every(actor=actor, span=span) if asked.units else load_of(actor=actor, span=span)


def _span(asked: SpanQuery) -> Span:
    day = asked.day or today()
    return span_of(asked.span, day if 2000 < day.year < 2100 else today())  # noqa: PLR2004 - as the working calendar
