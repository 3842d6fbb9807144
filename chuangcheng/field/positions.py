"""What is odd about a position that a phone told. Odd ones are marked, never refused and never silently taken. Pure.

A browser does not say whether a position is mocked; what a mocked one looks like is told instead: an accuracy of zero,
or a leap from the position before that nobody makes. Thresholds are our choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from chuangcheng.core.texts import mark as _

POOR_METRES = 100  # accuracy; streets and courtyards are told apart up to here
FAR_METRES = 1_000  # from the site
LEAP_METRES_A_SECOND = 60  # 216 km/h
OLD_SECONDS = 600  # between the position and the record
CLOCK_SECONDS = 300  # that a device's clock may be off
EARTH_METRES = 6_371_000

MARKS = {
    "none": _("没有定位"),
    "poor": _("定位精度差"),
    "exact": _("精度为零，可能是模拟定位"),
    "leap": _("与上一次定位相距过远，可能是模拟定位"),
    "far": _("离点位较远"),
    "old": _("定位不是当时取得的"),
    "clock": _("手机时间不准"),
}


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as a phone tells it."""

    lon: float  # degrees WGS-84
    lat: float  # degrees WGS-84
    accuracy: float  # metres
    at: datetime


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance along the earth of two points, longitude and latitude in degrees."""
    here, there = radians(one[1]), radians(other[1])
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(other[0] - one[0]) / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def marks_of(
    fix: Fix | None,
    *,
    made_at: datetime,
    clock_off: int,
    before: Fix | None = None,
    site: tuple[float, float] | None = None,
) -> list[str]:
    """Codes of `MARKS`; `before` is the person's position before, `clock_off` seconds that the device is ahead."""
    clock = ["clock"] if abs(clock_off) > CLOCK_SECONDS else []
    if fix is None:
        return ["none", *clock]
    tests = {
        "poor": fix.accuracy > POOR_METRES,
        "exact": fix.accuracy == 0,
        "leap": before is not None and _is_leap(before, fix),
        "far": site is not None and metres_between(site, (fix.lon, fix.lat)) > FAR_METRES + fix.accuracy,
        "old": abs((made_at - fix.at).total_seconds()) > OLD_SECONDS,
    }
    return [code for code, holds in tests.items() if holds] + clock


def words_of(marks: Sequence[str]) -> list[str]:
    """The marks in words, to be translated."""
    return [MARKS[code] for code in marks if code in MARKS]


def _is_leap(before: Fix, fix: Fix) -> bool:
    seconds = abs((fix.at - before.at).total_seconds())
    metres = metres_between((before.lon, before.lat), (fix.lon, fix.lat)) - fix.accuracy - before.accuracy
    return metres > LEAP_METRES_A_SECOND * max(seconds, 1.0)
