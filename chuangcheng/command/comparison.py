"""Where we flatter ourselves: a mock assessment beside our own sheet of the same day. Pure.

Only what both sheets know is compared, part by part, so that a standard which one of them has not looked at moves
nothing. Flattery is our marks less the mock's, in points: above 0 where we think better of ourselves than a stranger
would find. What only one of them knows is named. Worked example: docs/algorithms/mock_assessment.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chuangcheng.scoring.engine import PartScore, ScoreSheet, StandardScore

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Compared:
    """A method, item or standard in both sheets, by the parts that both know."""

    name: str  # of the method or item, code of the standard
    full: Fraction  # points of the parts that both know
    own: Fraction  # points by our own sheet
    mock: Fraction  # points by the mock assessment

    @property
    def flattery(self) -> Fraction:
        """Points by which we think better of ourselves; below 0 where the mock found it better."""
        return self.own - self.mock

    @property
    def own_rate(self) -> Fraction | None:
        """0..1; None when they know nothing in common."""
        return self.own / self.full if self.full else None

    @property
    def mock_rate(self) -> Fraction | None:
        """0..1; None when they know nothing in common."""
        return self.mock / self.full if self.full else None


@dataclass(frozen=True, slots=True)
class UnknownPart:
    """A part of a standard that the mock assessment leaves unknown."""

    code: str  # of the standard
    method: str
    full: Fraction  # points
    is_known_to_us: bool  # our own sheet knows it


@dataclass(frozen=True)
class Comparison:
    """Both sheets, each list with the greatest flattery first."""

    methods: Sequence[Compared]
    items: Sequence[Compared]
    standards: Sequence[Compared]
    whole: Compared
    unknown: Sequence[UnknownPart]  # in the order of the framework


def compare(*, mock: ScoreSheet, own: ScoreSheet) -> Comparison:
    """The comparison of two sheets of one edition."""
    pairs = [(each, own.standards[code]) for code, each in mock.standards.items() if code in own.standards]
    parts = [(left, *both) for left, right in pairs for both in zip(left.parts, right.parts, strict=True)]
    known = [row for row in parts if row[1].earned is not None and row[2].earned is not None]
    return Comparison(
        methods=_compared((part.part.method, part, other) for _each, part, other in known),
        items=_compared((each.standard.item, part, other) for each, part, other in known),
        standards=_compared((each.standard.code, part, other) for each, part, other in known),
        whole=_sum("", [(part, other) for _each, part, other in known]),
        unknown=list(_unknown(parts)),
    )


def _compared(rows: Iterable[tuple[str, PartScore, PartScore]]) -> list[Compared]:
    groups: dict[str, list[tuple[PartScore, PartScore]]] = {}
    for name, part, other in rows:
        groups.setdefault(name, []).append((part, other))
    return sorted((_sum(name, both) for name, both in groups.items()), key=lambda row: (-row.flattery, row.name))


def _sum(name: str, both: Sequence[tuple[PartScore, PartScore]]) -> Compared:
    return Compared(
        name,
        sum((part.full for part, _other in both), NOTHING),
        sum((other.earned or NOTHING for _part, other in both), NOTHING),
        sum((part.earned or NOTHING for part, _other in both), NOTHING),
    )


def _unknown(parts: Iterable[tuple[StandardScore, PartScore, PartScore]]) -> Iterator[UnknownPart]:
    for each, part, other in parts:
        if part.earned is None:
            yield UnknownPart(each.standard.code, part.part.method, part.full, other.earned is not None)
