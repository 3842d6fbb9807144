"""Open cases as GeoJSON for the map and the API, positions in WGS-84."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import CaseFilter, CaseLists, Gathered, drawn_cases, gathered_cases
from chuangcheng.cases.wording import deadline_told
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.maps import APART_FROM, Box, hexagon_of, letters_at
from chuangcheng.core.workdays import Calendar

HEAT_STEPS = 5  # shades; our choice


def points_drawn(lists: CaseLists, chosen: CaseFilter, *, box: Box, zoom: int) -> dict[str, Any]:
    """Clusters and single cases."""
    found, calendar = drawn_cases(lists, chosen, box=box, zoom=zoom), office_calendar()
    features = [_cluster(cluster) for cluster in found.clusters]
    features += [_point(case, lists.now, calendar) for case in found.cases]
    return {"type": "FeatureCollection", "features": features}


def heat_drawn(lists: CaseLists, chosen: CaseFilter, *, box: Box, zoom: int) -> dict[str, Any]:
    """Hexagons in shades by how many open cases lie in each, the number written in it."""
    found = gathered_cases(lists, chosen, box=box, letters=letters_at(min(zoom, APART_FROM - 1)))
    most = max((each.count for each in found), default=1)
    return {"type": "FeatureCollection", "features": [_hexagon(each, most) for each in found]}


def _cluster(cluster: Gathered) -> dict[str, Any]:
    properties = {"count": cluster.count, "tone": "red" if cluster.overdue_count else "blue"}
    return _feature([round(cluster.lon, 6), round(cluster.lat, 6)], properties)


def _point(case: Case, now: datetime, calendar: Calendar) -> dict[str, Any]:
    told = deadline_told(case, now=now, calendar=calendar)
    unit = case.lead_unit.name if case.lead_unit else ""
    lines = [f"{case.get_state_display()}　{told.words}".strip(), unit, case.place]
    return _feature(
        [case.lon, case.lat],
        {
            "id": str(case.pk),
            "number": case.number,
            "name": case.told[:60],
            "tone": told.tone if told.tone in {"red", "amber"} else "blue",
            "url": reverse("cases:case", args=[case.pk]),
            "lines": [line for line in lines if line],
        },
    )


def _hexagon(gathered: Gathered, most: int) -> dict[str, Any]:
    corners = [[round(lon, 6), round(lat, 6)] for lon, lat in hexagon_of(gathered.cell)]
    words = _("未办结%(count)s件，其中超期%(overdue)s件")
    facts = {"count": gathered.count, "overdue": gathered.overdue_count}
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
        "properties": {**facts, "shade": -(-gathered.count * HEAT_STEPS // most), "title": words % facts},
    }


def _feature(coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": coordinates}, "properties": properties}
