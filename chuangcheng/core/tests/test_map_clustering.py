"""Cells by which the map gathers places."""

from __future__ import annotations

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.maps import FINEST, cell_of, hexagon_of, letters_at

Place = tuple[float, float]
places = st.tuples(st.floats(-179.9, 179.9), st.floats(-89.9, 89.9))


@given(places, places, st.integers(0, 10))
def test_the_same_prefix_means_the_same_larger_cell(
    one: tuple[float, float], other: tuple[float, float], by: int
) -> None:
    letters = 2 + by
    cells = [h3.cell_to_parent(h3.latlng_to_cell(lat, lon, FINEST), by) for lon, lat in (one, other)]
    prefixes = [cell_of(lon=lon, lat=lat)[:letters] for lon, lat in (one, other)]
    assert (cells[0] == cells[1]) == (prefixes[0] == prefixes[1])


def test_a_cell_fits_its_column() -> None:
    assert len(cell_of(lon=114.49, lat=36.6)) == 13


@pytest.mark.parametrize("zoom", range(-1, 25))
def test_a_nearer_look_never_gathers_more(zoom: int) -> None:
    assert 2 <= letters_at(zoom) <= letters_at(zoom + 1) <= 2 + FINEST


@given(lon=st.floats(73, 135), lat=st.floats(18, 53), letters=st.integers(2, 2 + FINEST))
def test_hexagon_is_that_of_the_cell_at_its_size(lon: float, lat: float, letters: int) -> None:
    corners = hexagon_of(cell_of(lon=lon, lat=lat)[:letters])
    ours = {(round(x, 6), round(y, 6)) for x, y in corners}
    theirs = h3.cell_to_boundary(h3.cell_to_parent(h3.latlng_to_cell(lat, lon, FINEST), letters - 2))
    assert ours == {(round(x, 6), round(y, 6)) for y, x in theirs}
