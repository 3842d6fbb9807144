"""整改照片比对: what makes a photo of a fix doubtful. Shown with its evidence to who verifies; decides nothing.

A photo taken from the same spot looks like the one before by right; only pictures that are almost the same picture are
named. Source: our choice; docs/algorithms/photo_doubts.md has the thresholds and what they miss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any

from chuangcheng.cases.recurrence import Place, distance_m

CLOCK_SLACK = timedelta(minutes=30)  # how far a camera's clock may be behind the report; our choice


class DoubtKind(StrEnum):
    """Why a photo of a fix is to be looked at twice."""

    SAME_AS_BEFORE = auto()  # almost the picture of the problem
    USED_ELSEWHERE = auto()  # almost a picture of another problem
    OLDER = auto()  # taken before the problem was reported
    FAR_AWAY = auto()  # taken far from where the problem is


@dataclass(frozen=True, slots=True)
class FixPhoto:
    """A photo that is to show the fix, as its camera wrote it."""

    file: Any  # key of its content
    taken_at: datetime | None = None
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None  # degrees WGS-84


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """A photo that hangs on a problem already and looks like the one asked about."""

    file: Any  # key of its content
    case: Any  # key of the problem on which it hangs
    bits: int  # of 64 in which the two differ; 0 also for the very same file


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a photo is doubtful."""

    bits: int  # of 64: up to so many different bits are almost the same picture
    metres: int  # farther away is far; 0: never


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason with its evidence; what does not belong to its kind is None."""

    kind: DoubtKind
    file: Any  # key of the photo's content
    like: SeenBefore | None = None
    taken_at: datetime | None = None
    metres: int | None = None


def doubts_of(
    photo: FixPhoto,
    *,
    case: Any,
    reported_at: datetime,
    place: tuple[float, float] | None,
    seen: Sequence[SeenBefore],
    limits: Limits,
) -> list[Doubt]:
    """The reasons to look twice, at most one of each kind.

    case: key of the one that the photo is to have fixed; place: its longitude and latitude, degrees WGS-84.
    """
    alike = sorted((each for each in seen if each.bits <= limits.bits), key=lambda each: each.bits)
    own = next((each for each in alike if each.case == case), None)
    other = next((each for each in alike if each.case != case), None)
    return [
        *([Doubt(DoubtKind.SAME_AS_BEFORE, photo.file, like=own)] if own else []),
        *([Doubt(DoubtKind.USED_ELSEWHERE, photo.file, like=other)] if other else []),
        *_by_camera(photo, reported_at=reported_at, place=place, limits=limits),
    ]


def _by_camera(
    photo: FixPhoto, *, reported_at: datetime, place: tuple[float, float] | None, limits: Limits
) -> Iterator[Doubt]:
    if photo.taken_at is not None and photo.taken_at < reported_at - CLOCK_SLACK:
        yield Doubt(DoubtKind.OLDER, photo.file, taken_at=photo.taken_at)
    if place is None or photo.lon is None or photo.lat is None or not limits.metres:
        return
    away = distance_m(Place(None, lon=place[0], lat=place[1]), Place(None, lon=photo.lon, lat=photo.lat))
    if away is not None and away > limits.metres:
        yield Doubt(DoubtKind.FAR_AWAY, photo.file, metres=round(away))
