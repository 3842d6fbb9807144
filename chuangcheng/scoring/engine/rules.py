"""The seven rules: what a part earns of its full marks, None when its facts say nothing yet.

Each `earned` takes the full marks of the part (points, not below 0) and the facts that count for it; it gives points,
exact, within 0..full. Source: DESIGN of the product (our choice); the kinds of rule are those of published manuals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Protocol

from chuangcheng.scoring.engine.facts import Facts, Tally


class FactKind(StrEnum):
    CHECKS = "checks"
    VALUES = "values"
    GRADES = "grades"
    PROOFS = "proofs"


class Rule(Protocol):
    uses: ClassVar[FactKind]

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None: ...


@dataclass(frozen=True, slots=True)
class PassRate:
    """达标率: the share of checks that passed."""

    uses: ClassVar[FactKind] = FactKind.CHECKS

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None:
        passed, failed, _ = _counted(facts.tallies)
        return full * Fraction(passed, passed + failed) if passed + failed else None


@dataclass(frozen=True, slots=True)
class SiteRate:
    """点位合格率: the share of sites that pass often enough themselves."""

    min_rate: Decimal  # 0..1, of a site's own checks

    uses: ClassVar[FactKind] = FactKind.CHECKS

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None:
        sites = _by_site(facts.tallies)
        if not sites:
            return None
        least, of = Decimal(self.min_rate).as_integer_ratio()
        good = sum(1 for passed, checked in sites.values() if passed * of >= least * checked)
        return full * Fraction(good, len(sites))


@dataclass(frozen=True, slots=True)
class Deduct:
    """扣分: so many points for each violation, at most `cap`."""

    per: Decimal  # points for one violation, not scaled by the part's share
    cap: Decimal | None = None  # points, not scaled by the part's share; None = the part's full

    uses: ClassVar[FactKind] = FactKind.CHECKS

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None:
        passed, failed, violations = _counted(facts.tallies)
        if not passed + failed:
            return None
        cap = full if self.cap is None else Fraction(self.cap)
        return max(Fraction(0), full - min(cap, Fraction(self.per) * violations))


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """全有或全无: one failed check loses everything."""

    uses: ClassVar[FactKind] = FactKind.CHECKS

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None:
        passed, failed, _ = _counted(facts.tallies)
        if not passed + failed:
            return None
        return Fraction(0) if failed else full


@dataclass(frozen=True, slots=True)
class GradeShare:
    """等级: each letter is worth a share. A letter that the table lacks is no fact (the sheet reports it)."""

    shares: Mapping[str, Decimal]  # letter -> 0..1

    uses: ClassVar[FactKind] = FactKind.GRADES

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None:
        letters = [grade.letter for grade in facts.grades if grade.letter in self.shares]
        return full * Fraction(self.shares[letters[-1]]) if letters else None


@dataclass(frozen=True, slots=True)
class Threshold:
    """达标线: full at the target, nothing at the floor; a target below the floor means that less is better."""

    target: Decimal  # unit of the value
    floor: Decimal | None = None  # unit of the value; never None when linear
    linear: bool = False  # between floor and target a proportional share, else nothing

    uses: ClassVar[FactKind] = FactKind.VALUES

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None:
        return full * self._share(Fraction(facts.values[-1].number)) if facts.values else None

    def _share(self, value: Fraction) -> Fraction:
        target = Fraction(self.target)
        floor = None if self.floor is None else Fraction(self.floor)
        if floor is not None and target < floor:  # mirrored: turn all three round
            value, target, floor = -value, -target, -floor
        if value >= target:
            return Fraction(1)
        if floor is None or value <= floor or not self.linear:
            return Fraction(0)
        return (value - floor) / (target - floor)


@dataclass(frozen=True, slots=True)
class ProofShare:
    """材料: the share of the required materials that is accepted; more than required earns no more."""

    uses: ClassVar[FactKind] = FactKind.PROOFS

    def earned(self, full: Fraction, facts: Facts) -> Fraction | None:
        if not facts.proofs or not facts.proofs[-1].required:
            return None
        proof = facts.proofs[-1]
        return full * Fraction(min(proof.accepted, proof.required), proof.required)


def _counted(tallies: Iterable[Tally]) -> tuple[int, int, int]:
    """Passed, failed and violations over all tallies; one without a passed or failed check counts nothing."""
    passed = failed = violations = 0
    for tally in tallies:
        if tally.passed or tally.failed:
            passed += tally.passed
            failed += tally.failed
            violations += tally.violations
    return passed, failed, violations


def _by_site(tallies: Iterable[Tally]) -> dict[str, tuple[int, int]]:
    """Passed and checked by site; a site with only "not applicable" is left out, so is a place without a name."""
    sites: dict[str, tuple[int, int]] = {}
    for site, passed, failed, _, _ in tallies:
        if site and (passed or failed):
            before, checked = sites.get(site, (0, 0))
            sites[site] = before + passed, checked + passed + failed
    return sites
