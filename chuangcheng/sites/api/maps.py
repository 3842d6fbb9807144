from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from chuangcheng.core.access import require
from chuangcheng.core.maps import BoxForm
from chuangcheng.core.web import actor_of
from chuangcheng.sites.access import VIEW
from chuangcheng.sites.api.shapes import SiteQuery, filter_of
from chuangcheng.sites.geojson import drawn, drawn_outlines
from chuangcheng.sites.services import read_position

router = Router()


class PositionOut(Schema):
    lon: float | None  # degrees WGS-84
    lat: float | None  # degrees WGS-84


@router.get("/sites/points", response=dict[str, Any])
def list_points(request: HttpRequest, asked: Query[SiteQuery], bbox: str = "", zoom: str = "") -> dict[str, Any]:
    """Clusters and places inside `west,south,east,north` at a zoom of the web map, as GeoJSON."""
    actor = actor_of(request)
    require(actor, VIEW)
    box, level = BoxForm({"bbox": bbox, "zoom": zoom}).box()
    return drawn(actor, filter_of(asked), box, level)


@router.get("/sites/boundaries", response=dict[str, Any])
def list_boundaries(request: HttpRequest) -> dict[str, Any]:
    """Outlines of the place, its streets and towns, as GeoJSON."""
    return drawn_outlines(actor_of(request))


@router.get("/sites/position", response=PositionOut)
def convert_position(request: HttpRequest, position: str = "", system: str = "wgs84") -> dict[str, Any]:
    """A position `longitude,latitude` of one of the four systems in WGS-84."""
    require(actor_of(request), VIEW)
    found = read_position(text=position[:80], system=system)
    return {"lon": found.lon if found else None, "lat": found.lat if found else None}
