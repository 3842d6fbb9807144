"""The facts of a unit as JSON, so that they can be kept with a result and counted again: short rows, not objects."""

from __future__ import annotations

from chuangcheng.supervision.appraisal.facts import (
    AwardFact,
    AwardKind,
    CaseFact,
    DeedFact,
    DeedKind,
    FaultFact,
    FaultKind,
    Source,
    Standing,
    UnitFacts,
)

Rows = dict[str, list[list[object]]]
URGENT, DOUBLED, ON_SPOT = 1, 2, 4  # flags of a case


def kept_facts(facts: UnitFacts) -> Rows:
    """The facts as JSON; kinds without any are left out."""
    rows: Rows = {
        "cases": [
            [case.case_id, case.source.value, case.standing.value, _flags(case), case.rework_count, case.relapse_count]
            for case in facts.cases
        ],
        "deeds": [[deed.deed_id, deed.kind.value, deed.is_on_time, deed.asked_by.value] for deed in facts.deeds],
        "awards": [[award.award_id, award.kind.value, award.is_doubled] for award in facts.awards],
        "faults": [[fault.fault_id, fault.kind.value, fault.is_doubled] for fault in facts.faults],
    }
    return {kind: found for kind, found in rows.items() if found}


def facts_kept(unit: str, rows: Rows) -> UnitFacts:
    """The facts that the JSON means."""
    return UnitFacts(
        unit,
        tuple(_case(unit, *row) for row in rows.get("cases", ())),  # type: ignore[arg-type] # our own rows
        tuple(
            DeedFact(str(pk), unit, DeedKind(str(kind)), bool(on_time), Source(str(asked_by)))
            for pk, kind, on_time, asked_by in rows.get("deeds", ())
        ),
        tuple(
            AwardFact(str(pk), unit, AwardKind(str(kind)), bool(doubled))
            for pk, kind, doubled in rows.get("awards", ())
        ),
        tuple(
            FaultFact(str(pk), unit, FaultKind(str(kind)), bool(doubled))
            for pk, kind, doubled in rows.get("faults", ())
        ),
    )


def _flags(case: CaseFact) -> int:
    return URGENT * case.is_urgent | DOUBLED * case.is_doubled | ON_SPOT * case.is_fixed_on_spot


def _case(unit: str, pk: str, source: str, standing: str, flags: int, reworks: int, relapses: int) -> CaseFact:
    return CaseFact(
        case_id=pk,
        unit=unit,
        source=Source(source),
        standing=Standing(standing),
        is_urgent=bool(flags & URGENT),
        is_doubled=bool(flags & DOUBLED),
        is_fixed_on_spot=bool(flags & ON_SPOT),
        rework_count=reworks,
        relapse_count=relapses,
    )
