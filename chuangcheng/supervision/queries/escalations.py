"""Reads on escalation: what goes up next, what has gone up, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.queries import clock_of, clocks_of
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.access import in_units_where
from chuangcheng.supervision.escalation_access import (
    HANDLE_ESCALATIONS,
    LEAD_IN_PERSON,
    VIEW_ESCALATIONS,
    visible_steps,
)
from chuangcheng.supervision.escalation_policies import LADDER
from chuangcheng.supervision.ladder import AfterLateness, Step, StepDue, next_steps
from chuangcheng.supervision.ladder_rows import read_ladder
from chuangcheng.supervision.models import EscalationDeed, EscalationStep
from chuangcheng.supervision.queries.climbing import (
    history_of,
    latest_deadline,
    not_yet,
    steps_of_cases,
    taken_keys,
)

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

MOST_TOGETHER = 500  # steps that one line in the inbox stands for; more than a batch has


MOST_COMING = 300  # cases of a rung on the page; our choice
MOST_WAITING = 50
OPEN = ("filed", "fixing", "fed_back", "suspended")  # states of a case that is not settled


@dataclass(frozen=True, slots=True)
class Coming:
    """A case with the step that it takes next."""

    case: Case
    step: StepDue


@dataclass(frozen=True, slots=True)
class CaseLadder:
    """A case on the ladder: what was taken, what comes next."""

    taken: Sequence[EscalationStep]
    coming: Sequence[StepDue]


def coming_up(*, actor: Actor, now: datetime, unit_ids: Sequence[int] | None = None) -> list[Coming]:
    """What goes up within the next working day unless it is settled, the soonest first, at most MOST_COMING a rung.

    A constant number of queries: one for each rung, and two for pauses and steps.
    """
    ladder, calendar = read_ladder(LADDER.on(local_date(now))), office_calendar()
    until = calendar.add_working_hours(now, calendar.hours.length)
    mine = visible_cases(actor).filter(state="fixing", is_held=False)
    if unit_ids is not None:
        mine = mine.filter(lead_unit__in=unit_ids)
    found: dict[UUID, Case] = {}
    for rung in ladder.rungs:
        if isinstance(rung.after, AfterLateness):
            first = latest_deadline(rung.after, calendar=calendar, moment=now)
            last = latest_deadline(rung.after, calendar=calendar, moment=until)
            rows = not_yet(mine.filter(due_at__gte=first, due_at__lt=last), rung)
            shown = rows.select_related("lead_unit", "site").defer("lead_unit__boundary").order_by("due_at", "pk")
            found |= {case.pk: case for case in shown[:MOST_COMING]}
    cases = list(found.values())
    steps = steps_of_cases(cases, clocks_of(cases), ladder, taken=taken_keys(cases), calendar=calendar, now=now)
    near = [Coming(case, step) for case, step in steps if _is_near(step, calendar)]
    return sorted(near, key=lambda each: (each.step.at or until, each.case.pk))


def ladder_of_case(*, actor: Actor, case: Case, now: datetime) -> CaseLadder:
    """The steps of one case: taken, newest first; still to come, the soonest first. Three queries at most."""
    taken = list(visible_steps(actor).filter(case=case).select_related("undone", "order_entry__order").order_by("-pk"))
    if case.due_at is None or case.state not in {"fixing", "fed_back", "suspended"} or case.is_held:
        return CaseLadder(taken, ())
    ladder, calendar = read_ladder(LADDER.on(local_date(now))), office_calendar()
    clock = clock_of(case)
    keys = frozenset(row.key for row in taken)
    return CaseLadder(taken, next_steps(history_of(case, clock), ladder, calendar=calendar, now=now, taken=keys))


def steps_shown(
    *, actor: Actor, step: str = "", unit_ids: Sequence[int] | None = None, waiting: bool = False
) -> QuerySet[EscalationStep]:
    """The visible steps that were taken, newest first; take a page of it."""
    rows = visible_steps(actor)
    if step:
        rows = rows.filter(step=step)
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    if waiting:
        rows = rows.filter(_waits())
    shown = rows.select_related("case__site", "unit", "person", "undone").defer("unit__boundary")
    return shown.order_by("-pk")


def deeds_of(steps: Sequence[EscalationStep]) -> dict[UUID, set[str]]:
    """The kinds of what was done about each of these steps and holds. One query."""
    found: dict[UUID, set[str]] = {}
    rows = EscalationDeed.objects.filter(step__in=steps, undone__isnull=True)
    for step_id, kind in rows.values_list("step", "kind"):
        found.setdefault(step_id, set()).add(kind)
    return found


def waiting_steps(*, actor: Actor) -> list[EscalationStep]:
    """Steps on which this person acts next: as the leader, or for the office. Two queries at most."""
    if actor.person_id is None:
        return []
    mine = Q(step=Step.LEADER.value, person=actor.person_id)
    if actor.everywhere(LEAD_IN_PERSON):
        mine |= Q(step=Step.LEADER.value, person__isnull=True)
    if actor.may(HANDLE_ESCALATIONS):
        handled = Q(step__in=[Step.TALK.value, Step.ACCOUNT.value])
        mine |= handled & in_units_where(actor, HANDLE_ESCALATIONS, "unit")
    rows = EscalationStep.objects.filter(mine, _waits(), case__is_held=False)
    return list(rows.select_related("case__site", "unit").defer("unit__boundary").order_by("pk")[:MOST_WAITING])


def may_view(actor: Actor) -> bool:
    """Whether the pages of escalation are offered."""
    return actor.may(VIEW_ESCALATIONS)


def _waits() -> Q:
    """Steps that somebody has to deal with; a leader need not look after a case that is settled."""
    return Q(wait__isnull=False) & (~Q(step=Step.LEADER.value) | Q(case__state__in=OPEN))


def _is_near(step: StepDue, calendar: Calendar) -> bool:
    left = step.goes_up_in
    return left is not None and timedelta() <= left <= calendar.hours.length


def keys_told(step: EscalationStep) -> list[str]:
    """Keys under which inboxes may have heard of the step: a line is for all that a unit took at once. One query."""
    together = EscalationStep.objects.filter(unit=step.unit_id, rung=step.rung, taken_at=step.taken_at)
    return [f"supervision:step-{pk}" for pk in together.order_by("pk").values_list("pk", flat=True)[:MOST_TOGETHER]]
