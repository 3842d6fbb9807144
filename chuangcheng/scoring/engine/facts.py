"""What is known: checks, values, grades and proofs about standards; hits of the negative list; linked scores.

A fact belongs to its standard and counts for every part of it whose rule uses that kind of fact; a fact that names a
method counts only for the parts of this method. Facts stand in the order in which they became known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    NA = "na"  # not applicable: counts nothing


class HitStatus(StrEnum):
    RECORDED = "recorded"
    UNCONFIRMED = "unconfirmed"
    STANDING = "standing"  # the only one that counts
    APPEALED = "appealed"
    LIFTED = "lifted"


class Tally(NamedTuple):
    """Checks of one standard at one site, counted; a tuple because a place has hundreds of thousands of them."""

    site: str  # identifier; "" = place not named, cannot count for a site rate
    passed: int  # checks
    failed: int  # checks
    violations: int  # over passed and failed checks; 1 for a failed check without a number
    method: str = ""  # "" = counts for every part


@dataclass(frozen=True, slots=True)
class Check:
    site: str  # identifier
    verdict: Verdict
    violations: int | None = None  # None = no number given
    method: str = ""  # "" = counts for every part

    def tally(self) -> Tally:
        """The check as a tally of one; of none when it was not applicable."""
        if self.verdict is Verdict.NA:
            return Tally(self.site, 0, 0, 0, self.method)
        is_fail = self.verdict is Verdict.FAIL
        violations = int(is_fail) if self.violations is None else self.violations
        return Tally(self.site, int(not is_fail), int(is_fail), violations, self.method)


@dataclass(frozen=True, slots=True)
class Value:
    number: Decimal  # in the unit of the rule's target
    method: str = ""  # "" = counts for every part


@dataclass(frozen=True, slots=True)
class Grade:
    letter: str  # as in the rule's parameters
    method: str = ""  # "" = counts for every part


@dataclass(frozen=True, slots=True)
class Proof:
    accepted: int  # materials
    required: int  # materials; 0 = not known
    method: str = ""  # "" = counts for every part


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one standard. Of values, grades and proofs the last counts, of tallies all."""

    tallies: Sequence[Tally] = ()  # in any order, several for a site allowed
    values: Sequence[Value] = ()
    grades: Sequence[Grade] = ()
    proofs: Sequence[Proof] = ()

    def for_method(self, method: str) -> Facts:
        """The facts that count for a part of this method; these themselves when none names a method, as most do."""
        if not any(fact.method for kind in (self.tallies, self.values, self.grades, self.proofs) for fact in kind):
            return self
        return Facts(
            [fact for fact in self.tallies if fact.method in ("", method)],
            [fact for fact in self.values if fact.method in ("", method)],
            [fact for fact in self.grades if fact.method in ("", method)],
            [fact for fact in self.proofs if fact.method in ("", method)],
        )


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Hit:
    code: str  # of an entry of the negative list
    status: HitStatus


@dataclass(frozen=True, slots=True)
class FactBook:
    """Everything that one sheet is computed from."""

    standards: Mapping[str, Facts] = field(default_factory=dict)  # by code of the standard
    hits: Sequence[Hit] = ()  # the last one of a code counts
    linked: Mapping[str, Decimal] = field(default_factory=dict)  # points of 100, by name of the linked framework


class TallyCounter:
    """Folds checks into tallies as they stream by, so that millions need no more memory than sites × standards."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], list[int]] = {}

    def add(self, code: str, check: Check) -> None:
        site, passed, failed, violations, method = check.tally()
        counts = self._counts.setdefault((code, site, method), [0, 0, 0])
        counts[0] += passed
        counts[1] += failed
        counts[2] += violations

    def tallies(self) -> Iterator[tuple[str, Tally]]:
        """Code of the standard and tally, one for each standard × site × method."""
        for (code, site, method), (passed, failed, violations) in self._counts.items():
            yield code, Tally(site, passed, failed, violations, method)
