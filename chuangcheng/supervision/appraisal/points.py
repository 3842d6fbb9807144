"""From the facts of a unit to its points, line by line, each with the records that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal.facts import (
    CLOSED,
    OVERDUE,
    SET_ASIDE,
    CaseFact,
    DeedKind,
    Fact,
    Standing,
    UnitFacts,
    by_unit,
)
from chuangcheng.supervision.appraisal.formula import ANY, Bonus, Deduct, DeductFor, Formula, Line, Rate, RateOf

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Share:
    """`good` among `of`, by their ids."""

    good: tuple[str, ...]
    of: tuple[str, ...]

    @property
    def rate(self) -> Fraction | None:
        """From 0 to 1; None when there is nothing to count."""
        return Fraction(len(self.good), len(self.of)) if self.of else None


@dataclass(frozen=True, slots=True)
class Item:
    """One record in a line, and the points it took or gave before the cap."""

    record_id: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class LineResult:
    line: Line
    points: Fraction  # negative where points were taken
    share: Share | None = None  # of a rate
    items: tuple[Item, ...] = ()  # of a deduction or bonus
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's points: `start`, the lines, and what the floor or ceiling of the formula added or took."""

    unit: str
    start: Fraction
    lines: tuple[LineResult, ...]
    bound: Fraction

    @property
    def exact(self) -> Fraction:
        return self.start + sum((line.points for line in self.lines), Fraction(0)) + self.bound

    @property
    def points(self) -> Decimal:
        """Rounded once, half-up, to 2 places: what is published and compared."""
        return half_up(self.exact)


def appraise(facts: Iterable[Fact], formula: Formula, *, units: Iterable[str] = ()) -> Mapping[str, Sheet]:
    """The sheet of each unit that has facts or is named in `units`."""
    return {unit: sheet_of(own, formula) for unit, own in by_unit(facts, units=units).items()}


def sheet_of(facts: UnitFacts, formula: Formula) -> Sheet:
    """The points of one unit."""
    lines = tuple(_result(line, facts) for line in formula.lines)
    free = Fraction(formula.start) + sum((line.points for line in lines), Fraction(0))
    bounded = free if formula.floor is None else max(free, Fraction(formula.floor))
    bounded = bounded if formula.ceiling is None else min(bounded, Fraction(formula.ceiling))
    return Sheet(facts.unit, Fraction(formula.start), lines, bounded - free)


def share_of(facts: UnitFacts, what: RateOf) -> Share:
    """The records that a rate counts."""
    if what in _DEEDS_OF:
        deeds = [deed for deed in facts.deeds if deed.kind == _DEEDS_OF[what]]
        return Share(tuple(deed.deed_id for deed in deeds if deed.is_on_time), tuple(deed.deed_id for deed in deeds))
    is_asked, is_good = _CASES_OF[what]
    cases = [case for case in facts.due if is_asked(case)]
    return Share(tuple(case.case_id for case in cases if is_good(case)), tuple(case.case_id for case in cases))


def asks_what_stayed(formula: Formula) -> bool:
    """Whether a line counts fixes that stayed: they are as many as the cases, and collected only where they count."""
    return any(isinstance(line, Rate) and line.of == RateOf.STAYED for line in formula.lines)


def _result(line: Line, facts: UnitFacts) -> LineResult:
    match line:
        case Rate():
            return _rate(line, share_of(facts, line.of))
        case Deduct():
            return _summed(line, _taken(line, facts), -1)
        case Bonus():
            return _summed(line, _given(line, facts), 1)


def _rate(line: Rate, share: Share) -> LineResult:
    """Nothing to count: full points, for nothing was missed (our choice)."""
    rate = 1 if share.rate is None else share.rate
    missing = max(Fraction(line.line) - HUNDRED * rate, Fraction(0))
    return LineResult(line, max(Fraction(line.full) - missing * Fraction(line.per_point), Fraction(0)), share)


def _summed(line: Deduct | Bonus, items: Iterable[Item], sign: int) -> LineResult:
    made = tuple(item for item in items if item.points)
    total = sum((item.points for item in made), Fraction(0))
    capped = total if line.cap is None else min(total, Fraction(line.cap))
    return LineResult(line, sign * capped, None, made, capped < total)


def _given(line: Bonus, facts: UnitFacts) -> Iterator[Item]:
    for award in facts.awards:
        factor = line.doubled if award.is_doubled else 1
        yield Item(award.award_id, _points(line.points, award.kind) * Fraction(factor))


def _taken(line: Deduct, facts: UnitFacts) -> Iterator[Item]:
    if line.what in _MISSED:
        for deed in facts.deeds:
            if deed.kind == _MISSED[line.what] and not deed.is_on_time:
                yield Item(deed.deed_id, _points(line.points, deed.asked_by))
    elif line.what == DeductFor.FAULTS:
        for fault in facts.faults:
            factor = line.doubled if fault.is_doubled else 1
            yield Item(fault.fault_id, _points(line.points, fault.kind) * Fraction(factor))
    else:
        # A million cases share a few dozen prices: each is worked out once.
        prices: dict[tuple[str, bool, bool], Fraction] = {}
        for case in facts.cases:
            if times := _times(line, case):
                key = (case.source, case.is_fixed_on_spot, case.counts_double)
                if key not in prices:
                    prices[key] = _points(line.points, case.source) * _factor(line, case)
                yield Item(case.case_id, prices[key] * times if times > 1 else prices[key])


def _times(line: Deduct, case: CaseFact) -> int:
    """How often the line counts the case."""
    return 0 if case.standing in SET_ASIDE else _TIMES[line.what](line, case)


def _factor(line: Deduct, case: CaseFact) -> Fraction:
    on_spot = Fraction(line.on_spot) if case.is_fixed_on_spot else Fraction(1)
    return on_spot * (Fraction(line.doubled) if case.counts_double else 1)


def _points(points: Mapping[str, Decimal], key: str) -> Fraction:
    return Fraction(points.get(key, points.get(ANY, Decimal(0))))


_DEEDS_OF = {
    RateOf.TASKS: DeedKind.TASK,
    RateOf.MATERIALS: DeedKind.MATERIAL,
    RateOf.PROMISES: DeedKind.PROMISE,
    RateOf.ORDERS: DeedKind.ORDER,
    RateOf.STAYED: DeedKind.STAYED,
}
_MISSED = {
    DeductFor.TASKS: DeedKind.TASK,
    DeductFor.MATERIALS: DeedKind.MATERIAL,
    DeductFor.ORDERS: DeedKind.ORDER,
}

Test = Callable[[CaseFact], bool]


def _every(_case: CaseFact) -> bool:
    return True


def _is_urgent(case: CaseFact) -> bool:
    return case.is_urgent


def _is_on_time(case: CaseFact) -> bool:
    return case.standing == Standing.ON_TIME


def _is_closed(case: CaseFact) -> bool:
    return case.standing in CLOSED


def _is_closed_first_time(case: CaseFact) -> bool:
    return case.standing in CLOSED and not case.rework_count


_CASES_OF: Mapping[RateOf, tuple[Test, Test]] = {
    RateOf.ON_TIME: (_every, _is_on_time),
    RateOf.CLOSED: (_every, _is_closed),
    RateOf.URGENT_ON_TIME: (_is_urgent, _is_on_time),
    RateOf.URGENT_CLOSED: (_is_urgent, _is_closed),
    RateOf.FIRST_TIME: (_every, _is_closed_first_time),
}

_TIMES: Mapping[DeductFor, Callable[[Deduct, CaseFact], int]] = {
    DeductFor.FINDING: lambda _line, _case: 1,
    DeductFor.OVERDUE: lambda _line, case: int(case.standing in OVERDUE),
    DeductFor.REWORKS: lambda _line, case: case.rework_count,
    DeductFor.REWORKED: lambda line, case: int(case.rework_count >= line.at_least),
    DeductFor.RELAPSES: lambda _line, case: case.relapse_count,
}
