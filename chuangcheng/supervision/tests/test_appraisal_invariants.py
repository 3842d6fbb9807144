"""What holds for every formula that can be written, and every period."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal import (
    BoardRule,
    Bonus,
    CaseFact,
    Fact,
    Rate,
    Standing,
    UnusableFormula,
    appraise,
    board,
    by_unit,
    read_formula,
    write_formula,
)
from chuangcheng.supervision.tests.drawn_periods import CASES, FORMULAS_DRAWN, PERIODS, formula_of, named
from chuangcheng.supervision.tests.second_counting import counted
from chuangcheng.supervision.tests.worked import FORMULAS

WILD: st.SearchStrategy[Any] = st.one_of(
    st.integers(-3, 3), st.sampled_from(["-1", "0.5", "150", "1e3", "NaN", "", None, True, [], 0.5])
)
SIGNED = st.sampled_from(["-2", "-1", "0", "0.5", "1", "2"])
WILD_LINES = st.one_of(
    st.fixed_dictionaries(
        {
            "kind": st.just("rate"),
            "of": st.just("on_time"),
            "full": st.just("50"),
            "line": st.just(100),
            "per_point": SIGNED,
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("deduct"),
            "what": st.just("overdue"),
            "points": st.fixed_dictionaries({"any": SIGNED}),
            "doubled": SIGNED,
        }
    ),
    st.fixed_dictionaries(
        {"kind": st.just("rate"), "of": st.sampled_from(["on_time", "late"]), "full": WILD, "line": WILD},
        optional={"per_point": WILD, "cap": WILD},
    ),
    st.fixed_dictionaries(
        {"kind": st.just("deduct"), "what": st.sampled_from(["overdue", "on_time", "finding"])},
        optional={
            "points": st.dictionaries(st.sampled_from(["city", "any", "moon"]), WILD, max_size=2),
            **dict.fromkeys(["on_spot", "doubled", "at_least", "cap"], WILD),
        },
    ),
    st.fixed_dictionaries(
        {"kind": st.just("bonus")},
        optional={"points": st.dictionaries(st.sampled_from(["praise", "late"]), WILD, max_size=2), "cap": WILD},
    ),
)


def better(facts: list[Fact]) -> list[tuple[list[Fact], str]]:
    """The same periods with one late or open case on time instead, and whose it is."""
    return [
        ([*facts[:at], replace(case, standing=Standing.ON_TIME), *facts[at + 1 :]], case.unit)
        for at, case in enumerate(facts)
        if isinstance(case, CaseFact) and case.standing in (Standing.LATE, Standing.OPEN)
    ]


@given(FORMULAS_DRAWN, PERIODS)
def test_work_done_on_time_never_costs_points(data: dict[str, Any], facts: list[Fact]) -> None:
    formula = read_formula(data)
    before = appraise(facts, formula)
    for changed, unit in better(facts):
        assert appraise(changed, formula)[unit].exact >= before[unit].exact


@pytest.mark.parametrize("code", FORMULAS)
@given(PERIODS)
def test_work_done_on_time_never_costs_points_by_any_ready_made_formula(code: str, facts: list[Fact]) -> None:
    """What is doubled, fixed on the spot, reworked or came back is among the periods that are drawn."""
    before = appraise(facts, FORMULAS[code])
    for changed, unit in better(facts):
        assert appraise(changed, FORMULAS[code])[unit].exact >= before[unit].exact


@given(FORMULAS_DRAWN, PERIODS)
def test_a_case_closed_before_its_time_costs_nothing_unless_it_was_reworked(
    data: dict[str, Any], facts: list[Fact]
) -> None:
    formula = read_formula(data)
    before = appraise(facts, formula)
    for at, case in enumerate(facts):
        if isinstance(case, CaseFact) and case.standing == Standing.NOT_DUE and not case.rework_count:
            changed = [*facts[:at], replace(case, standing=Standing.ON_TIME), *facts[at + 1 :]]
            assert appraise(changed, formula)[case.unit].exact >= before[case.unit].exact


@given(st.lists(WILD_LINES, min_size=1, max_size=3), PERIODS)
def test_a_formula_by_which_it_could_is_refused(lines: list[dict[str, Any]], facts: list[Fact]) -> None:
    try:
        formula = read_formula(formula_of(lines, "100", {}))
    except UnusableFormula:
        return
    before = appraise(facts, formula)
    assert all(appraise(changed, formula)[unit].exact >= before[unit].exact for changed, unit in better(facts))


@given(FORMULAS_DRAWN, PERIODS, CASES)
def test_a_postponed_case_never_costs_points(data: dict[str, Any], facts: list[Fact], case: CaseFact) -> None:
    formula = read_formula(data)
    postponed = named(replace(case, standing=Standing.POSTPONED), "缓")
    after = appraise([*facts, postponed], formula)
    before = appraise(facts, formula, units=[case.unit])
    assert all(after[unit].exact == before[unit].exact for unit in before)


@given(FORMULAS_DRAWN, PERIODS, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(data: dict[str, Any], facts: list[Fact], random: Any) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert appraise(shuffled, read_formula(data)) == appraise(facts, read_formula(data))


@given(FORMULAS_DRAWN, PERIODS)
def test_points_are_the_sum_of_lines_and_lines_of_their_records(data: dict[str, Any], facts: list[Fact]) -> None:
    formula = read_formula(data)
    for unit, sheet in appraise(facts, formula).items():
        assert sheet.points == half_up(sheet.start + sum(line.points for line in sheet.lines) + sheet.bound)
        own = {name for fact in facts if fact.unit == unit for name in [getattr(fact, fact.__slots__[0])]}
        for line in sheet.lines:
            assert {item.record_id for item in line.items} <= own
            if isinstance(line.line, Rate):
                assert line.share is not None
                assert set(line.share.good) <= set(line.share.of) <= own
            else:
                total = sum((item.points for item in line.items), Fraction(0))
                sign = 1 if isinstance(line.line, Bonus) else -1
                assert line.points == sign * (Fraction(line.line.cap or 0) if line.is_capped else total)


@given(FORMULAS_DRAWN, PERIODS)
def test_a_second_counting_agrees(data: dict[str, Any], facts: list[Fact]) -> None:
    for unit, sheet in appraise(facts, read_formula(data)).items():
        assert sheet.points == counted(unit, facts, data)


@given(FORMULAS_DRAWN)
def test_a_formula_written_reads_back_as_itself(data: dict[str, Any]) -> None:
    formula = read_formula(data)
    assert read_formula(write_formula(formula)) == formula


@given(FORMULAS_DRAWN, PERIODS, st.integers(0, 2))
def test_places_follow_the_points(data: dict[str, Any], facts: list[Fact], minimum: int) -> None:
    own = by_unit(facts, units=["丁"])
    found = board("街道", own.values(), read_formula(data), BoardRule(minimum, red=1, black=1))
    assert sorted(row.unit for row in found.rows) == sorted(own)
    for row in found.ranked:
        assert row.place == 1 + sum(other.sheet.points > row.sheet.points for other in found.ranked)
    assume(found.ranked)
    assert all(
        row.not_ranked and row.listed is None and len(own[row.unit].due) < minimum
        for row in found.rows
        if row.place is None
    )


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (min(pair), max(pair)))))
def test_a_shrunken_rate_lies_between_its_own_and_the_mean(counts: list[tuple[int, int]]) -> None:
    own = {f"{at}": pair for at, pair in enumerate(counts)}
    facts = by_unit(
        [
            named(CaseFact("", unit, "city", Standing.ON_TIME if at < good else Standing.OPEN), f"{at}")  # type: ignore[arg-type]
            for unit, (good, of) in own.items()
            for at in range(of)
        ],
        units=own,
    )
    total = sum(of for _good, of in counts)
    rule = BoardRule(minimum=0)
    rows = board("街道", facts.values(), read_formula(formula_of([RATE], "0", {})), rule).rows
    for row in rows:
        good, of = own[row.unit]
        assert (row.shrunken is None) == (not of)
        if of and row.shrunken is not None and row.interval is not None:
            mean = half_up(Fraction(sum(good for good, _of in counts), total), 4)
            raw = half_up(Fraction(good, of), 4)
            assert min(raw, mean) <= row.shrunken <= max(raw, mean)
            assert Decimal(0) <= row.interval[0] <= raw <= row.interval[1] <= Decimal(1)


RATE = {"kind": "rate", "of": "on_time", "full": "100", "line": "100", "per_point": "1"}
