"""基层负担: what each community is asked for in a week or a month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import Actor, require
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs.access import VIEW_LOAD, unit_for
from chuangcheng.orgs.load_paper import load_workbook, months_or_days
from chuangcheng.orgs.models import Ask
from chuangcheng.orgs.queries import Load, Span, asks_of, load_of, load_of_every, span_of, visits_to

EVERY = "every"
MOST_SHOWN = 200  # units on one page, the most loaded; the workbook has all


@require_safe
@page(VIEW_LOAD)
def load(request: HttpRequest) -> HttpResponse:
    """The units that are counted, the most loaded first, beside the span before."""
    found = asked_load(actor_of(request), asked_span(request), request.GET.get("units", ""))
    busy = [line for line in found.lines if line.total or line.before]
    context = {
        **_told(found.span),
        "load": found,
        "lines": [(line, [(kind.label, line.counts[kind]) for kind in Ask.Kind]) for line in busy[:MOST_SHOWN]],
        "kinds": Ask.Kind.labels,
        "quiet": len(found.lines) - len(busy),
        "more": max(0, len(busy) - MOST_SHOWN),
        "units": EVERY if found.is_every else "",
        "has_choice": not found.is_every or request.GET.get("units") == EVERY,
        "over": sum(line.is_over for line in found.lines),
    }
    return render(request, "orgs/load.html", context)


@require_safe
@page(VIEW_LOAD)
def unit_load(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What one unit is asked for, by whom and until when."""
    unit = unit_for(actor_of(request), unit_id, permission=VIEW_LOAD)
    span = asked_span(request)
    asks, visits = asks_of(unit_id=unit.pk, span=span), visits_to(unit_id=unit.pk, span=span)
    return render(request, "orgs/unit_load.html", {**_told(span), "unit": unit, "asks": asks, "visits": visits})


@require_safe
@page(VIEW_LOAD)
def export(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook, with every unit."""
    span = asked_span(request)
    actor = actor_of(request)
    require(actor, VIEW_LOAD)
    content = load_workbook(actor=actor, load=asked_load(actor, span, request.GET.get("units", "")))
    return download(content, _("基层负担-%(span)s.xlsx") % {"span": months_or_days(span)})


def asked_load(actor: Actor, span: Span, units: str) -> Load:
    """The load of the units whose load is limited, or of every unit."""
    return load_of_every(actor=actor, span=span) if units == EVERY else load_of(actor=actor, span=span)


def asked_span(request: HttpRequest) -> Span:
    """The week or month of the address; this week when it names none."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today()
    if not 2000 < day.year < 2100:  # noqa: PLR2004 - as the working calendar
        day = today()
    return span_of(request.GET.get("span", ""), day)


def _told(span: Span) -> dict[str, Any]:
    return {"span": span, "span_words": months_or_days(span), "is_now": span.first <= today() <= span.last}
