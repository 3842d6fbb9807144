from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.queries import specials_to_choose
from chuangcheng.core import audit
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.supervision.forms.steadiness import SteadinessForm
from chuangcheng.supervision.queries.steadiness import Steadiness, steadiness
from chuangcheng.supervision.steadiness import Week
from chuangcheng.supervision.steadiness_access import EXPORT, VIEW
from chuangcheng.supervision.steadiness_papers import write_steadiness

HUNDRED = 100


@require_safe
@page(VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """巩固与常态: what stayed fixed, who slackens, the curve of all together."""
    form, found = _found(request)
    first, last = form.days()
    specials = specials_to_choose(actor_of(request))
    chosen = next((row for row in found.rows if row.weeks and row.key == form.unit_id), None)
    shown = {"by": form.grouping, "first": first, "last": last, "special": str(form.special_id or "")}
    address = request.GET.copy()
    address.pop("unit", None)
    context = {
        "form": SteadinessForm(initial=shown, specials=specials),
        "chosen": chosen,
        "address": address.urlencode(),
        "found": found,
        "first": first,
        "last": last,
        "curve": _curve((chosen or found.whole).weeks),
        "query": request.GET.urlencode(),
    }
    return render(request, "supervision/steadiness.html", context)


@require_safe
@page(EXPORT)
def workbook(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook, with the weeks of each unit."""
    form, found = _found(request)
    target = io.BytesIO()
    rows = write_steadiness(target=target, found=found)
    audit.record(actor=actor_of(request), action="supervision.export_steadiness", detail={"rows": rows})
    first, last = form.days()
    return download(target.getvalue(), f"{_('巩固与常态')}-{first.isoformat()}-{last.isoformat()}.xlsx")


def _found(request: HttpRequest) -> tuple[SteadinessForm, Steadiness]:
    form = SteadinessForm(request.GET)
    first, last = form.days()
    found = steadiness(
        actor=actor_of(request),
        first=first,
        last=last,
        grouping=form.grouping,
        special_id=form.special_id,
        now=now(),
    )
    return form, found


def _curve(weeks: Any) -> dict[str, Any]:
    """On-time share of each week as a line."""
    shown: list[Week] = list(weeks)
    return {
        "kind": "line",
        "categories": [week.monday.strftime("%m-%d") for week in shown],
        "category": _("周一"),
        "unit": "%",
        "min": 0,
        "max": HUNDRED,
        "series": [
            {
                "name": _("按期结案率"),
                "values": [None if week.rate is None else float(week.rate * HUNDRED) for week in shown],
                "tone": "blue",
            }
        ],
    }
