"""What would get the lost marks of a part back, as far as they can come back.

Where all checks of the window count, a failed one stays: another passing check raises a rate, but violations that were
deducted and a failed all-or-nothing standard stay lost until the window has moved on. Where only the latest visit of
each site counts, a passing visit takes the place of the failed one. Source: our choice, after the rules of DESIGN §5.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from chuangcheng.scoring.engine.basis import PartBasis
from chuangcheng.scoring.engine.rules import Deduct, FactKind, GradeShare, PassRate, Rule, SiteRate, Threshold
from chuangcheng.scoring.engine.sheet import PartScore


class RegainKind(StrEnum):
    PASS = "pass"  # noqa: S105 - a passing check more
    SITE = "site"  # a site more that passes often enough
    CLEAR = "clear"  # a violation less at the latest visits
    ALL_PASS = "all_pass"  # noqa: S105 - every failed site passes at its next visit
    GRADE = "grade"  # the next better grade
    VALUE = "value"  # the target
    PIECE = "piece"  # a piece of material more
    STAYS_LOST = "stays_lost"  # within this window


@dataclass(frozen=True, slots=True)
class Regain:
    """The next step towards the lost marks, and what all such steps bring."""

    kind: RegainKind
    count: int  # steps of this kind that there are; 0 when it makes no sense to count them
    first: Fraction  # points that the next step brings; 0 when it brings nothing by itself
    whole: Fraction  # points that all of them bring
    target: Decimal | None = None  # of a value, in its unit
    letter: str = ""  # of a grade


def way_back(part: PartScore, basis: PartBasis, *, latest_counts: bool) -> Regain | None:
    """How marks of the part come back; None when none are lost, nothing is known, or its rule cannot be read.

    latest_counts: whether of each site and standard only the latest visit counts.
    """
    if part.earned is None or part.earned >= part.full or part.part.rule is None:
        return None
    lost = part.full - part.earned
    if part.part.rule.uses is FactKind.CHECKS:
        return _by_checks(part.part.rule, part.full, basis, lost, latest_counts=latest_counts)
    return _by_records(part.part.rule, part.full, part.earned, basis)


def _by_checks(rule: Rule, full: Fraction, basis: PartBasis, lost: Fraction, *, latest_counts: bool) -> Regain:
    if isinstance(rule, PassRate):
        return _pass_rate(full, basis, lost, latest_counts=latest_counts)
    if isinstance(rule, SiteRate):
        return Regain(RegainKind.SITE, basis.sites - basis.good_sites, full / basis.sites, lost)
    if not latest_counts:
        return Regain(RegainKind.STAYS_LOST, 0, Fraction(0), lost)
    if isinstance(rule, Deduct):
        return _deduct(rule, full, basis, lost)
    first = lost if basis.bad_sites == 1 else Fraction(0)
    return Regain(RegainKind.ALL_PASS, basis.bad_sites, first, lost)


def _by_records(rule: Rule, full: Fraction, earned: Fraction, basis: PartBasis) -> Regain | None:
    if isinstance(rule, GradeShare):
        return _grade(rule, full, earned)
    if isinstance(rule, Threshold):
        return Regain(RegainKind.VALUE, 0, Fraction(0), full - earned, target=rule.target)
    if not basis.required:
        return None
    return Regain(RegainKind.PIECE, basis.required - (basis.accepted or 0), full / basis.required, full - earned)


def _pass_rate(full: Fraction, basis: PartBasis, lost: Fraction, *, latest_counts: bool) -> Regain:
    checks = basis.passed + basis.failed
    if latest_counts:
        return Regain(RegainKind.PASS, basis.failed, full / checks, lost)
    first = full * Fraction(basis.passed + 1, checks + 1) - full * Fraction(basis.passed, checks)
    return Regain(RegainKind.PASS, 0, first, lost)


def _deduct(rule: Deduct, full: Fraction, basis: PartBasis, lost: Fraction) -> Regain:
    def earned(violations: int) -> Fraction:
        cap = full if rule.cap is None else Fraction(rule.cap)
        return max(Fraction(0), full - min(cap, Fraction(rule.per) * violations))

    first = earned(basis.violations - 1) - earned(basis.violations)
    return Regain(RegainKind.CLEAR, basis.violations, first, lost)


def _grade(rule: GradeShare, full: Fraction, earned: Fraction) -> Regain | None:
    better = [(full * Fraction(share), letter) for letter, share in rule.shares.items()]
    above = sorted(pair for pair in better if pair[0] > earned)
    if not above:
        return None
    return Regain(RegainKind.GRADE, 0, above[0][0] - earned, above[-1][0] - earned, letter=above[0][1])
