from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import VIEW, visible_sites
from chuangcheng.sites.forms.coverage import CoverageForm
from chuangcheng.sites.geojson import drawn_cells
from chuangcheng.sites.queries import (
    SiteFilter,
    coverage_of,
    covered_cells,
    has_grid,
    ids_for_round,
    listed,
    looks_of,
    sites_for,
)
from chuangcheng.sites.slots import round_maker
from chuangcheng.sites.views.lists import page_of_sites, query_of

MOST_CELLS_LISTED = 300


@require_GET
@page(VIEW)
def coverage(request: HttpRequest) -> HttpResponse:
    """覆盖: sites never or not lately looked at, by type, street and owner, on the map and as a list."""
    actor, day = actor_of(request), today()
    form = CoverageForm(request.GET or QueryDict("looked=uncovered"), actor=actor)
    chosen = form.chosen()
    found = sites_for(actor, chosen, today=day)
    shown = page_of_sites(listed(found, today=day), request.GET.get("page", "1"))
    sites = list(shown.object_list)
    looks = looks_of(actor, sites, today=day)
    whole = SiteFilter(site_type_id=chosen.site_type_id, area_id=chosen.area_id, owner_id=chosen.owner_id)
    context = {
        "form": form,
        "views": _tabs("sites"),
        "found": coverage_of(actor=actor, rows=sites_for(actor, whole, today=day), today=day),
        "has_sites": bool(sites) or visible_sites(actor).exists(),
        "page": shown,
        "rows": [(site, looks[site.pk]) for site in sites],
        "query": query_of(request.GET or QueryDict("looked=uncovered")),
        "round": round_maker(actor),
        "round_id": new_id(),
    }
    return render(request, "sites/coverage.html", context)


@require_GET
@page(VIEW)
def cells(request: HttpRequest) -> HttpResponse:
    """The same for grid cells, or for hexagons where there is no grid."""
    found = covered_cells(actor=actor_of(request), today=today())
    context = {
        "views": _tabs("cells"),
        "cells": found[:MOST_CELLS_LISTED],
        "count": len(found),
        "is_cut": len(found) > MOST_CELLS_LISTED,
        "has_grid": has_grid(),
        "never": sum(cell.state == "never" for cell in found),
        "late": sum(cell.state == "late" for cell in found),
    }
    return render(request, "sites/coverage_cells.html", context)


@require_GET
@page(VIEW)
def cell_points(request: HttpRequest) -> HttpResponse:
    """The middles of the cells as GeoJSON."""
    return JsonResponse(drawn_cells(covered_cells(actor=actor_of(request), today=today())))


@require_POST
@page(VIEW)
def make_round(request: HttpRequest) -> HttpResponse:
    """One press: the ticked sites, or all of the filter, become a round in preparation."""
    actor = actor_of(request)
    making = round_maker(actor)
    if making is None:
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
    wanted = _wanted(actor, request)
    if not wanted:
        raise InvalidInput(_("没有可以列入检查的点位，请换个条件或勾选点位。"))
    address, count = making.make(actor, wanted, _key(request.POST.get("round_id", "")))
    told = _("已把%(n)d个点位列成一轮检查，请核对后分派。") % {"n": count}
    if left := len(wanted) - count:
        told += _("另有%(left)d个已在没有结束的轮次中待检查，没有重复列入。") % {"left": left}
    messages.success(request, told)
    return redirect(address)


def _wanted(actor: Actor, request: HttpRequest) -> list[UUID]:
    if "all" in request.POST:
        chosen = CoverageForm(QueryDict(request.POST.get("query", "")), actor=actor).chosen()
        return ids_for_round(sites_for(actor, chosen, today=today()))
    return ids_for_round(visible_sites(actor).filter(pk__in=[_key(each) for each in request.POST.getlist("site")]))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(_("勾选的点位无法识别，请刷新列表后重新勾选。")) from error


def _tabs(active: str) -> list[dict[str, Any]]:
    return [
        {"label": _("点位"), "url": reverse("sites:coverage"), "active": active == "sites"},
        {"label": _("网格"), "url": reverse("sites:coverage_cells"), "active": active == "cells"},
    ]
