from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.cases.queries import site_options
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.inspections.access import PLAN, VIEW, round_for
from chuangcheng.inspections.composite_papers import write_composite_table
from chuangcheng.inspections.forms.composites import CompositeForm, parts_of, rows_of, rows_posted
from chuangcheng.inspections.models import CompositePlace, Composition
from chuangcheng.inspections.queries.composites import composite_places, composite_scores, composition_on
from chuangcheng.inspections.services.composites import compose


@require_safe
@page(VIEW)
def places(request: HttpRequest) -> HttpResponse:
    """Every composite place with what it is made of today."""
    rows = [(place, composition_on(place, today())) for place in composite_places()]
    context = {"rows": rows, "may_plan": actor_of(request).may(PLAN)}
    return render(request, "inspections/composites.html", context)


@require_safe
@page(VIEW)
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """One composite place: what it was made of, from which day on."""
    context = {"place": _place(place_id), "may_plan": actor_of(request).may(PLAN)}
    return render(request, "inspections/composite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def new(request: HttpRequest) -> HttpResponse:
    """A new composite place."""
    return _form(request, new_id(), None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def edit(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """What a composite place is made of from a day on."""
    found = _place(place_id)
    return _form(request, found.pk, found, composition_on(found, today()))


@require_safe
@page(PLAN)
def site_suggestions(request: HttpRequest) -> HttpResponse:
    """Sites while typing, each by its number."""
    sites = site_options(actor=actor_of(request), words=request.GET.get("words", "")[:60])
    options = [(site.number, site.name, f"{site.number} {site.area.name}") for site in sites]
    return render(request, "components/pick_options.html", {"options": options})


@require_safe
@page(VIEW)
def export(request: HttpRequest, round_id: UUID) -> FileResponse:
    """The composite places of a round as an Excel table."""
    actor = actor_of(request)
    found = round_for(actor, round_id)
    target = io.BytesIO()
    write_composite_table(target=target, scores=composite_scores(actor=actor, found=found))
    return download(target.getvalue(), f"{found.name}-{_('组合点位')}.xlsx")


def _place(place_id: UUID) -> CompositePlace:
    found = composite_places().filter(pk=place_id).first()
    if found is None:
        raise NotFound(_("没有找到该组合点位，请从列表进入。"))
    return found


def _form(
    request: HttpRequest, place_id: UUID, found: CompositePlace | None, standing: Composition | None
) -> HttpResponse:
    form = CompositeForm(request.POST or None, initial={"name": found.name if found else ""})
    actor, rows, problem = actor_of(request), rows_of(standing), ""
    if request.method == "POST":
        rows = rows_posted(request.POST, actor=actor)
        if form.is_valid():
            try:
                parts = parts_of(rows, actor=actor)
                made = compose(actor=actor, place_id=place_id, parts=parts, is_new=found is None, **form.cleaned_data)
            except Refusal as refusal:
                problem = str(refusal)
            else:
                messages.success(request, _("组合点位已保存。"))
                return redirect("inspections:composite", place_id=made.pk)
    cancel = reverse("inspections:composite", args=[found.pk]) if found else reverse("inspections:composites")
    fields = [
        {"html_name": f"sites_{index}", "auto_id": f"id_sites_{index}", "label": _("点位")}
        for index in range(len(rows))
    ]
    context = {
        "form": form,
        "rows": list(zip(rows, fields, strict=True)),
        "problem": problem,
        "found": found,
        "cancel_url": cancel,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/composite_form.html", context, status=status)
