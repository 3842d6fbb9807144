"""A formula written as JSON, so that it reads back as itself. What says nothing is left out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from chuangcheng.supervision.appraisal.formula import ONE, Bonus, Deduct, Formula, Line, Rate

Json = dict[str, object]


def write_formula(formula: Formula) -> Json:
    """The formula as JSON."""
    return {
        "name": formula.name,
        "valid_from": formula.valid_from.isoformat(),
        "start": _text(formula.start),
        **_given(floor=formula.floor, ceiling=formula.ceiling),
        "source": formula.source,
        "choices": list(formula.choices),
        "lines": [_line(line) for line in formula.lines],
    }


def _line(line: Line) -> Json:
    ours: Json = {"is_our_choice": True} if line.is_our_choice else {}
    return _body(line) | ours


def _body(line: Line) -> Json:
    match line:
        case Rate():
            numbers = {"full": line.full, "line": line.line, "per_point": line.per_point}
            return {"kind": "rate", "name": line.name, "of": str(line.of), **_given(**numbers)}
        case Deduct():
            factors = {"on_spot": _unless_one(line.on_spot), "doubled": _unless_one(line.doubled), "cap": line.cap}
            at_least: Json = {} if line.at_least == 1 else {"at_least": line.at_least}
            what = {"kind": "deduct", "name": line.name, "what": str(line.what), "points": _points(line.points)}
            return what | at_least | _given(**factors)
        case Bonus():
            factors = {"doubled": _unless_one(line.doubled), "cap": line.cap}
            return {"kind": "bonus", "name": line.name, "points": _points(line.points), **_given(**factors)}


def _unless_one(factor: Decimal) -> Decimal | None:
    return None if factor == ONE else factor


def _points(points: Mapping[str, Decimal]) -> Json:
    return {key: _text(number) for key, number in points.items()}


def _given(**numbers: Decimal | None) -> Json:
    return {key: _text(number) for key, number in numbers.items() if number is not None}


def _text(number: Decimal) -> str:
    return f"{number:f}"
