"""Draws sites for a round. Pure: the same frame, design and seed give the same sample on every machine.

Nothing depends on a random generator, on floating point or on the order of the frame: a site's place comes from the
SHA-256 of seed and id, in whole numbers. Worked example, sources and choices: docs/algorithms/sampling.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, TypeAlias

from chuangcheng.inspections.allocation import proportional

Strata: TypeAlias = Literal["none", "type", "town", "type_town"]
Key: TypeAlias = tuple[int, int]  # type and town; 0 where strata do not tell them apart

BITS = 64  # of the hash that are used
PRECISION = 192  # bits behind the point of a comparison
NEVER = 10**9  # days since the last visit of a site that nobody has seen


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site that may be drawn."""

    site_id: str
    type_id: int
    town_id: int
    weight: int = 1  # its size; a site of weight 2 is twice as likely as one of weight 1
    unseen_days: int | None = None  # days since the last visit; None: never


@dataclass(frozen=True)
class Design:
    """How a sample is drawn."""

    strata: Strata = "none"
    is_each: bool = False  # True: `size` sites of every stratum; False: `size` in all, in proportion
    size: int = 0  # sites
    minimum: int = 0  # sites of a stratum at least, when in proportion
    numbers: Mapping[Key, int] = field(default_factory=dict)  # sites of single strata, whatever would fall to them
    longest_first: bool = False  # strictly those not seen for the longest time
    unseen_after: int = 0  # days; 0: no matter
    unseen_factor: int = 1  # weight of those not seen for `unseen_after` days, times this


@dataclass(frozen=True, slots=True)
class StratumDrawn:
    """What came of a stratum."""

    key: Key
    available: int  # sites
    asked: int  # sites
    drawn: tuple[str, ...]  # ids, in the order in which they were drawn

    @property
    def shortage(self) -> int:
        """How many sites it had too few."""
        return self.asked - len(self.drawn)


@dataclass(frozen=True)
class Sample:
    """A sample, stratum by stratum in the order of their keys."""

    asked: int  # sites in all
    strata: Sequence[StratumDrawn]

    @property
    def site_ids(self) -> list[str]:
        """Everything drawn, each site once."""
        return [site_id for stratum in self.strata for site_id in stratum.drawn]

    @property
    def shortage(self) -> int:
        """How many sites are missing in all."""
        return max(0, self.asked - len(self.site_ids))


def draw(*, frame: Iterable[Candidate], design: Design, seed: str) -> Sample:
    """The sample. A site that stands twice in the frame counts once."""
    strata = _strata(frame, design)
    asked = asked_of(available={key: len(rows) for key, rows in strata.items()}, design=design)
    drawn = [_drawn(key, strata.get(key, []), count, design, seed) for key, count in sorted(asked.items())]
    return Sample(asked=total_of(asked, design), strata=drawn)


def asked_of(*, available: Mapping[Key, int], design: Design) -> dict[Key, int]:
    """How many sites the design asks of each stratum, which may be more than there are."""
    given = dict(design.numbers)
    others = {key: count for key, count in sorted(available.items()) if key not in given}
    if design.is_each:
        return {**dict.fromkeys(others, design.size), **given}
    left = max(0, design.size - sum(given.values()))
    if design.strata == "none":
        return {**dict.fromkeys(others, left), **given}
    shared = proportional(size=left, available=others, minimum=design.minimum)
    return {**{key: max(count, design.minimum) for key, count in shared.items()}, **given}


def total_of(asked: Mapping[Key, int], design: Design) -> int:
    """How many sites are asked for in all."""
    return sum(asked.values()) if design.is_each else max(design.size, sum(design.numbers.values()))


def key_of(candidate: Candidate, strata: Strata) -> Key:
    """The stratum of a site."""
    of_type = candidate.type_id if strata in {"type", "type_town"} else 0
    of_town = candidate.town_id if strata in {"town", "type_town"} else 0
    return of_type, of_town


def digest_of(frame: Iterable[Candidate]) -> str:
    """The SHA-256 of a frame, whatever its order: two frames with the same digest are the same."""
    lines = sorted(f"{row.site_id}|{row.type_id}|{row.town_id}|{row.weight}|{row.unseen_days}" for row in frame)
    return sha256("\n".join(lines).encode()).hexdigest()


def _strata(frame: Iterable[Candidate], design: Design) -> dict[Key, list[Candidate]]:
    found: dict[Key, list[Candidate]] = {}
    for row in {row.site_id: row for row in frame}.values():
        found.setdefault(key_of(row, design.strata), []).append(row)
    return found or ({(0, 0): []} if design.strata == "none" else {})


def _drawn(key: Key, rows: Sequence[Candidate], asked: int, design: Design, seed: str) -> StratumDrawn:
    count = min(asked, len(rows))
    if design.longest_first:
        order = sorted(rows, key=lambda row: (-_unseen(row), chance(seed, row.site_id), row.site_id))[:count]
    else:
        order = _by_weight(rows, count, design, seed)
    return StratumDrawn(key, len(rows), asked, tuple(row.site_id for row in order))


def _by_weight(rows: Sequence[Candidate], count: int, design: Design, seed: str) -> list[Candidate]:
    """`count` sites with probabilities in proportion to their weights: those with 1 or more surely, then by Pareto."""
    weights = {row.site_id: _weight(row, design) for row in rows}
    left, certain = sorted(rows, key=lambda row: row.site_id), list[Candidate]()
    while True:
        wanted, whole = count - len(certain), sum(weights[row.site_id] for row in left)
        sure = [row for row in left if wanted * weights[row.site_id] >= whole] if wanted else []
        if not sure:
            break
        certain += sure
        taken = {row.site_id for row in sure}
        left = [row for row in left if row.site_id not in taken]
    ranked = sorted(left, key=lambda row: (_rank(seed, row, weights[row.site_id], wanted, whole), row.site_id))
    return certain + ranked[:wanted]


def _rank(seed: str, row: Candidate, weight: int, wanted: int, whole: int) -> int:
    """Rosén's ranking variable, u(1−λ)/((1−u)λ) with λ = wanted·weight/whole, as a whole number."""
    if not wanted:
        return 0
    odd = 2 * chance(seed, row.site_id) + 1  # u = odd / 2^65 lies strictly between 0 and 1
    odds = (odd << PRECISION) // ((2 << BITS) - odd)
    return odds * (whole - wanted * weight) // (wanted * weight)


def _weight(row: Candidate, design: Design) -> int:
    is_unseen = design.unseen_after and _unseen(row) >= design.unseen_after
    return max(1, row.weight) * (max(1, design.unseen_factor) if is_unseen else 1)


def _unseen(row: Candidate) -> int:
    return NEVER if row.unseen_days is None else row.unseen_days


def chance(seed: str, site_id: str) -> int:
    """A number of `BITS` bits that is as good as drawn, and always the same for this seed and site."""
    return int.from_bytes(sha256(f"{seed}|{site_id}".encode()).digest()[: BITS // 8])
