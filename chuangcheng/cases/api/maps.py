"""Open cases on a map."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from chuangcheng.cases.access import REPORT, VIEW
from chuangcheng.cases.api.cases import CaseQuery, chosen_by, require_any
from chuangcheng.cases.geojson import heat_drawn, points_drawn
from chuangcheng.cases.queries import CaseLists
from chuangcheng.core.maps import BoxForm
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of

router = Router()


class MapQuery(CaseQuery):
    """A filter, the part of the map that is shown, and how."""

    bbox: str = ""  # west,south,east,north in degrees WGS-84
    zoom: str = ""  # of the web map
    heat: bool = False  # hexagons with counts in place of clusters and cases


@router.get("/cases/points", response=dict[str, Any])
def list_points(request: HttpRequest, asked: Query[MapQuery]) -> dict[str, Any]:
    """Open cases inside the box as GeoJSON: clusters and single cases, or hexagons."""
    actor = actor_of(request)
    require_any(actor, VIEW, REPORT)
    box, zoom = BoxForm({"bbox": asked.bbox, "zoom": asked.zoom}).box()
    draw = heat_drawn if asked.heat else points_drawn
    return draw(CaseLists(actor, now()), chosen_by(actor, asked), box=box, zoom=zoom)
