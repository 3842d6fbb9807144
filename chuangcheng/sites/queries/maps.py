"""What the map draws: places that lie close together gathered by the database, the others one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Min, QuerySet
from django.db.models.functions import Substr

from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.core.maps import APART_FROM, Box, letters_at
from chuangcheng.orgs.access import VIEW_UNITS, units_where
from chuangcheng.sites.access import VIEW, with_units
from chuangcheng.sites.models import Site
from chuangcheng.sites.queries.freshness import UNCOVERED, looked_condition

MOST_DRAWN = 600  # places or clusters in one answer; our choice
DRAWN_KINDS = ("place", "district", "street", "town", "park")  # units whose outlines make the map; our choice


@dataclass(frozen=True)
class Cluster:
    """Places drawn as one."""

    lon: float
    lat: float
    count: int
    tone: str  # amber when most of them were not looked at lately, else green


@dataclass(frozen=True)
class Drawn:
    """One answer to the map."""

    clusters: Sequence[Cluster]
    places: Sequence[Site]


def drawn_in(rows: QuerySet[Site], *, box: Box, zoom: int, today: date) -> Drawn:
    """Clusters and single places inside the box at a zoom. At most two queries, whatever the number of sites."""
    inside = rows.filter(box.condition()).order_by()
    if zoom >= APART_FROM:
        return Drawn([], list(_described(inside)[:MOST_DRAWN]))
    is_stale = looked_condition(UNCOVERED, today)
    gathered = inside.annotate(cluster=Substr("cell", 1, letters_at(zoom))).values("cluster")
    counted = gathered.annotate(
        count=Count("pk"),
        mean_lon=Avg("lon"),
        mean_lat=Avg("lat"),
        stale=Count("pk", filter=is_stale),
        number=Min("number"),
    )
    found = list(counted.order_by("cluster")[:MOST_DRAWN])
    alone = [row["number"] for row in found if row["count"] == 1]
    clusters = [_cluster(row) for row in found if row["count"] > 1]
    return Drawn(clusters, list(_described(Site.objects.filter(number__in=alone))) if alone else [])


def outlines(actor: Actor) -> list[tuple[str, Mapping[str, Any]]]:
    """Name and GeoJSON geometry of the place and its streets and towns, as far as they are known. One query.

    All of them for everybody who sees sites: without tiles they are the map, and a bureau's sites lie everywhere.
    """
    require(actor, VIEW)
    units = units_where(SYSTEM, VIEW_UNITS).filter(kind__in=DRAWN_KINDS, boundary__isnull=False, closed_on__isnull=True)
    return [(name, geometry) for name, geometry in units.order_by("path").values_list("name", "boundary") if geometry]


def _cluster(row: Mapping[str, Any]) -> Cluster:
    tone = "amber" if row["stale"] * 2 > row["count"] else "green"
    return Cluster(row["mean_lon"], row["mean_lat"], row["count"], tone)


def _described(rows: QuerySet[Site]) -> QuerySet[Site]:
    return with_units(rows).order_by("number")
