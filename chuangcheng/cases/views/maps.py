from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import REPORT, VIEW
from chuangcheng.cases.geojson import heat_drawn, points_drawn
from chuangcheng.cases.queries import CaseLists, cases_in
from chuangcheng.cases.views.lists import filter_form, known_view, only_filter
from chuangcheng.cases.views.tables import case_table, columns_named
from chuangcheng.core.maps import BoxForm
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import VIEW as VIEW_SITES

BESIDE_MAP = 40  # cases in the list beside the map; our choice
COLUMNS_BESIDE_MAP = ("number", "unit", "state", "deadline")
HEAT = "heat"


@require_safe
@page(VIEW, REPORT)
def case_map(request: HttpRequest) -> HttpResponse:
    """Where the open cases are: gathered, or as heat; the list beside follows the map."""
    actor = actor_of(request)
    form = filter_form(request, actor)
    form.chosen(actor, view=known_view(request))
    query = only_filter(request)
    context = {
        "form": form,
        "query": query,
        "switch_query": query,
        "open_view": "map",
        "shows_heat": HEAT in request.GET,
        "boundaries_url": reverse("sites:boundaries") if actor.may(VIEW_SITES) else "",
        "points_url": f"{reverse('cases:map_points')}?{request.GET.urlencode()}",
        "rows_url": f"{reverse('cases:map_rows')}?{query}",
    }
    return render(request, "cases/map.html", context)


@require_safe
@page(VIEW, REPORT)
def points(request: HttpRequest) -> HttpResponse:
    """GeoJSON of a box at a zoom: clusters and cases, or hexagons of the heat."""
    actor = actor_of(request)
    box, zoom = BoxForm(request.GET).box()
    chosen = filter_form(request, actor).chosen(actor, view=known_view(request))
    draw = heat_drawn if HEAT in request.GET else points_drawn
    return JsonResponse(draw(CaseLists(actor, now()), chosen, box=box, zoom=zoom))


@require_safe
@page(VIEW, REPORT)
def rows(request: HttpRequest) -> HttpResponse:
    """The open cases inside the part of the map that is shown, those due first in front."""
    actor = actor_of(request)
    box, _zoom = BoxForm(request.GET).box()
    chosen = filter_form(request, actor).chosen(actor, view=known_view(request))
    found = cases_in(CaseLists(actor, now()), chosen, box=box, limit=BESIDE_MAP + 1)
    table = case_table(found[:BESIDE_MAP], columns=columns_named(COLUMNS_BESIDE_MAP)) if found else None
    return render(request, "cases/parts/map_rows.html", {"table": table, "has_more": len(found) > BESIDE_MAP})
