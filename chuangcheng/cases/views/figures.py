from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import EXPORT, VIEW
from chuangcheng.cases.figure_papers import GROUPING_NAMES, Told, rate, write_bulletin, write_figure_tables
from chuangcheng.cases.figures import COUNT_LABELS, DEFINITIONS, RATE_LABELS, Counts
from chuangcheng.cases.forms.figures import FiguresForm
from chuangcheng.cases.queries import classes_in_use, unit_choices
from chuangcheng.cases.queries.figure_conditions import Period
from chuangcheng.cases.queries.rectification import GROUPINGS, rectification_figures
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.times import local_date, now
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.core.workdays import monday_of

NARROWING = ("source", "problem_class", "lead_within", "area")  # what the list of cases takes, too


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A number of the table with the list of its cases."""

    label: str
    value: int
    query: str  # empty: no filter of the list means it


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row as the template draws it."""

    label: str
    counts: list[ShownCount]
    rates: list[tuple[str, str]]


@require_safe
@page(VIEW)
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of rectification of a period, by unit, class, street or source; every count opens to its cases."""
    actor = actor_of(request)
    form = _form(request, actor)
    period, by = form.period(local_date(now())), _grouping(request)
    found = rectification_figures(actor=actor, period=period, narrowed=form.narrowed(actor), grouping=by, now=now())
    told = Told(period, {by: found})
    query = {name: value for name in NARROWING if (value := str(request.GET.get(name, "")))}
    days = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    context = {
        "form": form,
        "told": told,
        "head": GROUPING_NAMES[by],
        "heads": [_(label) for label in (*COUNT_LABELS.values(), *RATE_LABELS.values())],
        "lines": [_line(line.label, line.counts, line.query, period, query) for line in found.lines],
        "total": _line(_("合计"), found.total, "-", period, query),
        "tabs": [
            {"label": label, "url": f"?{urlencode({**query, **days, 'by': name})}", "active": name == by}
            for name, label in GROUPING_NAMES.items()
        ],
        "presets": [
            {
                "label": label,
                "url": f"?{urlencode({**query, 'from': first, 'to': last, 'by': by})}",
                "is_current": period == Period(first, last),
            }
            for label, first, last in presets(local_date(now()))
        ],
        "definitions": [_(text) for text in DEFINITIONS],
        "export_query": urlencode({**query, **days}) if actor.may(EXPORT) else None,
    }
    return render(request, "cases/figures.html", context)


@require_safe
@page(EXPORT)
def workbook(request: HttpRequest) -> HttpResponseBase:
    """All groupings as an Excel workbook."""
    told = _everything(request)
    target = io.BytesIO()
    rows = write_figure_tables(target=target, told=told)
    audit.record(actor=actor_of(request), action="cases.export_figures", detail={"rows": rows})
    return download(target.getvalue(), _("问题整改统计-%(days)s.xlsx") % {"days": told.days})


@require_safe
@page(EXPORT)
def bulletin(request: HttpRequest) -> HttpResponseBase:
    """The bulletin in Word."""
    told = _everything(request)
    audit.record(actor=actor_of(request), action="cases.export_figures", detail={"rows": told.total.due})
    return download(write_bulletin(told=told), _("问题整改情况通报-%(days)s.docx") % {"days": told.days}, DOCX)


def presets(today: date) -> list[tuple[str, date, date]]:
    """The periods that offices ask for."""
    monday = monday_of(today)
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return [
        (_("本周"), monday, monday + timedelta(days=6)),
        (_("上周"), monday - timedelta(days=7), monday - timedelta(days=1)),
        (_("本月"), first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)),
        (_("上月"), before, first - timedelta(days=1)),
        (_("本年"), today.replace(month=1, day=1), today.replace(month=12, day=31)),
    ]


def _form(request: HttpRequest, actor: Actor) -> FiguresForm:
    units, areas = unit_choices(actor=actor)
    month = Period.month_of(local_date(now()))
    # The days are shown in the form also when the address has none.
    asked = {"from": month.first.isoformat(), "to": month.last.isoformat()} | {
        name: value for name, value in request.GET.items() if value
    }
    return FiguresForm(asked, classes=classes_in_use(), units=units, areas=areas)


def _grouping(request: HttpRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in GROUPINGS else "unit"


def _everything(request: HttpRequest) -> Told:
    actor, moment = actor_of(request), now()
    form = _form(request, actor)
    period, narrowed = form.period(local_date(moment)), form.narrowed(actor)
    by = {
        name: rectification_figures(actor=actor, period=period, narrowed=narrowed, grouping=name, now=moment)
        for name in GROUPINGS
    }
    return Told(period, by, form.words())


def _line(label: str, counts: Counts, query: str, period: Period, narrowed: dict[str, str]) -> ShownLine:
    """The row; without a query its counts cannot be opened."""
    address = {**narrowed, "figure_from": period.first.isoformat(), "figure_to": period.last.isoformat()}
    own = query if query != "-" else ""
    shown = []
    for name, words in COUNT_LABELS.items():
        value = getattr(counts, name)
        parts = [urlencode({**address, "figure": name}), *([own] if own else [])]
        shown.append(ShownCount(_(words), value, "&".join(parts) if query and value else ""))
    rates = [(_(words), rate(getattr(counts, name))) for name, words in RATE_LABELS.items()]
    return ShownLine(label, shown, rates)
