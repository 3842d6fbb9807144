"""Boards: units of one class, placed by their points. Equal points share a place; who had too little is not ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chuangcheng.supervision.appraisal.facts import UnitFacts
from chuangcheng.supervision.appraisal.fairness import Prior, prior_of, shrunken, wilson
from chuangcheng.supervision.appraisal.formula import Formula, RateOf
from chuangcheng.supervision.appraisal.points import Share, Sheet, share_of, sheet_of


class NotRanked(StrEnum):
    """Why a unit has no place (不参加排名)."""

    NOTHING = "nothing"  # no case fell due
    TOO_FEW = "too_few"


class Listed(StrEnum):
    RED = "red"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class BoardRule:
    """How a class is ranked. With `minimum` 0 every unit is. `spare_line`: with that many points nobody is black-listed
    when all have them."""

    minimum: int = 1  # cases due
    rate: RateOf = RateOf.ON_TIME  # the one shown with its interval
    red: int = 0
    black: int = 0
    spare_line: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Row:
    unit: str
    sheet: Sheet
    workload: int
    share: Share
    interval: tuple[Decimal, Decimal] | None
    shrunken: Decimal | None
    place: int | None
    not_ranked: NotRanked | None
    listed: Listed | None


@dataclass(frozen=True, slots=True)
class Board:
    """Rows by place, those not ranked last; equal ones by unit."""

    unit_class: str
    rows: tuple[Row, ...]

    @property
    def ranked(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.place is not None)


def by_class(facts: Mapping[str, UnitFacts], classes: Mapping[str, str]) -> Mapping[str, tuple[UnitFacts, ...]]:
    """The facts of the units of each class."""
    found: defaultdict[str, list[UnitFacts]] = defaultdict(list)
    for unit, unit_class in sorted(classes.items()):
        found[unit_class].append(facts.get(unit, UnitFacts(unit)))
    return {unit_class: tuple(found[unit_class]) for unit_class in sorted(found)}


def board(unit_class: str, units: Iterable[UnitFacts], formula: Formula, rule: BoardRule) -> Board:
    """The units of one class by their points."""
    facts = list(units)
    sheets = {own.unit: sheet_of(own, formula) for own in facts}
    reasons = {own.unit: _reason(len(own.due), rule.minimum) for own in facts}
    ranked = {unit: sheets[unit].points for unit, reason in reasons.items() if reason is None}
    at = places(ranked)
    lists = red_and_black(ranked, rule)
    shares = {own.unit: share_of(own, rule.rate) for own in facts}
    prior = prior_of((len(share.good), len(share.of)) for share in shares.values())
    rows = [
        Row(
            unit=own.unit,
            sheet=sheets[own.unit],
            workload=own.workload,
            share=shares[own.unit],
            interval=wilson(len(shares[own.unit].good), len(shares[own.unit].of)),
            shrunken=_shrunken(shares[own.unit], prior),
            place=at.get(own.unit),
            not_ranked=reasons[own.unit],
            listed=lists.get(own.unit),
        )
        for own in facts
    ]
    return Board(unit_class, tuple(sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.unit))))


def places(points: Mapping[str, Decimal]) -> Mapping[str, int]:
    """1, 2, 2, 4: one more than the units that have more points."""
    descending = sorted(points.values(), reverse=True)
    first: dict[Decimal, int] = {}
    for position, value in enumerate(descending, start=1):
        first.setdefault(value, position)
    return {unit: first[value] for unit, value in points.items()}


def red_and_black(points: Mapping[str, Decimal], rule: BoardRule) -> Mapping[str, Listed]:
    """The first `red` and the last `black`, ties all listed. Nobody, when all have the same points; nobody twice, the
    red list goes first (both our choice)."""
    if len(set(points.values())) < 2:  # noqa: PLR2004 two different ones
        return {}
    from_top = places(points)
    from_bottom = places({unit: -value for unit, value in points.items()})
    is_spared = rule.spare_line is not None and min(points.values()) >= rule.spare_line
    black = {} if is_spared else {unit: Listed.BLACK for unit, at in from_bottom.items() if at <= rule.black}
    return black | {unit: Listed.RED for unit, at in from_top.items() if at <= rule.red}


def _reason(due: int, minimum: int) -> NotRanked | None:
    if due >= minimum:
        return None
    return NotRanked.TOO_FEW if due else NotRanked.NOTHING


def _shrunken(share: Share, prior: Prior | None) -> Decimal | None:
    return shrunken(len(share.good), len(share.of), prior) if prior and share.of else None
