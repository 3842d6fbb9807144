from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections.access import PLAN
from chuangcheng.inspections.forms.absences import AbsenceForm
from chuangcheng.inspections.queries.absences import absences_shown
from chuangcheng.inspections.services.absences import end_absence, record_absence


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away and who comes instead; a new absence."""
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        record_absence(
            actor=actor_of(request),
            absence_id=values["absence_id"],
            person_id=values["person"],
            substitute_id=values["substitute"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            reason=values["reason"],
        )
        messages.success(request, _("已登记请假，替班从当天起生效。"))
        return redirect("inspections:absences")
    context = {"form": form, "rows": absences_shown(), "today": today()}
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/absences.html", context, status=status)


@require_POST
@page(PLAN)
def end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Back, or noted by mistake."""
    end_absence(actor=actor_of(request), absence_id=absence_id)
    messages.success(request, _("请假已结束，之后生成的轮次照常分派。"))
    return redirect("inspections:absences")
