"""Whether two tales are of the same problem: a likelihood with its grounds, from place, time, class, words and picture.

Pure. The weights were found on one generated set and judged on another (docs/algorithms/doubles.md); they are our
choice until a place has tales of its own to find them by. What is not known counts neither way.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

EARTH_M = 6_371_008.8  # metres, mean radius of the earth (IUGG)
USUAL_RADIUS_M = 50  # metres, where no class says how far its problems reach: our choice
LIKELY = 0.5  # from here on a double is offered first: our choice, the middle
WORTH_A_LOOK = 0.15  # below it nothing is shown: our choice
HALF_LIFE_HOURS = 72  # after them the time between two tales says half as much: our choice
FAR_RADII = 3.0  # so many radii apart and nobody means the same place: our choice
NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Tale:
    """What somebody told, or a case."""

    text: str
    at: datetime
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None  # degrees WGS-84
    site: Any = None
    place: str = ""  # in words
    problem_class: Any = None
    group: str = ""  # 大类
    radius_m: int = USUAL_RADIUS_M  # metres, of its class


@dataclass(frozen=True, slots=True)
class Grounds:
    """What speaks for the same problem and against it; each −1 … 1, None: not known."""

    place: float | None
    time: float
    kind: float | None
    words: float
    address: float | None
    picture: float | None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each ground weighs, in log-odds."""

    base: float
    place: float
    time: float
    kind: float
    words: float
    address: float
    picture: float


# Found by `python -m benchmarks doubles` on generator A.
WEIGHTS = Weights(base=-2.3, place=4.2, time=2.2, kind=1.9, words=0.4, address=2.1, picture=1.1)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two tales are of one problem."""

    likelihood: float  # 0..1
    grounds: Grounds
    metres: int | None  # apart; None: a position is not known

    @property
    def percent(self) -> int:
        """For people."""
        return round(100 * self.likelihood)


def likeness(one: Tale, other: Tale, *, picture: float | None = None, weights: Weights = WEIGHTS) -> Likeness:
    """How likely both tell of one problem. `picture`: 0..1, how alike their photos are; None: nobody compared them."""
    metres = distance_m(one, other)
    grounds = grounds_of(one, other, metres=metres, picture=picture)
    return Likeness(_likelihood(grounds, weights), grounds, None if metres is None else round(metres))


def grounds_of(one: Tale, other: Tale, *, metres: float | None, picture: float | None) -> Grounds:
    """What speaks for and against."""
    hours = abs((one.at - other.at).total_seconds()) / 3600
    return Grounds(
        place=_place(one, other, metres),
        time=2 * 0.5 ** (hours / HALF_LIFE_HOURS) - 1,
        kind=_kind(one, other),
        words=alike(one.text, other.text),
        address=_address(one, other),
        picture=None if picture is None else 2 * picture - 1,
    )


def alike(one: str, other: str) -> float:
    """How alike two texts are, 0..1: the pairs of characters that they share, by the shorter and by both."""
    first, second = _pairs(one), _pairs(other)
    fewer, both = min(first.total(), second.total()), first.total() + second.total()
    if not fewer:
        return 0.0
    shared = (first & second).total()
    return (shared / fewer + 2 * shared / both) / 2


def distance_m(one: Tale, other: Tale) -> float | None:
    """Metres along the great circle; 0 at the same site; None when a position is not known."""
    if one.site is not None and one.site == other.site:
        return 0.0
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    south, north = math.radians(one.lat), math.radians(other.lat)
    across = math.sin((north - south) / 2) ** 2
    along = math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, across + math.cos(south) * math.cos(north) * along)))


def _likelihood(grounds: Grounds, weights: Weights) -> float:
    told = [
        (grounds.place, weights.place),
        (grounds.time, weights.time),
        (grounds.kind, weights.kind),
        (grounds.words, weights.words),
        (grounds.address, weights.address),
        (grounds.picture, weights.picture),
    ]
    odds = weights.base + sum(weight * ground for ground, weight in told if ground is not None)
    if grounds.place is not None and grounds.place <= -1:
        return 0.0
    return 1 / (1 + math.exp(-odds))


def _place(one: Tale, other: Tale, metres: float | None) -> float | None:
    """1 at the same spot, 0 at the edge of the radius, −1 from FAR_RADII on."""
    if metres is None:
        return None
    radii = metres / max(one.radius_m, other.radius_m, 1)
    if radii <= 1:
        return 1 - radii
    return max(-1.0, -(radii - 1) / (FAR_RADII - 1))


def _kind(one: Tale, other: Tale) -> float | None:
    if one.problem_class is None or other.problem_class is None:
        return None
    if one.problem_class == other.problem_class:
        return 1.0
    return 0.0 if one.group and one.group == other.group else -1.0


def _address(one: Tale, other: Tale) -> float | None:
    """How alike the places in words are; the numbers in them must not contradict each other."""
    if not one.place.strip() or not other.place.strip():
        return None
    numbers, others = _numbers(one.place), _numbers(other.place)
    if numbers and others and not numbers & others:
        return -1.0
    return 2 * alike(one.place, other.place) - 1


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", unicodedata.normalize("NFKC", text)))


def _pairs(text: str) -> Counter[str]:
    plain = NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
