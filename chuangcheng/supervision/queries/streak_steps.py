"""Reads on steps for periods in a row: what was done about them, which wait for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.orgs.access import in_units_where
from chuangcheng.supervision.escalation_access import HANDLE_ESCALATIONS, leads_streaks, visible_streak_steps
from chuangcheng.supervision.escalation_wording import DONE_BY
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import StreakDeed, StreakStep

MOST_WAITING = 50


def streak_deeds_of(steps: Sequence[StreakStep]) -> dict[UUID, set[str]]:
    """The kinds of what was done about each of these steps and holds. One query."""
    found: dict[UUID, set[str]] = {}
    rows = StreakDeed.objects.filter(step__in=steps, undone__isnull=True)
    for step_id, kind in rows.values_list("step", "kind"):
        found.setdefault(step_id, set()).add(kind)
    return found


def waiting_streak_steps(*, actor: Actor) -> list[StreakStep]:
    """Steps on which this person acts next: as a leader, or for the office. One query; none for others."""
    mine = Q(pk__in=[])
    if leads_streaks(actor):
        mine |= Q(step=Step.LEADER.value)
    if actor.person_id is not None and actor.may(HANDLE_ESCALATIONS):
        handled = Q(step__in=[Step.TALK.value, Step.ACCOUNT.value])
        mine |= handled & in_units_where(actor, HANDLE_ESCALATIONS, "unit")
    if mine == Q(pk__in=[]):
        return []
    rows = StreakStep.objects.filter(mine, ~_done(), is_passed_over=False, undone__isnull=True)
    return list(rows.select_related("unit", "board").defer("unit__boundary").order_by("pk")[:MOST_WAITING])


def streak_steps_of_unit(*, actor: Actor, unit_id: int) -> QuerySet[StreakStep]:
    """The visible steps of one unit, newest first."""
    return visible_streak_steps(actor).filter(unit=unit_id, is_passed_over=False)


def _done() -> Exists:
    """That the deed which settles the step was done and holds."""
    settles = Q()
    for step, kind in DONE_BY.items():
        settles |= Q(step__step=step.value, kind=kind.value)
    return Exists(StreakDeed.objects.filter(settles, step=OuterRef("pk"), undone__isnull=True))
