"""Dispatch rules tried on the past: how many of the last cases they would have sent to the unit that fixed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chuangcheng.cases.access import KNOWN_WITH, visible_cases
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.rulebook import RuleBook, choices_of, sentences_of
from chuangcheng.cases.states import Outcome, State
from chuangcheng.core.access import Actor
from chuangcheng.orgs.queries import unit_names

MOST_TRIED = 1000  # cases: our choice


@dataclass(frozen=True, slots=True)
class Difference:
    """A case that the rules would have sent elsewhere."""

    case: Case
    chosen: str  # name of the unit; empty: none
    sentence: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rules would have done."""

    tried_count: int
    agreed_count: int  # sent to the unit that fixed it in the end
    unplaced_count: int  # no unit chosen
    differences: Sequence[Difference]  # newest first

    @property
    def rate(self) -> float | None:
        """Share of those that were sent right, 0..1; None when nothing was tried."""
        return self.agreed_count / self.tried_count if self.tried_count else None


def try_rules(*, actor: Actor, book: RuleBook, most: int) -> Trial:
    """The last `most` cases that were fixed, dispatched anew by the book. A handful of queries for all."""
    cases = _fixed_cases(actor, min(most, MOST_TRIED))
    choices = choices_of(cases, book)
    agreed = [case for case in cases if choices[case.pk].lead_unit_id == case.lead_unit_id]
    differing = [case for case in cases if choices[case.pk].lead_unit_id != case.lead_unit_id]
    sentences = sentences_of({case.pk: choices[case.pk] for case in differing})
    chosen = {case.pk: choices[case.pk].lead_unit_id for case in differing}
    names = unit_names(unit for unit in chosen.values() if unit is not None)
    told = [Difference(case, names.get(chosen[case.pk] or 0, ""), sentences[case.pk]) for case in differing]
    return Trial(len(cases), len(agreed), sum(unit is None for unit in chosen.values()), told)


def _fixed_cases(actor: Actor, most: int) -> list[Case]:
    rows = visible_cases(actor).filter(
        state=State.CLOSED.value, outcome=Outcome.FIXED.value, lead_unit__isnull=False, clock_started_at__isnull=False
    )
    return list(rows.select_related(*KNOWN_WITH).defer("area__boundary", "lead_unit__boundary").order_by("-pk")[:most])
