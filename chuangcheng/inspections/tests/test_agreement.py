"""Agreement and kappa, against definitions worked out the long way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.ids import new_id
from chuangcheng.inspections.agreement import agreement_of, drawn

VERDICTS = st.sampled_from(["pass", "fail", "na"])
PAIRS = st.lists(st.tuples(VERDICTS, VERDICTS), max_size=30)


def pairs(both_pass: int, first_only: int, second_only: int, both_fail: int) -> list[tuple[str, str]]:
    kinds = [("pass", "pass"), ("pass", "fail"), ("fail", "pass"), ("fail", "fail")]
    return [pair for pair, count in zip(kinds, (both_pass, first_only, second_only, both_fail), strict=True)
            for _time in range(count)]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "raw", "kappa"),
    [
        ((20, 5, 10, 15), "0.700", "0.400"),  # po 0.7, pe 0.5
        ((45, 15, 25, 15), "0.600", "0.130"),  # pe 0.54
        ((25, 35, 5, 35), "0.600", "0.259"),  # pe 0.46
        ((10, 0, 0, 10), "1.000", "1.000"),
        ((0, 10, 10, 0), "0.000", "-1.000"),
    ],
)
def test_worked_examples(table: tuple[int, int, int, int], raw: str, kappa: str) -> None:
    found = agreement_of(pairs(*table))
    assert (str(found.raw), str(found.kappa)) == (raw, kappa)


def test_undefined_cases_are_told() -> None:
    nothing, uniform = agreement_of([]), agreement_of([("pass", "pass")] * 4)
    assert (nothing.raw, nothing.kappa, nothing.is_uniform) == (None, None, False)
    assert (uniform.raw, uniform.kappa, uniform.is_uniform) == (Decimal("1.000"), None, True)


@given(PAIRS)
def test_equals_the_definition_by_counting_every_pair_of_verdicts(found: list[tuple[str, str]]) -> None:
    result = agreement_of(found)
    if not found:
        return
    every = list(product((first for first, _ in found), (second for _, second in found)))
    chance = Fraction(sum(first == second for first, second in every), len(every))
    raw = Fraction(sum(first == second for first, second in found), len(found))
    if chance == 1:
        assert result.kappa is None
    else:
        assert result.kappa is not None
        assert abs(Fraction(result.kappa) - (raw - chance) / (1 - chance)) <= Fraction(1, 2000)
        assert (result.kappa == 1) == (raw == 1)


@given(PAIRS)
def test_it_does_not_matter_who_was_first(found: list[tuple[str, str]]) -> None:
    assert agreement_of(found) == agreement_of([(second, first) for first, second in found])


def test_a_lot_is_repeatable_and_without_doubles() -> None:
    ids = [new_id() for _number in range(50)]
    once = drawn(ids, seed="7", count=10)
    assert once == drawn(reversed(ids), seed="7", count=10)
    assert len(set(once)) == 10
    assert once != drawn(ids, seed="8", count=10)
