"""Who stands on a board over a period, and whose records count for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chuangcheng.orgs.queries import every_unit, links_on
from chuangcheng.standards.queries import leaders_of_standards
from chuangcheng.supervision.appraisal.periods import Span
from chuangcheng.supervision.models import BoardVersion

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

STEP = 4  # letters of a tree path for each level, as treebeard makes them


@dataclass(frozen=True, slots=True)
class Member:
    """A unit or a leader on a board."""

    key: str  # in order on boards where all else is equal
    name: str
    unit_id: int | None
    person_id: int | None
    unit_ids: frozenset[int]  # whose records count
    standards: frozenset[int] = frozenset()  # whose tasks and material count as well


def members_of(version: BoardVersion, span: Span) -> list[Member]:
    """The units of the board's kinds that were there in the period, or the leaders of its last day."""
    units = every_unit()
    if version.is_of_leaders:
        return _leaders(units, span.last)
    ranked = [unit for unit in units if unit.kind in version.kinds and _was_there(unit, span)]
    below = _below(units, {unit.path for unit in ranked}) if version.counts_below else {}
    return [
        Member(_key(position), unit.name, unit.pk, None, frozenset(below.get(unit.path, {unit.pk})))
        for position, unit in enumerate(ranked)
    ]


def _leaders(units: list[Unit], day: date) -> list[Member]:
    """A leader answers for the towns that are linked to them and for the items that they lead."""
    towns: defaultdict[int, set[str]] = defaultdict(set)
    names: dict[int, str] = {}
    for link in links_on(day).filter(leader__isnull=False):
        if link.leader is not None:
            towns[link.leader.pk].add(link.town.path)
            names[link.leader.pk] = link.leader.name
    standards: defaultdict[int, set[int]] = defaultdict(set)
    for standard_id, person_id in leaders_of_standards(day=day).items():
        standards[person_id].add(standard_id)
    below = _below(units, {path for paths in towns.values() for path in paths})
    return [
        Member(
            _key(position),
            names[person_id],
            None,
            person_id,
            frozenset(pk for path in towns[person_id] for pk in below[path]),
            frozenset(standards[person_id]),
        )
        for position, person_id in enumerate(sorted(towns))
    ]


def _key(position: int) -> str:
    return f"{position:06d}"


def _was_there(unit: Unit, span: Span) -> bool:
    return unit.closed_on is None or unit.closed_on > span.first


def _below(units: list[Unit], paths: set[str]) -> dict[str, set[int]]:
    """For each path the units at or below it; where such a path lies under another, the nearer one has them."""
    found: dict[str, set[int]] = {path: set() for path in paths}
    for unit in units:
        nearest = next((path for path in _upwards(unit.path) if path in paths), None)
        if nearest is not None:
            found[nearest].add(unit.pk)
    return found


def _upwards(path: str) -> list[str]:
    return [path[:end] for end in range(len(path), 0, -STEP)]
