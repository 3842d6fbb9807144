"""Made-up boundaries: sixty cells around seven centres, clipped to a rounded outline."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from shapely import MultiPoint, Point, Polygon, union_all, voronoi_polygons
from shapely.geometry import mapping

from chuangcheng.demo.dice import dice

CENTRE = (112.0, 32.0)  # degrees WGS-84; made up
WIDTH, HEIGHT = 0.16, 0.12  # degrees
STREET_CENTRES = [(0.22, 0.05), (-0.24, 0.06), (0.02, -0.22), (0.0, 0.26), (0.62, -0.2), (-0.62, -0.24), (-0.42, 0.5)]


@dataclass(frozen=True)
class Patch:
    """The ground of one community."""

    street: int  # index of its street
    shape: Polygon  # degrees WGS-84

    def geojson(self) -> dict[str, Any]:
        """The boundary as GeoJSON."""
        return rounded(self.shape)


def rounded(shape: Any) -> dict[str, Any]:
    """The shape as GeoJSON with six decimals, a tenth of a metre."""
    found = mapping(shape)
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else [_rounded(part) for part in value]


def patches(counts: list[int]) -> list[Patch]:
    """So many communities for each street, in order of the streets."""
    rng = dice("geography")
    points, streets = [], []
    for street, count in enumerate(counts):
        x, y = STREET_CENTRES[street]
        for _index in range(count):
            points.append(_place(x + rng.uniform(-0.2, 0.2), y + rng.uniform(-0.2, 0.2)))
            streets.append(street)
    cells = voronoi_polygons(MultiPoint(points), extend_to=_outline())
    shapes = [cell.intersection(_outline()) for cell in cells.geoms]
    return [
        Patch(street, next(s for s in shapes if s.contains(Point(point))))
        for street, point in zip(streets, points, strict=True)
    ]


def whole(found: list[Patch], street: int | None = None) -> dict[str, Any]:
    """The boundary of a street, or of the place."""
    return rounded(union_all([patch.shape for patch in found if street in (None, patch.street)]))


def _place(x: float, y: float) -> tuple[float, float]:
    return CENTRE[0] + x * WIDTH, CENTRE[1] + y * HEIGHT


def _outline() -> Polygon:
    corners = [i * pi / 36 for i in range(72)]
    return Polygon([_place((1 + 0.08 * sin(3 * a)) * cos(a), (1 + 0.06 * cos(5 * a)) * sin(a)) for a in corners])
