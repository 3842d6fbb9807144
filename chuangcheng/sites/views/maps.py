"""GeoJSON for the map, positions in WGS-84."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.maps import BoxForm
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import VIEW
from chuangcheng.sites.forms import SiteFilterForm
from chuangcheng.sites.geojson import drawn, drawn_outlines
from chuangcheng.sites.queries import SiteFilter
from chuangcheng.sites.services import read_position

OUTLINE_SECONDS = 300  # for which a browser keeps the outlines


@require_GET
@page(VIEW)
def points(request: HttpRequest) -> HttpResponse:
    """Places and clusters in a box at a zoom, as the filter lets them through."""
    actor = actor_of(request)
    box, zoom = BoxForm(request.GET).box()
    return JsonResponse(drawn(actor, _chosen(request, actor), box, zoom))


@cache_control(private=True, max_age=OUTLINE_SECONDS)
@require_GET
@page(VIEW)
def boundaries(request: HttpRequest) -> HttpResponse:
    """Outlines of the place, its streets and towns, as far as they are known."""
    return JsonResponse(drawn_outlines(actor_of(request)))


@require_GET
@page(VIEW)
def convert(request: HttpRequest) -> HttpResponse:
    """A typed position in WGS-84: `{"position": "114.488858,36.590221"}`, or one sentence with status 422."""
    try:
        found = read_position(text=request.GET.get("position", "")[:80], system=request.GET.get("system", "wgs84"))
    except InvalidInput as error:
        return JsonResponse({"detail": str(error)}, status=error.status)
    return JsonResponse({"position": f"{found.lon:.7f},{found.lat:.7f}" if found else ""})


def _chosen(request: HttpRequest, actor: Actor) -> SiteFilter:
    """The filter of the list; or one site, or all but one, for the maps of a site itself."""
    only, without = _key(request.GET.get("only", "")), _key(request.GET.get("without", ""))
    if only or without:
        return SiteFilter(only_id=only, without_id=without)
    return SiteFilterForm(request.GET, actor=actor).chosen()


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise InvalidInput(_("没有这个点位，请从点位列表进入。")) from error
