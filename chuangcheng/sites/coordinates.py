"""Positions of the four systems that Chinese maps use, turned into WGS-84 and back. Pure.

CGCS2000 differs from WGS-84 by centimetres and is taken as equal. GCJ-02 is the offset of Chinese map providers, BD-09
Baidu's offset on top of it. Neither has an exact inverse in closed form (the one published for BD-09 misses by a few
decimetres), so the way back is found by iteration over the way there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import atan2, cos, pi, radians, sin, sqrt
from types import MappingProxyType

AXIS = 6_378_245.0  # metres; Krasovsky 1940, the ellipsoid of the GCJ-02 offset
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
BAIDU_TURN = pi * 3000 / 180
CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: the offset applies inside only
CLOSE = 1e-9  # degrees; a tenth of a millimetre
MOST_STEPS = 30  # at the rim of the box the offset jumps and no position may fit


class UnknownSystem(ValueError):
    """A coordinate system that is none of the four."""


class OutOfRange(ValueError):
    """Not a position on earth."""


@dataclass(frozen=True)
class Point:
    """Degrees."""

    lon: float
    lat: float


def to_wgs84(point: Point, system: str) -> Point:
    """The position in WGS-84. `system`: wgs84, cgcs2000, gcj02 or bd09. Raises UnknownSystem, OutOfRange."""
    return _checked(_INTO, point, system)(point)


def from_wgs84(point: Point, system: str) -> Point:
    """A WGS-84 position in another system. Raises UnknownSystem, OutOfRange."""
    return _checked(_OUT_OF, point, system)(point)


def distance(one: Point, other: Point) -> float:
    """Metres between two WGS-84 positions on the sphere."""
    lat1, lat2 = radians(one.lat), radians(other.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6_371_008.8 * atan2(sqrt(half), sqrt(1 - half))


def _checked(ways: Mapping[str, Callable[[Point], Point]], point: Point, system: str) -> Callable[[Point], Point]:
    if system not in ways:
        raise UnknownSystem(system)
    if not (-180 <= point.lon <= 180 and -90 <= point.lat <= 90):  # noqa: PLR2004 - degrees of the globe; NaN fails too
        raise OutOfRange(f"{point.lon},{point.lat}")
    return ways[system]


def _same(point: Point) -> Point:
    return point


def _to_gcj02(point: Point) -> Point:
    west, south, east, north = CHINA
    if not (west <= point.lon <= east and south <= point.lat <= north):
        return point
    x, y = point.lon - 105, point.lat - 35
    east_shift, north_shift = _shift_east(x, y), _shift_north(x, y)
    phi = radians(point.lat)
    magic = 1 - ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian = AXIS * (1 - ECCENTRICITY_SQUARED) / (magic * sqrt(magic))
    parallel = AXIS / sqrt(magic) * cos(phi)
    return Point(
        point.lon + east_shift * 180 / (parallel * pi),
        point.lat + north_shift * 180 / (meridian * pi),
    )


def _ripple(value: float) -> float:
    return (20 * sin(6 * value * pi) + 20 * sin(2 * value * pi)) * 2 / 3


def _shift_north(x: float, y: float) -> float:
    found = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + _ripple(x)
    found += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    return found + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3


def _shift_east(x: float, y: float) -> float:
    found = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + _ripple(x)
    found += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    return found + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3


def _back(forward: Callable[[Point], Point], point: Point) -> Point:
    """The position that `forward` takes to `point`. Steps shrink fast: the offset is nearly even."""
    guess = point
    for _turn in range(MOST_STEPS):
        seen = forward(guess)
        lon_error, lat_error = seen.lon - point.lon, seen.lat - point.lat
        guess = Point(guess.lon - lon_error, guess.lat - lat_error)
        if abs(lon_error) < CLOSE and abs(lat_error) < CLOSE:
            break
    return guess


def _from_gcj02(point: Point) -> Point:
    return _back(_to_gcj02, point)


def _to_bd09(point: Point) -> Point:
    found = _to_gcj02(point)
    radius = sqrt(found.lon**2 + found.lat**2) + 0.00002 * sin(found.lat * BAIDU_TURN)
    angle = atan2(found.lat, found.lon) + 0.000003 * cos(found.lon * BAIDU_TURN)
    return Point(radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006)


def _from_bd09(point: Point) -> Point:
    return _back(_to_bd09, point)


_INTO: Mapping[str, Callable[[Point], Point]] = MappingProxyType(
    {"wgs84": _same, "cgcs2000": _same, "gcj02": _from_gcj02, "bd09": _from_bd09}
)
_OUT_OF: Mapping[str, Callable[[Point], Point]] = MappingProxyType(
    {"wgs84": _same, "cgcs2000": _same, "gcj02": _to_gcj02, "bd09": _to_bd09}
)
SYSTEMS = tuple(_INTO)
