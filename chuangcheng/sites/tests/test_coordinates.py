"""The four coordinate systems: published results, the way back, and what is no position."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.sites.coordinates import SYSTEMS, OutOfRange, Point, UnknownSystem, distance, from_wgs84, to_wgs84

# Inside the rectangle where the offset applies, away from its rim.
inland = st.builds(Point, st.floats(73.5, 135.0), st.floats(3.0, 53.5))

# Results that the public conversion libraries print for this place in Beijing.
BEIJING = Point(116.404, 39.915)
BEIJING_GCJ02 = Point(116.41024449916938, 39.91640428150164)
GUANGZHOU = Point(113.264, 23.129)


def close(one: Point, other: Point, degrees: float = 1e-9) -> bool:
    return abs(one.lon - other.lon) < degrees and abs(one.lat - other.lat) < degrees


def test_the_offset_of_chinese_maps_equals_the_published_result() -> None:
    assert close(from_wgs84(BEIJING, "gcj02"), BEIJING_GCJ02)


def test_the_offset_of_baidu_equals_the_published_result() -> None:
    # 116.404,39.915 taken as GCJ-02 is 116.41036949371029,39.92133699351021 in BD-09.
    as_gcj02 = to_wgs84(BEIJING, "gcj02")
    assert close(from_wgs84(as_gcj02, "bd09"), Point(116.41036949371029, 39.92133699351021), 1e-8)


def test_a_known_place_in_guangzhou_moves_by_the_known_shift() -> None:
    moved = from_wgs84(GUANGZHOU, "gcj02")
    assert close(moved, Point(113.26932932, 23.12632308), 1e-8)
    assert 600 < distance(GUANGZHOU, moved) < 640
    assert distance(to_wgs84(moved, "gcj02"), GUANGZHOU) < 0.01
    assert distance(to_wgs84(from_wgs84(GUANGZHOU, "bd09"), "bd09"), GUANGZHOU) < 0.01


@given(inland)
def test_the_way_there_and_back_ends_within_a_centimetre_in_gcj02(place: Point) -> None:
    assert distance(to_wgs84(from_wgs84(place, "gcj02"), "gcj02"), place) < 0.01


@given(inland)
def test_the_way_there_and_back_ends_within_a_centimetre_in_bd09(place: Point) -> None:
    assert distance(to_wgs84(from_wgs84(place, "bd09"), "bd09"), place) < 0.01


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(SYSTEMS))
def test_every_position_on_earth_has_a_finite_result(lon: float, lat: float, system: str) -> None:
    found = to_wgs84(Point(lon, lat), system)
    assert math.isfinite(found.lon)
    assert math.isfinite(found.lat)


@pytest.mark.parametrize("system", ["wgs84", "cgcs2000"])
def test_the_national_system_is_taken_as_equal(system: str) -> None:
    assert to_wgs84(GUANGZHOU, system) == GUANGZHOU


def test_abroad_nothing_is_shifted() -> None:
    paris = Point(2.35, 48.86)
    assert from_wgs84(paris, "gcj02") == paris


@pytest.mark.parametrize(
    "place",
    [
        Point(181.0, 30.0),
        Point(-180.1, 30.0),
        Point(114.0, 91.0),
        Point(114.0, -90.5),
        Point(math.nan, 30.0),
        Point(114.0, math.nan),
        Point(math.inf, 30.0),
        Point(114.0, -math.inf),
        Point(1e300, 1e300),
    ],
)
def test_what_is_no_position_is_refused(place: Point) -> None:
    for system in SYSTEMS:
        with pytest.raises(OutOfRange):
            to_wgs84(place, system)
        with pytest.raises(OutOfRange):
            from_wgs84(place, system)


def test_a_fifth_system_is_refused() -> None:
    with pytest.raises(UnknownSystem):
        to_wgs84(GUANGZHOU, "mars")
    with pytest.raises(UnknownSystem):
        from_wgs84(GUANGZHOU, "")


def test_distance_is_in_metres() -> None:
    assert distance(Point(114.0, 36.0), Point(114.0, 37.0)) == pytest.approx(111_195, rel=1e-3)
    assert distance(GUANGZHOU, GUANGZHOU) == 0
