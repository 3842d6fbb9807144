"""Places and clusters as GeoJSON for the map and the API, positions in WGS-84."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.maps import Box
from chuangcheng.core.times import local_date, today
from chuangcheng.sites.models import Site
from chuangcheng.sites.queries import CellCoverage, Cluster, Look, SiteFilter, drawn_in, looks_of, outlines, sites_for


def drawn(actor: Actor, chosen: SiteFilter, box: Box, zoom: int) -> dict[str, Any]:
    """What lies in the box, as GeoJSON."""
    found = drawn_in(sites_for(actor, chosen, today=today()), box=box, zoom=zoom, today=today())
    looks = looks_of(actor, found.places, today=today())
    features = [_cluster(cluster) for cluster in found.clusters]
    features += [_place(site, looks[site.pk]) for site in found.places]
    return {"type": "FeatureCollection", "features": features}


def drawn_outlines(actor: Actor) -> dict[str, Any]:
    """The outlines that the actor sees, as GeoJSON."""
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"name": name}} for name, geometry in outlines(actor)
    ]
    return {"type": "FeatureCollection", "features": features}


def drawn_cells(cells: Sequence[CellCoverage]) -> dict[str, Any]:
    """The middles of grid cells or hexagons, as GeoJSON; those without a position are left out."""
    features = [_cell(number, cell) for number, cell in enumerate(cells) if cell.lon is not None]
    return {"type": "FeatureCollection", "features": features}


def _cell(number: int, cell: CellCoverage) -> dict[str, Any]:
    words = {"never": _("从未看过"), "late": _("久未看")}.get(cell.state, _("近期有人看过"))
    last = f"{local_date(cell.last_checked_at)}" if cell.last_checked_at else ""
    facts = {"number": "", "name": cell.name, "tone": cell.tone, "url": reverse("sites:coverage_cells")}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [cell.lon, cell.lat]},
        "properties": {"id": f"cell-{number}", **facts, "lines": [text for text in (cell.detail, words, last) if text]},
    }


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(cluster.lon, 6), round(cluster.lat, 6)]},
        "properties": {"count": cluster.count, "tone": cluster.tone},
    }


def _place(site: Site, look: Look) -> dict[str, Any]:
    owner = site.owner.name if site.owner else ""
    lines = [f"{site.site_type.name}　{site.area.name}", owner, site.address, look.words]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [site.lon, site.lat]},
        "properties": {
            "id": str(site.pk),
            "number": site.number,
            "name": site.name,
            "tone": look.tone,
            "url": reverse("sites:site", args=[site.pk]),
            "lines": [line for line in lines if line],
        },
    }
