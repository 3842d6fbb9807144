"""Grid of hexagons (H3, WGS-84) by which the map gathers places that lie close together. Pure.

A cell is kept as its base cell (two hex digits) and one digit for each finer step, so that the larger cell around it is
a prefix, and the database gathers by a part of a text.
"""

from __future__ import annotations

import h3

UNUSED_DIGIT = 7  # of an H3 index, at each step finer than its resolution
FINEST = 11  # H3 resolution; edges of 29 m, finer than the map ever gathers by
_BASE_LETTERS = 2
# Zoom of the web map → resolution whose edges are 30 to 80 pixels long at 36° north. Our choice.
_RESOLUTIONS = {5: 2, 6: 3, 7: 3, 8: 4, 9: 5, 10: 5, 11: 6, 12: 6, 13: 7, 14: 8, 15: 8, 16: 9}
APART_FROM = 17  # zoom from which every place is drawn by itself


def cell_of(*, lon: float, lat: float) -> str:
    """The cell of a position at the finest resolution: 13 letters."""
    number = h3.str_to_int(h3.latlng_to_cell(lat, lon, FINEST))
    # Layout of an H3 index: 7 bits of base cell from bit 45 on, then 3 bits for each resolution downwards.
    digits = "".join(str(number >> (45 - 3 * step) & 7) for step in range(1, FINEST + 1))
    return f"{number >> 45 & 127:02x}{digits}"


def hexagon_of(cell: str) -> list[tuple[float, float]]:
    """The corners of a cell of any size, `cell` being the beginning of what `cell_of` gives: longitude, latitude."""
    base, digits = int(cell[:_BASE_LETTERS], 16), cell[_BASE_LETTERS:]
    number = 1 << 59 | len(digits) << 52 | base << 45
    for step in range(1, 16):
        digit = int(digits[step - 1]) if step <= len(digits) else UNUSED_DIGIT
        number |= digit << (45 - 3 * step)
    return [(lon, lat) for lat, lon in h3.cell_to_boundary(h3.int_to_str(number))]


def letters_at(zoom: int) -> int:
    """How many letters of a cell tell the places of one cluster apart at this zoom."""
    return _BASE_LETTERS + _RESOLUTIONS.get(zoom, 1 if zoom < min(_RESOLUTIONS) else FINEST)
