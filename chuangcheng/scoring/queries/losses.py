"""Points being lost and why, and what is not known: both as work, the greatest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from chuangcheng.inspections.queries import last_checks_of
from chuangcheng.scoring.engine import PartBasis, PartScore, Regain, way_back
from chuangcheng.scoring.engine.rules import FactKind
from chuangcheng.standards.queries import units_of_standards

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.sheets import SubjectSheet


@dataclass(frozen=True)
class LostPart:
    """A part of a standard that loses marks."""

    key: int  # of the standard
    code: str
    text: str
    item: str
    method: str
    full: Fraction  # points
    lost: Fraction  # points
    basis: PartBasis
    regain: Regain | None
    units: Sequence[str]  # that lead the standard, or answer for it where none leads


@dataclass(frozen=True)
class UnknownPart:
    """A part of a standard about which nothing is known in the window."""

    key: int
    code: str
    text: str
    method: str
    full: Fraction  # points that may still be won or lost
    takes_checks: bool  # else it waits for a figure, a grade or material
    last_checked_at: datetime | None  # ever, in a released round; outside the window or at other places
    units: Sequence[str]


def lost_parts(found: SubjectSheet) -> list[LostPart]:
    """Every part that loses marks, greatest loss first. One query."""
    rows = [
        (code, part, basis)
        for code, each in found.sheet.standards.items()
        for part, basis in zip(each.parts, found.bases[code], strict=True)
        if part.earned is not None and part.earned < part.full
    ]
    units = units_of_standards(standard_ids=[found.keys[code] for code, _part, _basis in rows], day=found.choice.day)
    latest = found.framework.counted_checks == found.framework.CountedChecks.LATEST
    lost = [_lost(found, code, part, basis, units=units, latest=latest) for code, part, basis in rows]
    return sorted(lost, key=lambda line: (-line.lost, line.code))


def unknown_parts(found: SubjectSheet) -> list[UnknownPart]:
    """Every part about which nothing is known, most marks first. Two queries."""
    rows = [(code, part) for code, each in found.sheet.standards.items() for part in each.parts if part.earned is None]
    keys = [found.keys[code] for code, _part in rows]
    units = units_of_standards(standard_ids=keys, day=found.choice.day)
    last = last_checks_of(standard_ids=keys)
    unknown = [
        UnknownPart(
            key=found.keys[code],
            code=code,
            text=found.sheet.standards[code].standard.name,
            method=part.part.method,
            full=part.full,
            takes_checks=part.part.rule is not None and part.part.rule.uses is FactKind.CHECKS,
            last_checked_at=last.get(found.keys[code]),
            units=units.get(found.keys[code], ()),
        )
        for code, part in rows
    ]
    return sorted(unknown, key=lambda line: (-line.full, line.code))


def _lost(
    found: SubjectSheet,
    code: str,
    part: PartScore,
    basis: PartBasis,
    *,
    units: Mapping[int, Sequence[str]],
    latest: bool,
) -> LostPart:
    standard = found.sheet.standards[code].standard
    return LostPart(
        key=found.keys[code],
        code=code,
        text=standard.name,
        item=standard.item,
        method=part.part.method,
        full=part.full,
        lost=part.full - (part.earned or Fraction(0)),
        basis=basis,
        regain=way_back(part, basis, latest_counts=latest),
        units=units.get(found.keys[code], ()),
    )
