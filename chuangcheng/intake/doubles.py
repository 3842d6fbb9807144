"""Whether two tales are of the same problem: a likelihood with its grounds, from place, time, class, words and picture.

Pure. The weights were found on one generated set and judged on others (docs/algorithms/doubles.md); they are our
choice until a place has tales of its own to find them by. What is not known counts neither way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from chuangcheng.intake.addresses import address_in, agreement
from chuangcheng.intake.wording import Dictionary, Rarity, alike

EARTH_M = 6_371_008.8  # metres, mean radius of the earth (IUGG)
USUAL_RADIUS_M = 50  # metres, where no class says how far its problems reach: our choice
LIKELY = 0.5  # from here on a double is offered first: our choice, the middle
HARDLY = 0.15  # below it a double stands folded away: our choice
WORTH_A_LOOK = 0.01  # below it nothing is shown: our choice, by the set that validates
HALF_LIFE_HOURS = 72  # after them the time between two tales says half as much: our choice
FAR_RADII = 3.0  # so many radii apart and nobody means the same place: our choice
NEAR_BITS = (
    20  # of 64 in which two photos differ: from here on they say nothing (strangers differ in 32 ± 4); our choice
)


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
    spoken: Any = None  # the class that its words speak of
    spoken_group: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What speaks for the same problem and against it; each −1 … 1, None: not known."""

    place: float | None
    time: float
    kind: float | None  # classes that somebody gave
    spoken: float | None  # classes that the words speak of; where they speak of none, the given one
    words: float  # 0..1
    address: float | None
    house: float | None  # road and number
    picture: float | None  # 0..1: another angle says nothing against it
    caller: float | None  # 1 the same; other people say nothing


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a pair besides the two tales."""

    bits: int | None = None  # of 64 in which their most alike photos differ; None: not both have one
    is_same_caller: bool = False
    rarity: Rarity | None = None  # of words, among what stands side by side


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each ground weighs, in log-odds."""

    base: float
    place: float
    time: float
    kind: float
    spoken: float
    words: float
    address: float
    house: float
    picture: float
    caller: float


# Found by `python -m benchmarks doubles` on generator A.
WEIGHTS = Weights(
    base=-4.1, place=3.2, time=1.8, kind=0.6, spoken=1.7, words=2.5, address=0.3, house=1.7, picture=1.6, caller=1.6
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two tales are of one problem."""

    likelihood: float  # 0..1
    grounds: Grounds
    metres: int | None  # apart; None: a position is not known
    bits: int | None = None  # of 64 in which their most alike photos differ

    @property
    def percent(self) -> int:
        """For people."""
        return round(100 * self.likelihood)


def likeness(one: Tale, other: Tale, *, beside: Beside | None = None, weights: Weights = WEIGHTS) -> Likeness:
    """How likely both tell of one problem."""
    metres, known = distance_m(one, other), beside or Beside()
    grounds = grounds_of(one, other, metres=metres, beside=known)
    return Likeness(_likelihood(grounds, weights), grounds, None if metres is None else round(metres), known.bits)


def grounds_of(one: Tale, other: Tale, *, metres: float | None, beside: Beside) -> Grounds:
    """What speaks for and against."""
    hours = abs((one.at - other.at).total_seconds()) / 3600
    return Grounds(
        place=_place(one, other, metres),
        time=2 * 0.5 ** (hours / HALF_LIFE_HOURS) - 1,
        kind=_kind((one.problem_class, one.group), (other.problem_class, other.group)),
        spoken=_kind(_spoken(one), _spoken(other)),
        words=alike(one.text, other.text, beside.rarity),
        address=_address(one, other),
        house=agreement(address_in(one.place, one.text), address_in(other.place, other.text)),
        picture=picture_of(beside.bits),
        caller=1.0 if beside.is_same_caller else None,
    )


def picture_of(bits: int | None) -> float | None:
    """1 for copies, 0 at NEAR_BITS; None beyond: the same scene from another angle looks like any other."""
    return None if bits is None or bits >= NEAR_BITS else 1 - bits / NEAR_BITS


def speaking(tale: Tale, dictionary: Dictionary) -> Tale:
    """The tale with the class that its words speak of."""
    found = dictionary.spoken_of(tale.text)
    return tale if found is None else replace(tale, spoken=found.key, spoken_group=found.group)


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
    if grounds.place is not None and grounds.place <= -1:
        return 0.0
    odds = weights.base
    for each in fields(Grounds):
        ground = getattr(grounds, each.name)
        odds += getattr(weights, each.name) * ground if ground is not None else 0.0
    return 1 / (1 + math.exp(-odds))


def _place(one: Tale, other: Tale, metres: float | None) -> float | None:
    """1 at the same spot, 0 at the edge of the radius, −1 from FAR_RADII on."""
    if metres is None:
        return None
    radii = metres / max(one.radius_m, other.radius_m, 1)
    if radii <= 1:
        return 1 - radii
    return max(-1.0, -(radii - 1) / (FAR_RADII - 1))


def _kind(one: tuple[Any, str], other: tuple[Any, str]) -> float | None:
    (key, group), (other_key, other_group) = one, other
    if key is None or other_key is None:
        return None
    if key == other_key:
        return 1.0
    return 0.0 if group and group == other_group else -1.0


def _spoken(tale: Tale) -> tuple[Any, str]:
    if tale.spoken is not None:
        return tale.spoken, tale.spoken_group
    return tale.problem_class, tale.group


def _address(one: Tale, other: Tale) -> float | None:
    """How alike the places in words are."""
    if not one.place.strip() or not other.place.strip():
        return None
    return 2 * alike(one.place, other.place) - 1
