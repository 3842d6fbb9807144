"""A formula read from JSON and checked: by a formula that passes, better work never costs points.

Numbers are strings ("0.3") or whole numbers; floats are refused, for 0.1 is none. All problems are told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from chuangcheng.scoring.engine.written import decimal_in
from chuangcheng.supervision.appraisal.facts import AwardKind, FaultKind, Source
from chuangcheng.supervision.appraisal.formula import ANY, ONE, Bonus, Deduct, DeductFor, Formula, Line, Rate, RateOf

MOST_LINES = 50
MOST_POINTS = Decimal(10_000)
LONGEST_NAME = 200
LONGEST_SOURCE = 1_000
T = TypeVar("T", bound=StrEnum)


class Fault(StrEnum):
    """What is wrong with a part of a formula."""

    MISSING = "missing"
    UNKNOWN = "unknown"  # no such key, kind, measure or source
    NOT_TEXT = "not_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    OUT_OF_RANGE = "out_of_range"
    TWICE = "twice"  # two lines of one name
    CROSSED = "crossed"  # the floor above the ceiling
    NOT_ITS_OWN = "not_its_own"  # a key that this kind of line does not use


@dataclass(frozen=True, slots=True)
class Problem:
    where: str  # the path: lines.2.points.city
    fault: Fault


class UnusableFormula(ValueError):
    """The formula cannot be used; `problems` say all that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.where}: {problem.fault}" for problem in problems))
        self.problems = problems


def read_formula(data: object) -> Formula:
    """The formula that the JSON means; UnusableFormula when it cannot be used."""
    problems: list[Problem] = []
    table = _Table(data, "", problems)
    formula = Formula(
        name=table.text("name", LONGEST_NAME),
        valid_from=table.day("valid_from"),
        lines=_lines(table),
        start=table.number("start", default=Decimal(0)),
        floor=table.maybe("floor", least=-MOST_POINTS),
        ceiling=table.maybe("ceiling", least=-MOST_POINTS),
        source=table.text("source", LONGEST_SOURCE, default=""),
        choices=table.texts("choices"),
    )
    table.finish()
    if formula.floor is not None and formula.ceiling is not None and formula.floor > formula.ceiling:
        problems.append(Problem("floor", Fault.CROSSED))
    if problems:
        raise UnusableFormula(tuple(problems))
    return formula


def _lines(table: _Table) -> tuple[Line, ...]:
    found = table.take("lines", default=None)
    if not isinstance(found, list) or not found:
        table.complain("lines", Fault.MISSING)
        return ()
    if len(found) > MOST_LINES:
        table.complain("lines", Fault.OUT_OF_RANGE)
        return ()
    tables = [_Table(line, f"lines.{position}", table.problems) for position, line in enumerate(found, start=1)]
    read = [(one, _line(one)) for one in tables]
    names: set[str] = set()
    for one, line in read:
        if line and line.name in names:
            one.complain("name", Fault.TWICE)
        names.add(line.name if line else "")
    return tuple(line for _one, line in read if line)


def _line(table: _Table) -> Line | None:
    kind = table.take("kind", default=None)
    read = _READERS.get(kind) if isinstance(kind, str) else None
    if read is None:
        table.complain("kind", Fault.UNKNOWN)
        return None
    line = read(table)
    table.finish()
    return line


def _rate(table: _Table) -> Line:
    return Rate(
        name=table.text("name", LONGEST_NAME),
        of=table.choice("of", RateOf),
        full=table.number("full"),
        line=table.number("line", most=Decimal(100)),
        per_point=table.number("per_point"),
        is_our_choice=table.truth("is_our_choice"),
    )


def _deduct(table: _Table) -> Line:
    what = table.choice("what", DeductFor)
    keys = FaultKind if what == DeductFor.FAULTS else Source
    line = Deduct(
        name=table.text("name", LONGEST_NAME),
        what=what,
        points=table.points("points", keys),
        on_spot=table.number("on_spot", default=ONE, most=ONE),
        doubled=table.number("doubled", default=ONE, least=ONE),
        at_least=int(table.number("at_least", default=ONE, least=ONE, is_whole=True)),
        cap=table.maybe("cap"),
        is_our_choice=table.truth("is_our_choice"),
    )
    if line.at_least != 1 and what != DeductFor.REWORKED:
        table.complain("at_least", Fault.NOT_ITS_OWN)
    if line.on_spot != ONE and what in _NOT_OF_CASES:
        table.complain("on_spot", Fault.NOT_ITS_OWN)
    if line.doubled != ONE and what in _OF_DEEDS:
        table.complain("doubled", Fault.NOT_ITS_OWN)
    return line


def _bonus(table: _Table) -> Line:
    return Bonus(
        name=table.text("name", LONGEST_NAME),
        points=table.points("points", AwardKind),
        doubled=table.number("doubled", default=ONE, least=ONE),
        cap=table.maybe("cap"),
        is_our_choice=table.truth("is_our_choice"),
    )


_OF_DEEDS = frozenset({DeductFor.TASKS, DeductFor.MATERIALS})
_NOT_OF_CASES = _OF_DEEDS | {DeductFor.FAULTS}
_READERS: Mapping[str, Callable[[_Table], Line]] = {"rate": _rate, "deduct": _deduct, "bonus": _bonus}


@dataclass
class _Table:
    """One object of the JSON. Each reading takes its key away; `finish` complains of those nobody took."""

    data: object
    where: str
    problems: list[Problem]
    left: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self.left = {str(key): value for key, value in self.data.items()} if isinstance(self.data, dict) else {}

    def complain(self, key: str, fault: Fault) -> None:
        self.problems.append(Problem(f"{self.where}.{key}".lstrip("."), fault))

    def take(self, key: str, *, default: object) -> object:
        return self.left.pop(key, default)

    def finish(self) -> None:
        for key in self.left:
            self.complain(key[:LONGEST_NAME], Fault.UNKNOWN)

    def text(self, key: str, most: int, *, default: str | None = None) -> str:
        found = self.take(key, default=default)
        if not isinstance(found, str):
            self.complain(key, Fault.MISSING if found is None else Fault.NOT_TEXT)
            return ""
        if (default is None and not found.strip()) or len(found) > most:
            self.complain(key, Fault.OUT_OF_RANGE)
        return found.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.take(key, default=[])
        if not isinstance(found, list) or len(found) > MOST_LINES or not all(isinstance(one, str) for one in found):
            self.complain(key, Fault.NOT_TEXT)
            return ()
        return tuple(found)

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key, len("2026-01-01"), default=""))
        except ValueError:
            self.complain(key, Fault.NOT_A_DATE)
            return date.min

    def truth(self, key: str) -> bool:
        found = self.take(key, default=False)
        if not isinstance(found, bool):
            self.complain(key, Fault.UNKNOWN)
        return found is True

    def choice(self, key: str, choices: type[T]) -> T:
        found = self.take(key, default=None)
        chosen = next((one for one in choices if one == found), None)
        if chosen is None:
            self.complain(key, Fault.MISSING if found is None else Fault.UNKNOWN)
        return chosen or next(iter(choices))

    def number(
        self,
        key: str,
        *,
        default: Decimal | None = None,
        least: Decimal = Decimal(0),
        most: Decimal = MOST_POINTS,
        is_whole: bool = False,
    ) -> Decimal:
        found = self.take(key, default=default)
        number = _number_in(found)
        if number is None:
            self.complain(key, Fault.MISSING if found is None else Fault.NOT_A_NUMBER)
        elif not least <= number <= most or (is_whole and number != int(number)):
            self.complain(key, Fault.OUT_OF_RANGE)
            return least
        return least if number is None else number

    def maybe(self, key: str, *, least: Decimal = Decimal(0)) -> Decimal | None:
        """The number, None where it is not given."""
        found = self.take(key, default=None)
        if found is None:
            return None
        self.left[key] = found
        return self.number(key, least=least)

    def points(self, key: str, keys: type[StrEnum]) -> Mapping[str, Decimal]:
        found = self.take(key, default=None)
        if not isinstance(found, dict) or not found:
            self.complain(key, Fault.MISSING)
            return {}
        table = _Table(found, f"{self.where}.{key}", self.problems)
        known = [one for one in (*keys, ANY) if one in found]
        points = {str(one): table.number(one) for one in known}
        table.finish()
        return points


def _number_in(found: object) -> Decimal | None:
    if isinstance(found, Decimal) and found.is_finite():
        return found
    if isinstance(found, int) and not isinstance(found, bool):
        return Decimal(found)
    return decimal_in(found) if isinstance(found, str) else None
