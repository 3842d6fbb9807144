"""覆盖: which sites and grid cells nobody has looked at, or not lately (不留死角).

When a site was looked at is a column that the visits of rounds keep up (`services.mark_checked`), and a hidden round
only after its release: so nothing here tells of a visit that its reader may not know of, whoever that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Substr

from chuangcheng.core.access import Actor, require
from chuangcheng.core.times import local_date
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.queries import unit_names, units_by_path
from chuangcheng.sites.access import VIEW, visible_sites
from chuangcheng.sites.hexagons import Hexagon, letters_of_hexagon
from chuangcheng.sites.models import GridCell, Site
from chuangcheng.sites.policies import FRESH_DAYS
from chuangcheng.sites.queries.freshness import LATE, NEVER, late_condition
from chuangcheng.sites.queries.maps import outlines
from chuangcheng.standards.queries import active_site_types

STREET_LETTERS = 8  # of a tree path: the place and the level below it
MOST_ROWS = 60  # of each table
MOST_CELLS = 2_000  # grid cells or hexagons on one page
MOST_FOR_ROUND = 5_000  # sites, as a round takes them


@dataclass(frozen=True)
class CoverageShare:
    """How the sites of one type, street or owner are covered."""

    key: int | None
    name: str
    total: int
    never: int
    late: int

    @property
    def rate(self) -> float:
        """Share looked at lately, 0..1."""
        return (self.total - self.never - self.late) / self.total


@dataclass(frozen=True)
class Coverage:
    """The sites in use that the actor sees."""

    total: int
    never: int
    late: int
    by_type: Sequence[CoverageShare]
    by_street: Sequence[CoverageShare]
    by_owner: Sequence[CoverageShare]

    @property
    def fresh(self) -> int:
        """Looked at lately."""
        return self.total - self.never - self.late


@dataclass(frozen=True)
class CellCoverage:
    """A grid cell, or a hexagon where there is no grid: when somebody last looked at a site in it."""

    name: str
    detail: str  # community, or nothing
    site_count: int
    last_checked_at: datetime | None
    days_since: int | None
    tone: str  # of the house style
    state: str  # NEVER, LATE or "" for lately
    lon: float | None
    lat: float | None


def coverage_of(*, actor: Actor, rows: QuerySet[Site], today: date) -> Coverage:
    """Counts of these sites, whole and by type, street and owner. Seven queries over sites, whatever was visited."""
    counts = _counts(today)
    whole = rows.order_by().aggregate(**counts)
    types = list(_grouped(rows, F("site_type"), counts))
    streets = list(_grouped(rows, Substr("area__path", 1, STREET_LETTERS), counts))
    owners = list(_grouped(rows, F("owner"), counts))
    kinds = {kind.pk: kind.name for kind in active_site_types()}
    of_paths = units_by_path([row["key"] for row in streets])
    require(actor, VIEW)
    return Coverage(
        total=whole["total"],
        never=whole["never"],
        late=whole["late"],
        by_type=_shares(types, kinds),
        by_street=[_street(row, of_paths) for row in streets],
        by_owner=_shares(owners, unit_names([row["key"] for row in owners if row["key"]])),
    )


def ids_for_round(rows: QuerySet[Site]) -> list[UUID]:
    """Ids of the sites in use among these, one more than a round takes, so that too many are refused and not cut."""
    found = rows.filter(is_active=True).order_by("area__path", "site_type__order", "number")
    return list(found.values_list("pk", flat=True)[: MOST_FOR_ROUND + 1])


def has_grid() -> bool:
    """True when the place has grid cells of its own."""
    return GridCell.objects.exists()


def covered_cells(*, actor: Actor, today: date) -> list[CellCoverage]:
    """Grid cells of the actor's communities, those never looked at first; hexagons over the place without a grid."""
    require(actor, VIEW)
    found = _grid_cells(actor, today) if has_grid() else _hexagons(actor, today)
    order = {NEVER: 0, LATE: 1, "": 2}
    return sorted(found, key=lambda cell: (order[cell.state], -(cell.days_since or 0), cell.name))


def _grid_cells(actor: Actor, today: date) -> list[CellCoverage]:
    rows = GridCell.objects.filter(in_units_where(actor, VIEW, "unit")).select_related("unit")
    counted = rows.annotate(site_count=Count("sites", filter=Q(sites__is_active=True)))
    placed = counted.annotate(lon=Max("sites__lon"), lat=Max("sites__lat"))
    return [
        _cell(cell.name, cell.unit.name, cell.site_count, cell.last_checked_at, _middle(cell), today)
        for cell in placed.defer("unit__boundary").order_by("code")[:MOST_CELLS]
    ]


def _hexagons(actor: Actor, today: date) -> list[CellCoverage]:
    """Over the outlines of the place; what lies outside of the actor's own sites counts as theirs only with a site."""
    rows = visible_sites(actor).filter(is_active=True).exclude(cell="").order_by()
    grouped = rows.values(hexagon=Substr("cell", 1, letters_of_hexagon()))
    seen = {row["hexagon"]: row for row in grouped.annotate(count=Count("pk"), last=Max("last_checked_at"))}
    shapes = [geometry for _name, geometry in outlines(actor)] if actor.everywhere(VIEW) else []
    hexagons = {each.letters: each for each in Hexagon.over(shapes, at_most=MOST_CELLS)}
    for letters in list(seen)[:MOST_CELLS]:
        hexagons.setdefault(letters, Hexagon.of_letters(letters))
    return [_hexagon(each, seen.get(letters, {}), today) for letters, each in hexagons.items()]


def _hexagon(each: Hexagon, row: Mapping[str, Any], today: date) -> CellCoverage:
    return _cell(each.name, "", row.get("count", 0), row.get("last"), (each.lon, each.lat), today)


def _cell(
    name: str,
    detail: str,
    site_count: int,
    last: datetime | None,
    middle: tuple[float | None, float | None],
    today: date,
) -> CellCoverage:
    days = (today - local_date(last)).days if last is not None else None
    state = NEVER if days is None else LATE if days > FRESH_DAYS.on(today) else ""
    tone = {NEVER: "red", LATE: "amber", "": "green"}[state]
    return CellCoverage(name, detail, site_count, last, days, tone, state, *middle)


def _middle(cell: Any) -> tuple[float | None, float | None]:
    """Of its outline; else where one of its sites is."""
    ring = _ring(cell.boundary)
    if not ring:
        return cell.lon, cell.lat
    return sum(point[0] for point in ring) / len(ring), sum(point[1] for point in ring) / len(ring)


def _ring(geometry: Any) -> list[Any]:
    if not geometry:
        return []
    rings = geometry.get("coordinates") or [[]]
    return list(rings[0][0] if geometry.get("type") == "MultiPolygon" else rings[0])


def _counts(today: date) -> dict[str, Any]:
    return {
        "total": Count("pk"),
        "never": Count("pk", filter=Q(last_checked_at__isnull=True)),
        "late": Count("pk", filter=late_condition(today)),
    }


def _grouped(rows: QuerySet[Site], key: Any, counts: Mapping[str, Any]) -> Any:
    grouped = rows.order_by().values(key=key).annotate(**counts)
    return grouped.order_by("-never", "-late", "key")[:MOST_ROWS]


def _shares(rows: Sequence[Mapping[str, Any]], names: Mapping[int, str]) -> list[CoverageShare]:
    return [
        CoverageShare(row["key"], names.get(row["key"], ""), row["total"], row["never"], row["late"]) for row in rows
    ]


def _street(row: Mapping[str, Any], of_paths: Mapping[str, tuple[int, str]]) -> CoverageShare:
    key, name = of_paths.get(row["key"], (None, ""))
    return CoverageShare(key, name, row["total"], row["never"], row["late"])
