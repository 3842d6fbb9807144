"""Batches of a superior's findings, how far they have come, and who still has to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import Count, Prefetch, Q, QuerySet, Value, When

from chuangcheng.core.access import Actor
from chuangcheng.intake.access import ACKNOWLEDGE, HEAVY, KNOWN_WITH, visible_batches
from chuangcheng.intake.models import Batch, BatchStep, Report
from chuangcheng.orgs.queries.holders import people_with

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person

GROUP_HEAD = "group_head"  # duty of `orgs`: 组长 of a leading group
MOST_BATCHES = 200  # on the page
_IS_OVER = Q(reports__settled_at__isnull=False)


@dataclass(frozen=True, slots=True)
class LeaderStanding:
    """A leader and what they did about a batch."""

    person: Person
    read: BatchStep | None
    followed: list[BatchStep]


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far the findings of a batch have come."""

    total: int
    done: int
    overdue: int
    waiting: int  # not dispatched yet

    @property
    def percent(self) -> int:
        """Done of all, rounded down."""
        return 100 * self.done // self.total if self.total else 0


def batches_shown(*, actor: Actor) -> list[Batch]:
    """The batches, newest first, each with `total` and `done`, and with its leaders and their steps. Three queries."""
    counts = {"total": Count("reports", distinct=True), "done": Count("reports", filter=_IS_OVER, distinct=True)}
    rows = visible_batches(actor).annotate(**counts).prefetch_related("leaders", "steps")
    return list(rows.order_by("-received_on", "-pk")[:MOST_BATCHES])


def findings_of(batch: Batch) -> list[Report]:
    """Its reports with their cases, what is open and due first on top. One query."""
    open_first = Choice(When(settled_at__isnull=True, then=Value(0)), default=Value(1))
    rows = Report.objects.filter(batch=batch).select_related(
        *KNOWN_WITH, "case__lead_unit", "case__main_case__lead_unit"
    )
    return list(rows.defer(*HEAVY, "case__lead_unit__boundary").order_by(open_first, "case__due_at", "pk"))


def progress_of(findings: Sequence[Report], *, now: datetime) -> BatchProgress:
    """How far they have come."""
    cases = [found.current_case for found in findings]
    is_done = [found.settled_at is not None for found in findings]
    late = [
        case is not None and case.state == "fixing" and case.due_at is not None and case.due_at < now for case in cases
    ]
    waiting = [case is None or case.state in {"reported", "filed"} for case in cases]
    return BatchProgress(len(findings), sum(is_done), sum(late), sum(waiting))


def standings_of(batch: Batch) -> list[LeaderStanding]:
    """What each leader did. Two queries."""
    steps = list(batch.steps.all())
    found = []
    for person in batch.leaders.all():
        own = [step for step in steps if step.leader_id == person.pk]
        read = next((step for step in own if step.kind == BatchStep.Kind.READ), None)
        found.append(LeaderStanding(person, read, [step for step in own if step.kind == BatchStep.Kind.FOLLOWED]))
    return found


def top_leaders(*, today: date) -> list[Person]:
    """Who gets a batch unless others are named: the heads of leading groups; where there is none, all who may read."""
    people = people_with(permission=ACKNOWLEDGE, today=today)
    is_running = Q(posts__ends_on__isnull=True) | Q(posts__ends_on__gte=today)
    heads = people.filter(is_running, posts__duty=GROUP_HEAD, posts__starts_on__lte=today).distinct()
    return list(heads) or list(people)


def batches_before(actor: Actor) -> QuerySet[Batch]:
    """The batches of which this person is a leader, with the person's own steps; those that are not over."""
    own = Prefetch("steps", BatchStep.objects.filter(leader=actor.person_id), to_attr="own_steps")
    rows = Batch.objects.filter(leaders=actor.person_id).annotate(
        total=Count("reports", distinct=True), done=Count("reports", filter=_IS_OVER, distinct=True)
    )
    return rows.prefetch_related(own).order_by("received_on", "pk")


def batch_named(*, actor: Actor, written: str) -> UUID | None:
    """Id of the visible batch with this number or name."""
    rows = visible_batches(actor).filter(Q(number=written) | Q(name=written))
    return rows.order_by("-pk").values_list("pk", flat=True).first()
