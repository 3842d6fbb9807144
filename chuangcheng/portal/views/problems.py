"""The public map and list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.maps import BoxForm
from chuangcheng.core.times import now
from chuangcheng.portal.queries import (
    PublicFilter,
    class_groups_of_page,
    drawn,
    fixed_pairs,
    overview,
    problems_shown,
    texts_of,
)
from chuangcheng.portal.queries.problems import IS_FIXED, IS_OPEN, KEPT_SECONDS, place_told, state_told
from chuangcheng.portal.views.frame import public
from chuangcheng.sites.queries import outlines

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

PAGE_ROWS = 20  # our choice


@require_safe
@public
def problems(request: HttpRequest) -> HttpResponseBase:
    """Open and fixed problems, newest first, with the map."""
    chosen, at = _chosen(request), now()
    page = keyset_page(problems_shown(chosen, now=at), parameters=request.GET, size=PAGE_ROWS)
    rows = shown_rows(page.rows)
    tabs = [("", _("全部")), (IS_OPEN, _("处理中")), (IS_FIXED, _("已解决"))]
    context = {
        "rows": rows,
        "page": page,
        "tabs": tabs,
        "chosen": chosen,
        "groups": class_groups_of_page(),
        "figures": overview(now=at),
        "pairs": fixed_pairs(),
        "tab": "problems",
    }
    return render(request, "portal/problems.html", context)


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """GeoJSON for the map: `?bbox=west,south,east,north&zoom=12`, `state`, `group`. Kept for two minutes."""
    box, zoom = BoxForm(request.GET).box()
    chosen = _chosen(request)
    sides = ",".join(f"{side:.4f}" for side in (box.west, box.south, box.east, box.north))
    key = f"portal-points:{get_language()}:{zoom}:{sides}:{chosen.state}:{_key(chosen.group)}"
    found = cache.get(key)
    if found is None:
        found = drawn(chosen, box=box, zoom=zoom, now=now())
        cache.set(key, found, KEPT_SECONDS)
    return _cached(found)


@require_safe
def outline(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - the signature of views
    """The boundaries of the place and its streets: the map where there are no tiles."""
    found = cache.get("portal-outline")
    if found is None:
        shapes = [
            {"type": "Feature", "geometry": geometry, "properties": {"name": name}}
            for name, geometry in outlines(SYSTEM)
        ]
        found = {"type": "FeatureCollection", "features": shapes}
        cache.set("portal-outline", found, KEPT_SECONDS)
    return _cached(found)


def shown_rows(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Problems as the templates show them. One query."""
    texts = texts_of([case.pk for case in cases])
    return [
        {"case": case, "state": state_told(case), "place": place_told(case), "text": texts.get(case.pk, "")}
        for case in cases
    ]


def _chosen(request: HttpRequest) -> PublicFilter:
    state, group = request.GET.get("state", ""), request.GET.get("group", "")
    known = any(group == each.name for each in class_groups_of_page()) if group else False
    return PublicFilter(state if state in {IS_OPEN, IS_FIXED} else "", group if known else "")


def _key(text: str) -> str:
    return text.encode().hex()


def _cached(found: object) -> JsonResponse:
    headers = {"Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False}, headers=headers)
