"""What a part's marks rest on, small enough to be kept: counts in place of a list of every site."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from chuangcheng.scoring.engine.facts import NO_FACTS
from chuangcheng.scoring.engine.sheet import PartScore


@dataclass(frozen=True, slots=True)
class PartBasis:
    """The counted checks of a part, and the last figure, grade and state of material."""

    passed: int  # checks
    failed: int  # checks
    violations: int
    sites: int  # with at least one check
    good_sites: int  # that pass often enough, under a rule that asks it
    bad_sites: int  # with at least one failed check
    value: Decimal | None  # in the unit of the rule's target
    letter: str
    accepted: int | None  # materials
    required: int | None  # materials


NO_BASIS = PartBasis(0, 0, 0, 0, 0, 0, None, "", None, None)


def basis_of(part: PartScore) -> PartBasis:
    """The basis of a part that was scored with its facts."""
    facts = part.facts
    if facts is NO_FACTS:
        return NO_BASIS
    by_site: dict[str, tuple[int, int]] = {}
    violations = 0
    for tally in facts.tallies:
        if tally.passed or tally.failed:
            passed, failed = by_site.get(tally.site, (0, 0))
            by_site[tally.site] = passed + tally.passed, failed + tally.failed
            violations += tally.violations
    proof = facts.proofs[-1] if facts.proofs else None
    return PartBasis(
        passed=sum(passed for passed, _failed in by_site.values()),
        failed=sum(failed for _passed, failed in by_site.values()),
        violations=violations,
        sites=len(by_site),
        good_sites=_good_sites(part, by_site),
        bad_sites=sum(1 for _passed, failed in by_site.values() if failed),
        value=facts.values[-1].number if facts.values else None,
        letter=facts.grades[-1].letter if facts.grades else "",
        accepted=proof.accepted if proof else None,
        required=proof.required if proof else None,
    )


def _good_sites(part: PartScore, by_site: dict[str, tuple[int, int]]) -> int:
    least = getattr(part.part.rule, "min_rate", None)
    if least is None:
        return 0
    return sum(1 for passed, failed in by_site.values() if passed >= least * (passed + failed))
