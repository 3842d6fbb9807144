"""Periods of work, told in few words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chuangcheng.supervision.appraisal import CaseFact, Source, Standing, UnitFacts, by_unit, ready_made

TAKEN_UP = date(2026, 1, 1)
FORMULAS = ready_made(valid_from=TAKEN_UP)


def cases(unit: str, source: Source = Source.DIGITAL, **counts: int) -> list[CaseFact]:
    """So many cases of each standing: `on_time=3, late=1`."""
    return [
        CaseFact(f"{source}-{standing}-{number:04}", unit, source, Standing(standing))
        for standing, count in counts.items()
        for number in range(count)
    ]


def rated(**good_of: tuple[int, int]) -> Mapping[str, UnitFacts]:
    """Units with so many cases on time among so many due, the others still open."""
    facts = [case for unit, (good, due) in good_of.items() for case in cases(unit, on_time=good, open=due - good)]
    return by_unit(facts, units=good_of)
