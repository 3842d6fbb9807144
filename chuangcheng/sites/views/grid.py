from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import CHANGE, VIEW, grid_cell_for
from chuangcheng.sites.forms import GridForm
from chuangcheng.sites.models import GridCell
from chuangcheng.sites.queries import grid_page
from chuangcheng.sites.services import change_grid_cell, create_grid_cell


@require_GET
@page(VIEW)
def cells(request: HttpRequest) -> HttpResponse:
    """The cells of the actor's communities, a hundred a page."""
    actor = actor_of(request)
    found = grid_page(actor=actor, after=request.GET.get("after", "")[:40])
    context = {"cells": found.cells, "following": found.following, "may_change": actor.may(CHANGE)}
    return render(request, "sites/grid.html", context)


@page(CHANGE)
def new_cell(request: HttpRequest) -> HttpResponse:
    """Enters a cell."""
    form = GridForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_saved(request, form, None):
        return redirect("sites:grid")
    context = {"form": form, "cancel_url": reverse("sites:grid")}
    return render(request, "sites/grid_form.html", context, status=422 if form.is_bound else 200)


@page(CHANGE)
def edit_cell(request: HttpRequest, cell_id: int) -> HttpResponse:
    """Changes a cell."""
    cell = grid_cell_for(actor_of(request), cell_id, permission=CHANGE)
    initial = {name: getattr(cell, name) for name in ("code", "name", "unit", "keeper")}
    initial["boundary"] = json.dumps(cell.boundary) if cell.boundary else ""
    form = GridForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _is_saved(request, form, cell):
        return redirect("sites:grid")
    context = {"form": form, "cell": cell, "cancel_url": reverse("sites:grid")}
    return render(request, "sites/grid_form.html", context, status=422 if form.is_bound else 200)


def _is_saved(request: HttpRequest, form: GridForm, cell: GridCell | None) -> bool:
    """Whether the cell was saved; if not, the form says why."""
    actor = actor_of(request)
    try:
        if cell is None:
            create_grid_cell(actor=actor, facts=form.facts())
        else:
            change_grid_cell(actor=actor, cell_id=cell.pk, facts=form.facts())
    except (InvalidInput, NotFound) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("网格已保存。"))
    return True
