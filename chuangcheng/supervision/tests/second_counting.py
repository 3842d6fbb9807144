"""The points of a unit counted a second time: from the JSON of a formula, plainly, knowing nothing of the engine."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from chuangcheng.supervision.appraisal import AwardFact, CaseFact, DeedFact, Fact, FaultFact


def counted(unit: str, facts: Iterable[Fact], formula: dict[str, Any]) -> Decimal:
    """The points, 2 places."""
    own = [fact for fact in facts if fact.unit == unit]
    total = Fraction(formula["start"])
    for line in formula["lines"]:
        total += {"rate": rate, "deduct": deduction, "bonus": bonus}[line["kind"]](line, own)
    if "floor" in formula and total < Fraction(formula["floor"]):
        total = Fraction(formula["floor"])
    if "ceiling" in formula and total > Fraction(formula["ceiling"]):
        total = Fraction(formula["ceiling"])
    long = Decimal(total.numerator) / Decimal(total.denominator)
    return long.quantize(Decimal("0.01"), ROUND_HALF_UP)


def rate(line: dict[str, Any], own: list[Fact]) -> Fraction:
    good = total = 0
    for fact in own:
        if line["of"] in ("tasks", "materials", "promises", "orders", "stayed"):
            if isinstance(fact, DeedFact) and line["of"] in (fact.kind, fact.kind + "s"):
                total += 1
                good += fact.is_on_time
            continue
        if not isinstance(fact, CaseFact) or fact.standing not in ("on_time", "late", "open"):
            continue
        if line["of"].startswith("urgent") and not fact.is_urgent:
            continue
        total += 1
        if line["of"].endswith("on_time"):
            good += fact.standing == "on_time"
        elif line["of"] == "first_time":
            good += fact.standing != "open" and fact.rework_count == 0
        else:
            good += fact.standing != "open"
    full = Fraction(line["full"])
    if total == 0 or Fraction(100 * good, total) >= Fraction(line["line"]):
        return full
    left = full - (Fraction(line["line"]) - Fraction(100 * good, total)) * Fraction(line["per_point"])
    return max(left, Fraction(0))


def deduction(line: dict[str, Any], own: list[Fact]) -> Fraction:
    return -capped(line, sum((taken(line, fact) for fact in own), Fraction(0)))


def taken(line: dict[str, Any], fact: Fact) -> Fraction:
    what = line["what"]
    if what in ("tasks", "materials", "orders"):
        is_missed = isinstance(fact, DeedFact) and fact.kind + "s" == what and not fact.is_on_time
        return price(line, fact.asked_by) if is_missed and isinstance(fact, DeedFact) else Fraction(0)
    if what == "faults":
        return price(line, fact.kind) * twice(line, fact) if isinstance(fact, FaultFact) else Fraction(0)
    if not isinstance(fact, CaseFact) or fact.standing in ("not_filed", "postponed"):
        return Fraction(0)
    times = {
        "finding": 1,
        "overdue": 1 if fact.standing in ("late", "open") else 0,
        "reworks": fact.rework_count,
        "reworked": 1 if fact.rework_count >= line.get("at_least", 1) else 0,
        "relapses": fact.relapse_count,
    }[what]
    eased = Fraction(line.get("on_spot", 1)) if fact.is_fixed_on_spot else 1
    return price(line, fact.source) * times * eased * twice(line, fact)


def bonus(line: dict[str, Any], own: list[Fact]) -> Fraction:
    given = (price(line, fact.kind) * twice(line, fact) for fact in own if isinstance(fact, AwardFact))
    return capped(line, sum(given, Fraction(0)))


def price(line: dict[str, Any], key: str) -> Fraction:
    prices = line["points"]
    return Fraction(prices[key] if key in prices else prices.get("any", 0))


def twice(line: dict[str, Any], fact: CaseFact | AwardFact | FaultFact) -> Fraction:
    is_loud = isinstance(fact, CaseFact) and fact.source in ("media", "leader")
    return Fraction(line.get("doubled", 1)) if fact.is_doubled or is_loud else Fraction(1)


def capped(line: dict[str, Any], points: Fraction) -> Fraction:
    return min(points, Fraction(line["cap"])) if "cap" in line else points
