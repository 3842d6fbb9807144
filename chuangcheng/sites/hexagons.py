"""Hexagons (H3) over a place that has no grid of its own, to see which parts nobody looks at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from json import dumps, loads
from typing import Any

import h3

from chuangcheng.core.maps import cell_of

RESOLUTION = 8  # edges of 530 m, 0.7 km²: some blocks, a morning's walk; our choice
_BASE_LETTERS = 2


@dataclass(frozen=True)
class Hexagon:
    """One of them; `letters` as `Site.cell` begins for the sites in it."""

    letters: str
    lon: float  # degrees WGS-84, of its middle
    lat: float

    @property
    def name(self) -> str:
        """What people read: where its middle is."""
        return f"{self.lon:.4f},{self.lat:.4f}"

    @classmethod
    def over(cls, shapes: Iterable[Mapping[str, Any]], *, at_most: int) -> list[Hexagon]:
        """Those whose middle lies in one of the GeoJSON shapes, at most so many."""
        found: dict[str, Hexagon] = {}
        for shape in shapes:
            for each in _over(dumps(shape, sort_keys=True)):
                found.setdefault(each.letters, each)
                if len(found) >= at_most:
                    return list(found.values())
        return list(found.values())

    @classmethod
    def of_letters(cls, letters: str) -> Hexagon:
        """The hexagon whose sites' cells begin so."""
        number = (1 << 59) | (RESOLUTION << 52) | (int(letters[:_BASE_LETTERS], 16) << 45)
        for step, digit in enumerate(letters[_BASE_LETTERS:], start=1):
            number |= int(digit) << (45 - 3 * step)
        for step in range(RESOLUTION + 1, 16):
            number |= 7 << (45 - 3 * step)
        lat, lon = h3.cell_to_latlng(h3.int_to_str(number))
        return cls(letters, lon, lat)


def letters_of_hexagon() -> int:
    """How many letters of a site's cell tell its hexagon."""
    return _BASE_LETTERS + RESOLUTION


@lru_cache(maxsize=64)
def _over(written: str) -> tuple[Hexagon, ...]:
    cells = h3.geo_to_cells(loads(written), RESOLUTION)
    middles = sorted(h3.cell_to_latlng(cell) for cell in cells)
    return tuple(Hexagon(cell_of(lon=lon, lat=lat)[: letters_of_hexagon()], lon, lat) for lat, lon in middles)
