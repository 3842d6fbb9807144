"""Who patrolled and who did not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.field.access import PATROL, VIEW_PATROLS
from chuangcheng.field.forms import DutyForm
from chuangcheng.field.patrol_workbooks import duty_download
from chuangcheng.field.queries.patrol_duty import duties, grouped, whole_of

MOST_SHOWN = 500  # lines of the page; the workbook has all


@require_safe
@page(VIEW_PATROLS, PATROL)
def duty(request: HttpRequest) -> HttpResponse:
    """The month by steward, place or area, the most missed first."""
    actor = actor_of(request)
    form = DutyForm(request.GET, actor=actor)
    chosen = form.chosen()
    lines = grouped(duties(actor=actor, chosen=chosen, today=today()), chosen.group)
    context = {
        "form": form,
        "chosen": chosen,
        "lines": lines[:MOST_SHOWN],
        "is_more": len(lines) > MOST_SHOWN,
        "whole": whole_of(lines),
        "query": request.GET.urlencode(),
    }
    return render(request, "field/patrol_duty.html", context)


@require_safe
@page(VIEW_PATROLS, PATROL)
def export(request: HttpRequest) -> HttpResponseBase:
    """Each steward and place as an Excel table."""
    actor = actor_of(request)
    return duty_download(actor=actor, chosen=DutyForm(request.GET, actor=actor).chosen())
