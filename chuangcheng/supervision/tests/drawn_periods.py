"""Periods and formulas drawn at random."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from chuangcheng.supervision.appraisal import (
    AwardFact,
    AwardKind,
    CaseFact,
    DeductFor,
    DeedFact,
    DeedKind,
    Fact,
    FaultFact,
    FaultKind,
    RateOf,
    Source,
    Standing,
    write_formula,
)
from chuangcheng.supervision.tests.worked import FORMULAS

UNITS = st.sampled_from(["甲", "乙", "丙"])
CASES = st.builds(
    CaseFact,
    case_id=st.just(""),
    unit=UNITS,
    source=st.sampled_from(Source),
    standing=st.sampled_from(Standing),
    is_urgent=st.booleans(),
    is_doubled=st.booleans(),
    is_fixed_on_spot=st.booleans(),
    rework_count=st.integers(0, 4),
    relapse_count=st.integers(0, 3),
)
DEEDS = st.builds(DeedFact, st.just(""), UNITS, st.sampled_from(DeedKind), st.booleans(), st.sampled_from(Source))
AWARDS = st.builds(AwardFact, st.just(""), UNITS, st.sampled_from(AwardKind), st.booleans())
FAULTS = st.builds(FaultFact, st.just(""), UNITS, st.sampled_from(FaultKind), st.booleans())
PERIODS = st.lists(st.one_of(CASES, CASES, DEEDS, AWARDS, FAULTS), min_size=1, max_size=14).map(
    lambda facts: [named(fact, f"{position:02}") for position, fact in enumerate(facts)]
)
PRICES = st.decimals(0, 60, places=2).map(str)
FACTORS = st.decimals(1, 3, places=1).map(str)


def named(fact: Fact, name: str) -> Fact:
    """The fact with an id."""
    key = {CaseFact: "case_id", DeedFact: "deed_id", AwardFact: "award_id", FaultFact: "fault_id"}[type(fact)]
    return type(fact)(**{slot: getattr(fact, slot) for slot in fact.__slots__} | {key: name})


def _points(keys: Any) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from([*map(str, keys), "any"]), PRICES, min_size=1, max_size=4)


RATES = st.fixed_dictionaries(
    {
        "kind": st.just("rate"),
        "of": st.sampled_from([str(one) for one in RateOf]),
        "full": PRICES,
        "line": st.integers(0, 100),
        "per_point": st.decimals(0, 3, places=1).map(str),
    }
)
ON_CASES = st.fixed_dictionaries(
    {
        "kind": st.just("deduct"),
        "what": st.sampled_from(["finding", "overdue", "reworks", "relapses"]),
        "points": _points(Source),
    },
    optional={"on_spot": st.sampled_from(["0", "0.5", "1"]), "doubled": FACTORS, "cap": PRICES},
)
ON_STUBBORN = st.fixed_dictionaries(
    {"kind": st.just("deduct"), "what": st.just("reworked"), "points": _points(Source), "at_least": st.integers(1, 4)}
)
ON_DEEDS = st.fixed_dictionaries(
    {"kind": st.just("deduct"), "what": st.sampled_from(["tasks", "materials", "orders"]), "points": _points(Source)},
    optional={"cap": PRICES},
)
ON_FAULTS = st.fixed_dictionaries(
    {"kind": st.just("deduct"), "what": st.just(str(DeductFor.FAULTS)), "points": _points(FaultKind)},
    optional={"doubled": FACTORS},
)
BONUSES = st.fixed_dictionaries(
    {"kind": st.just("bonus"), "points": _points(AwardKind)}, optional={"doubled": FACTORS, "cap": PRICES}
)
LINES = st.lists(st.one_of(RATES, ON_CASES, ON_STUBBORN, ON_DEEDS, ON_FAULTS, BONUSES), min_size=1, max_size=6)


def formula_of(lines: list[dict[str, Any]], start: str, bounds: dict[str, int]) -> dict[str, Any]:
    """The JSON of a formula with these lines."""
    named_lines = [line | {"name": f"第{position}项"} for position, line in enumerate(lines, start=1)]
    return {"name": "随机", "valid_from": "2026-01-01", "start": start, "lines": named_lines, **bounds}


BOUNDS = st.fixed_dictionaries({}, optional={"floor": st.integers(-50, 50), "ceiling": st.integers(50, 200)})
READY = st.sampled_from([write_formula(formula) for formula in FORMULAS.values()])
FORMULAS_DRAWN = st.one_of(READY, st.builds(formula_of, LINES, PRICES, BOUNDS))
