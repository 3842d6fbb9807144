"""The definition of a relapse: the worked examples, and against a plain reading of its four sentences."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.cases.recurrence import (
    EARTH_M,
    Fixed,
    Period,
    Place,
    Reason,
    distance_m,
    recurrence_of,
    spot_of,
    spots_around,
)
from chuangcheng.cases.tests.worked_examples import at, rows
from chuangcheng.core.workdays import SHANGHAI

PAGE = "recurrence"
LON, LAT = 114.5, 36.6
METRE = math.degrees(1 / EARTH_M)  # of latitude
START = datetime(2026, 9, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize("row", rows("examples", page=PAGE))
def test_worked_example(row: dict[str, str]) -> None:
    fixed = Fixed(
        1, Place("c", _site(row["fixed case: site"]), LON, LAT + int(row["metres away"]) * METRE), at(row["closed"])
    )
    place = Place("c", _site(row["site"]), LON, LAT)
    found = recurrence_of(place, at(row["opened"]), [fixed], Period(int(row["radius"]), int(row["days"])))
    assert (found is not None) == (row["relapse"] == "yes")
    if found is not None:
        assert (found.reason.value, str(found.days)) == (row["why"], row["after days"])
        assert found.distance_m == int(row["metres away"])


def _site(text: str) -> str | None:
    return None if text == "–" else text


places = st.builds(
    Place,
    st.sampled_from(["litter", "posters"]),
    st.sampled_from([None, "A", "B"]),
    st.sampled_from([None, *(LON + step * 0.0004 for step in range(-3, 4))]),
    st.sampled_from([LAT + step * 0.0003 for step in range(-3, 4)]),
)
moments = st.integers(0, 24 * 60).map(lambda hours: START + timedelta(hours=hours))
cases = st.lists(st.tuples(places, moments), max_size=8)
periods = st.builds(Period, st.sampled_from([0, 30, 60, 120, 5000]), st.sampled_from([0, 1, 7, 30]))


@given(places, moments, cases, periods)
def test_rule_is_the_four_sentences_of_the_definition(
    place: Place, opened: datetime, fixed: list[tuple[Place, datetime]], period: Period
) -> None:
    known = [Fixed(number, where, closed) for number, (where, closed) in enumerate(fixed)]
    expected = None
    for each in sorted(known, key=lambda each: (each.closed_at, each.case)):
        is_of_class = each.place.problem_class == place.problem_class
        is_before = each.closed_at < opened
        days = (opened.astimezone(SHANGHAI).date() - each.closed_at.astimezone(SHANGHAI).date()).days
        is_in_time = period.days > 0 and days <= period.days
        is_there = (place.site is not None and each.place.site == place.site) or (
            place.lon is not None
            and each.place.lon is not None
            and _planar(place, each.place) <= min(period.radius_m, 2000)
        )
        if is_of_class and is_before and is_in_time and is_there:
            expected = each.case
    found = recurrence_of(place, opened, known, period)
    assert (found.earlier if found else None) == expected


def _planar(one: Place, other: Place) -> float:
    """Metres on a flat map, good to a millimetre over a hundred metres."""
    assert one.lon is not None
    assert other.lon is not None
    assert one.lat is not None
    assert other.lat is not None
    north = math.radians(one.lat - other.lat) * EARTH_M
    east = math.radians(one.lon - other.lon) * EARTH_M * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot(north, east)


@given(
    st.floats(73, 135),
    st.floats(3, 54),
    st.integers(0, 2500),
    st.floats(0, 2 * math.pi),
    st.floats(0, 1, exclude_max=True),
)
def test_spots_around_hold_everything_within_the_radius(
    lon: float, lat: float, radius: int, direction: float, share: float
) -> None:
    away = math.degrees(min(radius, 2000) * share / EARTH_M)
    other_lat = lat + away * math.cos(direction)
    other_lon = lon + away * math.sin(direction) / math.cos(math.radians(max(lat, other_lat)))
    apart = distance_m(Place(1, None, lon, lat), Place(1, None, other_lon, other_lat))
    assert apart is not None
    if apart <= min(radius, 2000):
        assert spot_of(other_lon, other_lat) in set(spots_around(lon, lat, radius))


def test_of_several_the_one_closed_last_came_back() -> None:
    here = Place("c", "A")
    known = [Fixed(number, here, START + timedelta(days=day)) for number, day in ((1, 3), (2, 9), (3, 5))]
    found = recurrence_of(here, START + timedelta(days=12), known, Period(50, 30))
    assert found is not None
    assert (found.earlier, found.days, found.reason, found.distance_m) == (2, 3, Reason.SAME_SITE, None)
