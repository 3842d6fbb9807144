"""Formulas read from JSON: everything that is wrong is told at once, by its place."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.supervision.appraisal import Fault, UnusableFormula, read_formula
from chuangcheng.supervision.tests.worked import FORMULAS

RATE = {"kind": "rate", "name": "率", "of": "closed", "full": "50", "line": 90, "per_point": "1"}
DEDUCT = {"kind": "deduct", "name": "扣", "what": "overdue", "points": {"any": "1"}}
WHOLE: dict[str, Any] = {"name": "办法", "valid_from": "2026-01-01", "lines": [RATE]}


def refused(data: object) -> list[tuple[str, Fault]]:
    with pytest.raises(UnusableFormula) as raised:
        read_formula(data)
    return [(problem.where, problem.fault) for problem in raised.value.problems]


def test_the_ready_made_say_where_they_come_from_and_what_is_our_choice() -> None:
    assert len(FORMULAS) == 5
    assert all("http" in formula.source and formula.choices for formula in FORMULAS.values())


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (DEDUCT | {"points": {"any": "-1"}}, ("lines.1.points.any", Fault.OUT_OF_RANGE)),  # work left undone would pay
        (DEDUCT | {"what": "on_time"}, ("lines.1.what", Fault.UNKNOWN)),  # work done would cost
        (DEDUCT | {"cap": "-1"}, ("lines.1.cap", Fault.OUT_OF_RANGE)),
        (DEDUCT | {"on_spot": "1.5"}, ("lines.1.on_spot", Fault.OUT_OF_RANGE)),
        (DEDUCT | {"doubled": "0.5"}, ("lines.1.doubled", Fault.OUT_OF_RANGE)),
        (DEDUCT | {"at_least": 2}, ("lines.1.at_least", Fault.NOT_ITS_OWN)),
        (DEDUCT | {"what": "tasks", "on_spot": "0.5"}, ("lines.1.on_spot", Fault.NOT_ITS_OWN)),
        (DEDUCT | {"what": "tasks", "doubled": "2"}, ("lines.1.doubled", Fault.NOT_ITS_OWN)),
        (DEDUCT | {"what": "reworked", "at_least": "1.5"}, ("lines.1.at_least", Fault.OUT_OF_RANGE)),
        (DEDUCT | {"points": {"moon": "1"}}, ("lines.1.points.moon", Fault.UNKNOWN)),
        (DEDUCT | {"points": {}}, ("lines.1.points", Fault.MISSING)),
        (RATE | {"per_point": "-1"}, ("lines.1.per_point", Fault.OUT_OF_RANGE)),
        (RATE | {"line": "101"}, ("lines.1.line", Fault.OUT_OF_RANGE)),
        (RATE | {"full": 0.1}, ("lines.1.full", Fault.NOT_A_NUMBER)),
        (RATE | {"full": "Infinity"}, ("lines.1.full", Fault.NOT_A_NUMBER)),
        (RATE | {"full": None}, ("lines.1.full", Fault.MISSING)),
        (RATE | {"colour": "red"}, ("lines.1.colour", Fault.UNKNOWN)),
        (RATE | {"is_our_choice": "yes"}, ("lines.1.is_our_choice", Fault.UNKNOWN)),
        (RATE | {"name": " "}, ("lines.1.name", Fault.OUT_OF_RANGE)),
        (RATE | {"name": 1}, ("lines.1.name", Fault.NOT_TEXT)),
        ({"kind": []}, ("lines.1.kind", Fault.UNKNOWN)),
        ("rate", ("lines.1.kind", Fault.UNKNOWN)),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: object, problem: tuple[str, Fault]) -> None:
    assert refused(WHOLE | {"lines": [line]}) == [problem]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"valid_from": "soon"}, ("valid_from", Fault.NOT_A_DATE)),
        ({"lines": []}, ("lines", Fault.MISSING)),
        ({"lines": [RATE] * 51}, ("lines", Fault.OUT_OF_RANGE)),
        ({"lines": [RATE, RATE]}, ("lines.2.name", Fault.TWICE)),
        ({"floor": 9, "ceiling": 8}, ("floor", Fault.CROSSED)),
        ({"start": "1e9"}, ("start", Fault.NOT_A_NUMBER)),
        ({"choices": [1]}, ("choices", Fault.NOT_TEXT)),
    ],
)
def test_a_formula_that_cannot_be_used_is_named(change: dict[str, object], problem: tuple[str, Fault]) -> None:
    assert refused(WHOLE | change) == [problem]


def test_all_problems_are_told_at_once() -> None:
    assert refused([]) == [("name", Fault.MISSING), ("valid_from", Fault.NOT_A_DATE), ("lines", Fault.MISSING)]
