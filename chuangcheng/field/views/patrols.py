"""街巷巡查 on the workbench: the log, and one patrol with its map."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.field.access import PATROL, VIEW_PATROLS
from chuangcheng.field.forms import PatrolFilterForm
from chuangcheng.field.patrol_words import features_of, found_elsewhere, line_of, state_of, stop_lines
from chuangcheng.field.patrol_workbooks import patrols_download
from chuangcheng.field.queries.patrols import length_of, minutes_of, patrol_list, patrol_told


@require_safe
@page(VIEW_PATROLS, PATROL)
def patrols(request: HttpRequest) -> HttpResponse:
    """The patrols, newest first."""
    actor = actor_of(request)
    form = PatrolFilterForm(request.GET, actor=actor)
    found = keyset_page(patrol_list(actor=actor, chosen=form.chosen()), parameters=request.GET)
    at = now()
    context = {
        "form": form,
        "lines": [line_of(row, at=at) for row in found.rows],
        "page": found,
        "export_query": request.GET.urlencode(),
    }
    return render(request, "field/patrols.html", context)


@require_safe
@page(VIEW_PATROLS, PATROL)
def export(request: HttpRequest) -> HttpResponseBase:
    """The same as an Excel table."""
    actor = actor_of(request)
    return patrols_download(actor=actor, chosen=PatrolFilterForm(request.GET, actor=actor).chosen())


@require_safe
@page(VIEW_PATROLS, PATROL)
def patrol(request: HttpRequest, patrol_id: UUID) -> HttpResponse:
    """One patrol: its places in order, what came of it, the map."""
    told = patrol_told(actor=actor_of(request), patrol_id=patrol_id)
    state, tone = state_of(told.patrol, at=now())
    context = {
        "told": told,
        "patrol": told.patrol,
        "state": state,
        "tone": tone,
        "stops": stop_lines(told),
        "elsewhere": found_elsewhere(told),
        "minutes": minutes_of(told.patrol),
        "metres": length_of(told.patrol, told.stops),
        "is_placed": any(stop.lon is not None for stop in told.stops),
        "map_tiles": settings.MAP_TILES,
    }
    return render(request, "field/patrol.html", context)


@require_safe
@page(VIEW_PATROLS, PATROL)
def points(request: HttpRequest, patrol_id: UUID) -> JsonResponse:
    """The way and the ticked places for the map."""
    return JsonResponse(features_of(patrol_told(actor=actor_of(request), patrol_id=patrol_id)))
