from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections.access import PLAN, draw_for, planned_round_for
from chuangcheng.inspections.forms.samples import DrawForm, SampleForm
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.queries.samples import draws_of, is_repeatable, preview_of, strata_of
from chuangcheng.inspections.services import RoundMovedOn, draw_sample
from chuangcheng.inspections.services.rounds import OPEN_STATES
from chuangcheng.sites.access import visible_sites


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def sample(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Sets a sample up, shows by stratum what a draw would find, and draws it."""
    found = planned_round_for(actor_of(request), round_id)
    if found.state not in OPEN_STATES:
        raise RoundMovedOn(found)
    form = SampleForm(request.GET or None)
    if request.method == "POST" and form.is_valid():
        return _draw(request, found, form)
    preview = None
    if form.is_bound and form.is_valid():
        preview = preview_of(actor=actor_of(request), found=found, terms=form.cleaned_data["terms"], day=today())
    context = {
        "found": found,
        "form": form,
        "preview": preview,
        "draws": draws_of(found=found),
        "draw_form": DrawForm(),
        "query": request.GET.urlencode(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/sample_form.html", context, status=status)


@require_safe
@page(PLAN)
def drawn(request: HttpRequest, draw_id: UUID) -> HttpResponse:
    """A draw: its seed, strata and sites; repeated from what was kept, and whether that gives the same."""
    found = draw_for(actor_of(request), draw_id)
    sites = (
        visible_sites(actor_of(request))
        .filter(pk__in=found.site_ids)
        .select_related("site_type", "area")
        .defer("area__boundary")
    )
    context = {
        "found": found,
        "strata": strata_of(found),
        "sites": sites.order_by("area__path", "site_type__order", "number"),
        "repeated": is_repeatable(found),
    }
    return render(request, "inspections/sample.html", context)


def _draw(request: HttpRequest, found: Round, form: SampleForm) -> HttpResponse:
    told = DrawForm(request.POST)
    told.is_valid()
    values = told.cleaned_data
    made = draw_sample(
        actor=actor_of(request),
        round_id=found.pk,
        draw_id=values.get("draw_id") or UUID(int=0),
        terms=form.cleaned_data["terms"],
        seed=values.get("seed") or "",
        reason=values.get("reason") or "",
    )
    messages.success(request, _("已抽取%(count)s个点位并加入轮次，请分给检查员。") % {"count": len(made.site_ids)})
    return redirect("inspections:draw", draw_id=made.pk)
