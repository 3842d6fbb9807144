"""回潮: whether a problem is one that was fixed before and has come back. The definition, and nothing else.

A case is a relapse when, before it was opened, another case of the same class was closed as fixed at the same site, or
within the class's radius, and not more than the class's period of calendar days earlier. Of several such cases it is a
relapse of the one closed last. Source: our choice; docs/algorithms/recurrence.md has worked examples.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from chuangcheng.core.workdays import SHANGHAI

EARTH_M = 6_371_008.8  # metres, mean radius of the earth (IUGG)
SPOT_DEGREES = 0.002  # of latitude and longitude, some 200 m: our choice, so that a usual radius meets few squares
ROW = 1_000_000  # more than there are squares around the earth
FARTHEST_M = 2_000  # a radius above it is taken for it: beyond, nobody speaks of the same place; our choice


class Reason(StrEnum):
    """Why a case counts as a relapse of another."""

    SAME_SITE = auto()
    NEARBY = auto()


@dataclass(frozen=True, slots=True)
class Period:
    """What a problem class says."""

    radius_m: int  # metres; 0: only the same site or the very same spot
    days: int  # calendar days in Shanghai after the day of closing; 0: never a relapse


@dataclass(frozen=True, slots=True)
class Place:
    """What a problem is and where."""

    problem_class: Any
    site: Any = None
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None  # degrees WGS-84


@dataclass(frozen=True, slots=True)
class Fixed:
    """A case that was closed as fixed."""

    case: Any  # its id; of two closed at one moment the greater id is the later
    place: Place
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Which case came back, and why we say so."""

    earlier: Any
    reason: Reason
    distance_m: int | None  # metres, half-up; None when a position is not known
    days: int  # calendar days from closing to opening


def recurrence_of(place: Place, opened_at: datetime, fixed: Iterable[Fixed], period: Period) -> Recurrence | None:
    """What a case opened there and then is a relapse of; None when it is none."""
    found = [each for each in fixed if _came_back(place, opened_at, each, period)]
    if not found:
        return None
    latest = max(found, key=lambda each: (each.closed_at, each.case))
    distance = distance_m(place, latest.place)
    return Recurrence(
        earlier=latest.case,
        reason=Reason.SAME_SITE if _is_same_site(place, latest.place) else Reason.NEARBY,
        distance_m=None if distance is None else math.floor(distance + 0.5),
        days=days_between(latest.closed_at, opened_at),
    )


def days_between(closed_at: datetime, opened_at: datetime) -> int:
    """Calendar days in Shanghai from one moment to the other."""
    return (opened_at.astimezone(SHANGHAI).date() - closed_at.astimezone(SHANGHAI).date()).days


def distance_m(one: Place, other: Place) -> float | None:
    """Metres along the great circle; None when a position is not known."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    south, north = math.radians(one.lat), math.radians(other.lat)
    across = math.sin((north - south) / 2) ** 2
    along = math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, across + math.cos(south) * math.cos(north) * along)))


def spot_of(lon: float, lat: float) -> int:
    """The square of the grid in which a position lies, by which the database finds what is near."""
    return _row(lat) * ROW + _column(lon)


def spots_around(lon: float, lat: float, radius_m: int) -> Iterator[int]:
    """The squares in which everything within the radius lies."""
    reach = math.degrees(min(radius_m, FARTHEST_M) / EARTH_M) * 1.001  # a little more, against rounding
    most_north = min(abs(lat) + reach, 89.9)
    sideways = reach / math.cos(math.radians(most_north))
    for row in range(_row(lat - reach), _row(lat + reach) + 1):
        for column in range(_column(lon - sideways), _column(lon + sideways) + 1):
            yield row * ROW + column


def _came_back(place: Place, opened_at: datetime, fixed: Fixed, period: Period) -> bool:
    if place.problem_class is None or fixed.place.problem_class != place.problem_class:
        return False
    if not fixed.closed_at < opened_at or not 0 < period.days >= days_between(fixed.closed_at, opened_at):
        return False
    return _is_same_site(place, fixed.place) or _is_near(place, fixed.place, period)


def _is_same_site(one: Place, other: Place) -> bool:
    return one.site is not None and one.site == other.site


def _is_near(one: Place, other: Place, period: Period) -> bool:
    distance = distance_m(one, other)
    return distance is not None and distance <= min(period.radius_m, FARTHEST_M)


def _row(lat: float) -> int:
    return math.floor((lat + 90) / SPOT_DEGREES)


def _column(lon: float) -> int:
    return math.floor((lon + 180) / SPOT_DEGREES)
