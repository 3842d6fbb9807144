"""The facts of the whole place and of each of its units, from one count over the checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.inspections.queries import WhatCounts, latest_tallies, tallies
from chuangcheng.orgs.queries import every_unit, is_area
from chuangcheng.scoring.engine import FactBook, Facts, Tally
from chuangcheng.scoring.queries.choice import SheetChoice
from chuangcheng.scoring.queries.facts import (
    counted_material,
    facts_of,
    lent_to,
    linked_facts,
    proofs_by_code,
    recorded_by_code,
    what_counts,
)
from chuangcheng.scoring.queries.hits import hits_counting
from chuangcheng.sites.queries import unit_paths_of_sites

if TYPE_CHECKING:
    from chuangcheng.evidence.queries import MaterialProof
    from chuangcheng.orgs.models import Unit
    from chuangcheng.scoring.models import RecordedFact
    from chuangcheng.standards.models import Framework

Counted = dict[str, list[Tally]]  # code of the standard → tallies of its sites


@dataclass(frozen=True)
class SubjectBook:
    """A subject with everything that its sheet is computed from."""

    choice: SheetChoice
    unit_ids: frozenset[int] | None  # of the subject and those below it; None: the whole place
    book: FactBook


@dataclass(frozen=True)
class Told:
    """What no check brings, for one subject."""

    recorded: Mapping[str, list[RecordedFact]]
    proofs: Mapping[str, MaterialProof]
    linked: Mapping[str, Decimal]


def books_of_everyone(row: Framework, choice: SheetChoice, keys: Mapping[str, int]) -> Iterator[SubjectBook]:
    """The whole place first, then each open unit at whose sites something was checked, in the order of the tree.

    choice: without subject. A site counts for the areas in which it lies, and for its owner and those above it that are
    no areas; recorded facts are the whole place's and count for all, material is that of the units. A constant number
    of queries, and one for the hits of each subject where there are any.
    """
    recorded = recorded_by_code(row, choice, keys)
    lent = lent_to(row, choice)
    linked, material = linked_facts(row, choice), counted_material(row, choice, lent)
    units = every_unit()
    whole, by_unit = _counted(row, what_counts(row, choice, lent), keys, units)
    proofs = proofs_by_code(material, keys, unit_ids=None)
    yield SubjectBook(choice, None, _book(whole, Told(recorded, proofs, linked), keys, row=row, choice=choice))
    has_hits = bool(hits_counting(row, choice))
    for unit, below in _with_those_below(units):
        if (counted := by_unit.get(unit.pk)) and unit.closed_on is None:
            mine = SheetChoice(choice.day, unit, choice.kinds)
            hits = mine if has_hits else None
            told = Told(recorded, proofs_by_code(material, keys, unit_ids=below), linked)
            yield SubjectBook(mine, below, _book(counted, told, keys, row=row, choice=hits))


def _book(
    counted: Counted,
    told: Told,
    keys: Mapping[str, int],
    *,
    row: Framework,
    choice: SheetChoice | None,
) -> FactBook:
    """The facts of one subject. choice: with which its hits are asked for; None: there are none."""
    standards: dict[str, Facts] = {
        code: facts_of(counted.get(code, ()), told.recorded.get(code, ()), told.proofs.get(code))
        for code in keys
        if code in counted or code in told.recorded or code in told.proofs
    }
    return FactBook(standards, hits=hits_counting(row, choice) if choice else (), linked=told.linked)


def _counted(
    row: Framework, what: WhatCounts, keys: Mapping[str, int], units: list[Unit]
) -> tuple[Counted, dict[int, Counted]]:
    codes = {key: code for code, key in keys.items()}
    whole: Counted = defaultdict(list)
    by_unit: dict[int, Counted] = defaultdict(lambda: defaultdict(list))
    sites = {
        site_id: (str(site_id), [whole, *(by_unit[unit_id] for unit_id in unit_ids)])
        for site_id, unit_ids in _subjects_of_sites(units).items()
    }
    count = latest_tallies if row.counted_checks == row.CountedChecks.LATEST else tallies
    for found in count(what):
        site, counting = sites[found.site_id]
        tally, code = Tally(site, found.passed, found.failed, found.violations), codes[found.standard_id]
        for counted in counting:
            counted[code].append(tally)
    return whole, by_unit


def _subjects_of_sites(units: list[Unit]) -> dict[UUID, tuple[int, ...]]:
    """For each site the units for which it counts. Sites of one pair of units share one tuple."""
    by_path = {unit.path: unit for unit in units}
    lines: dict[tuple[str, str], tuple[int, ...]] = {}
    found: dict[UUID, tuple[int, ...]] = {}
    for site_id, area, owner in unit_paths_of_sites():
        pair = (area, owner)
        if pair not in lines:
            inside = [unit.pk for unit in _line(by_path, area) if is_area(unit)]
            owning = [unit.pk for unit in _line(by_path, owner) if not is_area(unit)]
            lines[pair] = (*inside, *owning)
        found[site_id] = lines[pair]
    return found


def _line(by_path: Mapping[str, Unit], path: str) -> list[Unit]:
    """The units from the top down to this place of the tree."""
    return [by_path[path[:length]] for length in range(1, len(path) + 1) if path[:length] in by_path]


def _with_those_below(units: list[Unit]) -> Iterator[tuple[Unit, frozenset[int]]]:
    """Each unit with the keys of itself and those below it. units: in the order of the tree."""
    for place, unit in enumerate(units):
        below = []
        for other in units[place:]:
            if not other.path.startswith(unit.path):
                break
            below.append(other.pk)
        yield unit, frozenset(below)
