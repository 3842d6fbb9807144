"""Places, lists and what is said of units with few cases."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from chuangcheng.supervision.appraisal import (
    BoardRule,
    Listed,
    NotRanked,
    Prior,
    board,
    by_class,
    places,
    prior_of,
    red_and_black,
    shrunken,
    wilson,
)
from chuangcheng.supervision.tests.worked import FORMULAS, rated

RATES = FORMULAS["rectification_rate"]


def decimals(**points: str) -> dict[str, Decimal]:
    return {unit: Decimal(value) for unit, value in points.items()}


def test_equal_points_share_a_place() -> None:
    assert places(decimals(a="90", b="95", c="90.00", d="80")) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_equal_as_published_is_equal() -> None:
    """2 of 3 and 2 671 of 4 006 are both 66.67."""
    rows = board("街道", rated(a=(2, 3), b=(2671, 4006)).values(), RATES, BoardRule()).rows
    assert [row.place for row in rows] == [1, 1]


def test_a_unit_without_cases_is_not_ranked_as_in_jiangmen() -> None:
    facts = rated(a=(1, 2), b=(0, 0), c=(9, 10), d=(1, 1))
    rows = board("部门", facts.values(), RATES, BoardRule(minimum=2)).rows
    assert [(row.unit, row.place, row.not_ranked) for row in rows] == [
        ("c", 1, None),
        ("a", 2, None),
        ("b", None, NotRanked.NOTHING),
        ("d", None, NotRanked.TOO_FEW),
    ]
    assert (rows[2].interval, rows[2].shrunken) == (None, None)


def test_each_class_has_its_own_board() -> None:
    classes = {"a": "街道", "b": "部门", "c": "街道", "none": "部门"}
    found = by_class(rated(a=(1, 2), b=(1, 1), c=(2, 2)), classes)
    assert {name: [own.unit for own in units] for name, units in found.items()} == {
        "街道": ["a", "c"],
        "部门": ["b", "none"],
    }


def test_red_and_black_with_ties_as_in_jiangmen() -> None:
    """The first 2 and the last 2; ties all listed."""
    listed = red_and_black(decimals(a="99", b="98", c="98", d="97", e="90", f="90"), BoardRule(red=2, black=2))
    assert [unit for unit in sorted(listed) if listed[unit] is Listed.RED] == ["a", "b", "c"]
    assert [unit for unit in sorted(listed) if listed[unit] is Listed.BLACK] == ["e", "f"]


def test_nobody_is_black_listed_when_all_reach_the_line_as_in_taishan() -> None:
    rule = BoardRule(red=1, black=1, spare_line=Decimal(85))
    assert red_and_black(decimals(a="99", b="85"), rule) == {"a": Listed.RED}
    assert red_and_black(decimals(a="99", b="84.99"), rule) == {"a": Listed.RED, "b": Listed.BLACK}


def test_nobody_stands_out_where_all_are_alike_and_nobody_is_listed_twice() -> None:
    rule = BoardRule(red=2, black=2)
    assert red_and_black(decimals(a="90", b="90"), rule) == {}
    assert red_and_black(decimals(a="90"), rule) == {}
    assert red_and_black(decimals(a="90", b="80"), rule) == {"a": Listed.RED, "b": Listed.RED}


@pytest.mark.parametrize(
    ("good", "of", "low", "high"),
    [
        (0, 10, "0.0000", "0.2775"),
        (10, 10, "0.7225", "1.0000"),
        (1, 2, "0.0945", "0.9055"),
        (81, 263, "0.2553", "0.3662"),
    ],
)
def test_intervals_as_in_the_literature(good: int, of: int, low: str, high: str) -> None:
    """81 of 263 is Newcombe's example (1998, table I); 0 of 10 is z²/(n + z²)."""
    assert wilson(good, of) == (Decimal(low), Decimal(high))


def test_few_cases_are_drawn_to_the_mean_and_many_are_not() -> None:
    prior = Prior(Fraction(8, 10), Fraction(10))
    assert shrunken(1, 1, prior) == Decimal("0.8182")  # (1 + 8) / 11
    assert shrunken(0, 1, prior) == Decimal("0.7273")
    assert shrunken(500, 1000, prior) == Decimal("0.5030")


def test_a_prior_by_hand() -> None:
    """10 of 10 and 0 of 10: mean ½, spread 5, chance ¼; τ² = (5 − ¼) ÷ (10 − 1) = 19/36 > ¼, so nothing is drawn."""
    assert prior_of([(10, 10), (0, 10)]) == Prior(Fraction(1, 2), Fraction(0))
    # 9 of 10 and 5 of 10: mean 0.7, chance 0.21, spread 0.8; τ² = 0.59 / 9, strength 0.21 / τ² − 1 = 130 / 59.
    assert prior_of([(9, 10), (5, 10)]) == Prior(Fraction(7, 10), Fraction(130, 59))


def test_units_that_differ_no_more_than_by_chance_are_taken_to_be_alike() -> None:
    prior = prior_of([(8, 10), (7, 10), (0, 0)])
    assert prior == Prior(Fraction(3, 4), None)
    assert shrunken(8, 10, prior) == Decimal("0.7500")
    assert prior_of([(0, 0)]) is None
    assert prior_of([(3, 4)]) == Prior(Fraction(3, 4), None)
