from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core import audit
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.inspections.access import PLAN
from chuangcheng.inspections.completion_workbook import completion_workbook
from chuangcheng.inspections.forms import chosen_people, chosen_sites
from chuangcheng.inspections.forms.completion import CompletionForm
from chuangcheng.inspections.queries import completion as queries
from chuangcheng.inspections.queries import may_visit_people
from chuangcheng.inspections.services.missed import excuse_visits, hand_over_visits, lift_excuse


@require_safe
@page(PLAN)
def completion(request: HttpRequest) -> HttpResponse:
    """The month by person and day, and what was not done."""
    actor = actor_of(request)
    form = CompletionForm(request.GET, actor=actor)
    chosen = form.chosen()
    shown = queries.completion(actor=actor, chosen=chosen)
    left = queries.left_assignments(actor=actor, chosen=chosen, today=today())
    context: dict[str, Any] = {
        "form": form,
        "month": chosen.month,
        "today": today(),
        "shown": shown,
        "matrix": [(line, [(day, line.days.get(day)) for day in shown.days]) for line in shown.lines],
        "groups": [(found, list(rows)) for found, rows in groupby(left, key=lambda row: row.round)],
        "people": may_visit_people(today=today()),
        "query": request.GET.urlencode(),
    }
    return render(request, "inspections/completion.html", context)


@require_safe
@page(PLAN)
def export(request: HttpRequest) -> HttpResponseBase:
    """The same month as a workbook."""
    actor = actor_of(request)
    chosen = CompletionForm(request.GET, actor=actor).chosen()
    content = completion_workbook(queries.completion(actor=actor, chosen=chosen), month=chosen.month)
    audit.record(actor=actor, action="inspections.export_completion", detail={"month": f"{chosen.month:%Y-%m}"})
    return download(content, _("完成情况%(month)s.xlsx") % {"month": f"{chosen.month:%Y-%m}"})


@require_POST
@page(PLAN)
def hand_over(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Gives sites that were not visited to somebody else."""
    people = chosen_people(request.POST)
    if not people:
        raise InvalidInput(_("请选择转交给谁，再办理。"))
    count = hand_over_visits(
        actor=actor_of(request),
        round_id=round_id,
        site_ids=chosen_sites(request.POST),
        person_id=people[0],
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已转交%(count)s个点位。") % {"count": count})
    return _back(request, round_id)


@require_POST
@page(PLAN)
def excuse(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Takes sites out of the reckoning."""
    count = excuse_visits(
        actor=actor_of(request),
        round_id=round_id,
        site_ids=chosen_sites(request.POST),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已免检%(count)s个点位，理由已记录。") % {"count": count})
    return _back(request, round_id)


@require_POST
@page(PLAN)
def lift(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Counts excused sites again."""
    count = lift_excuse(
        actor=actor_of(request),
        round_id=round_id,
        site_ids=chosen_sites(request.POST),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已恢复%(count)s个点位。") % {"count": count})
    return _back(request, round_id)


def _back(request: HttpRequest, round_id: UUID) -> HttpResponse:
    month = request.POST.get("month", "")
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        return redirect("inspections:round", round_id)
    return redirect(f"{reverse('inspections:completion')}?month={month}")
