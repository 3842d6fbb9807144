from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from chuangcheng.scoring.engine import CycleStanding, cycle_standing

NINETY = Decimal(90)


def test_a_finished_cycle_needs_nothing_more() -> None:
    standing = cycle_standing(weights=[Decimal(1)], totals=[NINETY], line=Decimal(95))
    assert standing == CycleStanding(so_far=Fraction(90), full=Fraction(90), needed=None)


def test_without_a_line_nothing_is_needed() -> None:
    assert cycle_standing(weights=[Decimal(1), Decimal(1)], totals=[NINETY, None]).needed is None


@pytest.mark.parametrize(
    ("weights", "totals"),
    [(["30", "70"], ["90"]), (["-1", "2"], ["90", "90"]), (["0", "0"], ["90", "90"]), ([], [])],
)
def test_weights_that_cannot_be_are_refused(weights: list[str], totals: list[str]) -> None:
    with pytest.raises(ValueError, match=r"weights|total"):
        cycle_standing(weights=[Decimal(weight) for weight in weights], totals=[Decimal(total) for total in totals])
