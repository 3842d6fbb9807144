"""What brings lost marks back: the sentence's figures are those that scoring again with the step made would give."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.scoring.engine import (
    FactBook,
    Facts,
    Framework,
    Grade,
    Part,
    PartScore,
    Proof,
    RegainKind,
    Standard,
    Tally,
    Value,
    basis_of,
    read_rule,
    score,
    way_back,
)

RULES = {
    "pass_rate": "",
    "site_rate": "min_rate=0.8",
    "deduct": "per=0.5;cap=3",
    "all_or_nothing": "",
    "grade": "A=1;B=0.66;C=0",
    "threshold": "target=90;floor=60;linear=1",
    "proof": "",
}
SITES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=5)


def scored(rule: str, facts: Facts) -> PartScore:
    part = Part("实地考察", Decimal(1), read_rule(rule, RULES[rule]).rule)
    framework = Framework((Standard("1", "项目", "内容", Decimal(4), (part,)),))
    return score(framework, FactBook({"1": facts})).standards["1"].parts[0]


def tallies(sites: list[tuple[int, int]]) -> Facts:
    return Facts([Tally(f"S{place}", passed, failed, failed) for place, (passed, failed) in enumerate(sites)])


@given(rule=st.sampled_from(["pass_rate", "site_rate", "deduct", "all_or_nothing"]), sites=SITES)
def test_all_steps_together_bring_everything_where_the_latest_visit_counts(
    rule: str, sites: list[tuple[int, int]]
) -> None:
    part = scored(rule, tallies(sites))
    found = way_back(part, basis_of(part), latest_counts=True)
    if part.earned is None or part.earned == part.full:
        assert found is None
        return
    assert found is not None
    all_pass = scored(rule, tallies([(passed + failed, 0) for passed, failed in sites]))
    assert all_pass.earned == part.earned + found.whole == part.full
    assert 0 <= found.first <= found.whole


@given(passed=st.integers(0, 20), failed=st.integers(1, 20))
def test_one_more_passing_check_raises_the_rate_as_told(passed: int, failed: int) -> None:
    part = scored("pass_rate", tallies([(passed, failed)]))
    found = way_back(part, basis_of(part), latest_counts=False)
    after = scored("pass_rate", tallies([(passed + 1, failed)]))

    assert found is not None
    assert after.earned == (part.earned or 0) + found.first


@given(violations=st.integers(1, 12))
def test_one_violation_less_brings_what_is_told(violations: int) -> None:
    facts = Facts([Tally("S", 0, 1, violations)])
    part = scored("deduct", facts)
    found = way_back(part, basis_of(part), latest_counts=True)
    after = scored("deduct", Facts([Tally("S", 1, 0, violations - 1)]))

    assert found is not None
    assert (after.earned or 0) - (part.earned or 0) == found.first


@pytest.mark.parametrize("rule", ["deduct", "all_or_nothing"])
def test_where_all_checks_count_such_marks_stay_lost(rule: str) -> None:
    part = scored(rule, tallies([(1, 2)]))
    found = way_back(part, basis_of(part), latest_counts=False)

    assert found is not None
    assert (found.kind, found.first) == (RegainKind.STAYS_LOST, Fraction(0))


def test_records_tell_the_next_grade_the_target_and_the_missing_pieces() -> None:
    graded = scored("grade", Facts(grades=[Grade("C")]))
    valued = scored("threshold", Facts(values=[Value(Decimal(75))]))
    proved = scored("proof", Facts(proofs=[Proof(3, 5)]))
    grade, value, proof = (way_back(part, basis_of(part), latest_counts=True) for part in (graded, valued, proved))

    assert grade is not None and value is not None and proof is not None  # noqa: PT018 - one fact
    assert (grade.letter, grade.first, grade.whole) == ("B", Fraction("2.64"), Fraction(4))
    assert (value.target, value.whole) == (Decimal(90), Fraction(2))
    assert (proof.count, proof.first, proof.whole) == (2, Fraction("0.8"), Fraction("1.6"))
