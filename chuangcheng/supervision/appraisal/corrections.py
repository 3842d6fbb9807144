"""What an objection that was upheld changes: one record, in the unit's favour; or praise that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from chuangcheng.supervision.appraisal.facts import (
    AwardFact,
    AwardKind,
    CaseFact,
    DeedFact,
    Standing,
    UnitFacts,
)


class Effect(StrEnum):
    """How a record counts after the decision."""

    LEAVE_OUT = "leave_out"  # as if it was not there
    ON_TIME = "on_time"  # a case, a task, a material, an order; of a fix: it stayed
    ON_SPOT = "on_spot"  # a case fixed on the spot
    NO_REWORK = "no_rework"
    NO_RELAPSE = "no_relapse"
    ADD = "add"  # praise that was left out


MISSING = "missing"


def missing_award(kind: AwardKind, tail: str) -> str:
    """The id of praise that a unit says was left out; `tail` tells two of one kind apart."""
    return f"{MISSING}.{kind}.{tail}"


def kind_missing(record_id: str) -> AwardKind | None:
    """The kind of praise that an id of `missing_award` says; None for any other record."""
    word, _dot, rest = record_id.partition(".")
    return AwardKind(rest.partition(".")[0]) if word == MISSING else None


def corrected(facts: UnitFacts, effects: Mapping[str, tuple[Effect, ...]]) -> UnitFacts:
    """The facts with the decided changes, by id of the record."""
    if not effects:
        return facts
    return replace(
        facts,
        cases=tuple(
            _case(case, effects.get(case.case_id, ())) for case in facts.cases if _stays(case.case_id, effects)
        ),
        deeds=tuple(
            _deed(deed, effects.get(deed.deed_id, ())) for deed in facts.deeds if _stays(deed.deed_id, effects)
        ),
        awards=(*(award for award in facts.awards if _stays(award.award_id, effects)), *_added(facts.unit, effects)),
        faults=tuple(fault for fault in facts.faults if _stays(fault.fault_id, effects)),
    )


def _added(unit: str, effects: Mapping[str, tuple[Effect, ...]]) -> Iterator[AwardFact]:
    for record_id in sorted(record_id for record_id, decided in effects.items() if Effect.ADD in decided):
        if (kind := kind_missing(record_id)) is not None:
            yield AwardFact(record_id, unit, kind)


def _stays(record_id: str, effects: Mapping[str, tuple[Effect, ...]]) -> bool:
    return Effect.LEAVE_OUT not in effects.get(record_id, ())


def _case(case: CaseFact, effects: tuple[Effect, ...]) -> CaseFact:
    if not effects:
        return case
    return replace(
        case,
        standing=Standing.ON_TIME if Effect.ON_TIME in effects else case.standing,
        is_fixed_on_spot=case.is_fixed_on_spot or Effect.ON_SPOT in effects,
        rework_count=0 if Effect.NO_REWORK in effects else case.rework_count,
        relapse_count=0 if Effect.NO_RELAPSE in effects else case.relapse_count,
    )


def _deed(deed: DeedFact, effects: tuple[Effect, ...]) -> DeedFact:
    return replace(deed, is_on_time=True) if Effect.ON_TIME in effects else deed
