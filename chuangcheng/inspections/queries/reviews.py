"""Reads on reviews: what waits for whom, the versions of a visit, how far a round is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.inspections.access import REVIEW, VIEW, may_visit, visible_rounds, visible_visits
from chuangcheng.inspections.models import Review, ReviewState, Round, Visit

MOST_SHOWN = 200  # visits on the desk at once; the rest follows when these are decided
MOST_VERSIONS = 50  # of one visit that a page shows


@dataclass(frozen=True)
class ReviewFigures:
    """How far the review of a round is."""

    waiting: int  # visits
    returned: int  # to their inspectors and not amended yet
    accepted: int
    left_out: int

    @property
    def undecided(self) -> int:
        """Visits that would not count if the round were released now."""
        return self.waiting + self.returned


@dataclass(frozen=True)
class RoundToReview:
    """A round with visits that wait for this reviewer."""

    round: Round
    waiting: int  # visits


@dataclass(frozen=True)
class Place:
    """Where a visit stands among those that wait in its round."""

    number: int  # from 1; 0: it does not wait any more
    count: int
    previous: UUID | None
    next: UUID | None


def review_figures(*, found: Round) -> ReviewFigures:
    """The newest versions of the visits of a round, counted by decision. One query."""
    newest = Visit.objects.filter(round=found, amended_by__isnull=True)
    counts = {state: Count("pk", filter=Q(review=state)) for state in ReviewFigures.__dataclass_fields__}
    return ReviewFigures(**newest.aggregate(**counts))


def waiting_visits(*, actor: Actor, round_id: UUID | None = None) -> QuerySet[Visit]:
    """The visits that this person may decide on, oldest first; take a slice of it."""
    rows = visible_visits(actor).filter(review=ReviewState.WAITING).exclude(inspector_id=actor.person_id)
    rows = rows.exclude(round__state=Round.State.RELEASED)
    if round_id is not None:
        rows = rows.filter(round=round_id)
    return rows.select_related("round", "site__site_type", "site__area", "inspector").order_by("round", "pk")


def rounds_to_review(*, actor: Actor) -> list[RoundToReview]:
    """Rounds with visits that wait for this person's review, the one that ends first before. One query."""
    if not (actor.may(REVIEW) and actor.may(VIEW)):
        return []
    waiting = Q(visits__review=ReviewState.WAITING) & ~Q(visits__inspector_id=actor.person_id)
    rows = visible_rounds(actor).filter(asks_review=True).exclude(state=Round.State.RELEASED)
    rows = rows.annotate(waiting=Count("visits", filter=waiting)).filter(waiting__gt=0)
    return [RoundToReview(row, row.waiting) for row in rows.order_by("ends_on", "pk")]


def returned_to(*, actor: Actor) -> QuerySet[Visit]:
    """The actor's visits that came back and are not amended yet, oldest first."""
    if not may_visit(actor):
        return Visit.objects.none()
    rows = Visit.objects.filter(inspector_id=actor.person_id, review=ReviewState.RETURNED, amended_by__isnull=True)
    return rows.exclude(round__state=Round.State.RELEASED).select_related("round", "site").order_by("pk")


def is_open_to_amend(visit: Visit) -> bool:
    """True when the visit came back, its round is not released, and no newer version was sent."""
    if visit.review != ReviewState.RETURNED or visit.round.state == Round.State.RELEASED:
        return False
    return not Visit.objects.filter(amends=visit).exists()


def last_review(*, visit: Visit) -> Review | None:
    """What was decided last on this version, with the marked answers. Two queries."""
    return visit.reviews.prefetch_related("marked").last()


def versions_of(*, actor: Actor, visit: Visit) -> Sequence[Visit]:
    """All versions of a visit, the first one first, with their reviews; only itself when it was never amended."""
    if visit.version == 1 and visit.review != ReviewState.RETURNED:
        return []
    rows = visible_visits(actor).filter(assignment=visit.assignment_id).prefetch_related("reviews")
    known = {row.pk: row for row in rows.order_by("-pk")[:MOST_VERSIONS]}
    first = known.get(visit.pk)
    while first is not None and first.amends_id in known:
        first = known[first.amends_id]
    following = {row.amends_id: row for row in known.values() if row.amends_id is not None}
    chain = []
    while first is not None:
        chain.append(first)
        first = following.get(first.pk)
    return chain if len(chain) > 1 else []


def place_in_line(*, actor: Actor, visit: Visit) -> Place:
    """Where the visit stands among the waiting ones of its round, with its neighbours. One query."""
    ids = list(waiting_visits(actor=actor, round_id=visit.round_id).values_list("pk", flat=True)[:MOST_SHOWN])
    if visit.pk not in ids:
        return Place(0, len(ids), None, ids[0] if ids else None)
    at = ids.index(visit.pk)
    return Place(at + 1, len(ids), ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
