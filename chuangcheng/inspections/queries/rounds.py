"""Reads on rounds: the list by state, how far each one is, and what waits for its planners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.inspections.access import PLAN, VIEW, mine, visible_assignments, visible_rounds
from chuangcheng.inspections.models import Assignment, Round

MINE = "mine"  # the view of rounds that one made or visits in; the others are named by their states


@dataclass(frozen=True)
class Progress:
    """How far a round, or a share of it, is."""

    sites: int
    visited: int

    @property
    def percent(self) -> int:
        """0..100, rounded down so that 100 means all."""
        return 100 * self.visited // self.sites if self.sites else 0

    @property
    def left(self) -> int:
        """Sites that nobody has visited."""
        return self.sites - self.visited


@dataclass(frozen=True)
class ShareDone:
    """The part of a round that one type, area or inspector has."""

    key: int | None  # of the type, area or person; None: nobody has these sites
    label: str
    done: Progress


@dataclass(frozen=True)
class RoundFigures:
    """How far a round is: the whole, and what somebody sees of it in parts."""

    whole: Progress
    by_type: Sequence[ShareDone]
    by_area: Sequence[ShareDone]
    by_inspector: Sequence[ShareDone]

    @property
    def without_inspector(self) -> int:
        """Sites that were given to nobody and that nobody visited."""
        return sum(share.done.left for share in self.by_inspector if share.key is None)


def released_round_name(*, actor: Actor, round_id: UUID) -> str:
    """What a released round is called; empty for one that is not, or that the actor does not see."""
    if not actor.may(VIEW):
        return ""
    rows = visible_rounds(actor).filter(pk=round_id, state=Round.State.RELEASED)
    return rows.values_list("name", flat=True).first() or ""


def rounds_in_view(*, actor: Actor, view: str, words: str = "", kind: str = "") -> QuerySet[Round]:
    """The visible rounds in a state, or one's own, with their frameworks; newest first."""
    rows = visible_rounds(actor).select_related("framework").order_by("-pk")
    if view == MINE:
        assigned = Assignment.objects.filter(mine(actor)).values("round")
        rows = rows.filter(Q(created_by_id=actor.person_id) | Q(pk__in=assigned))
    elif view:
        rows = rows.filter(state=view)
    if words.strip():
        rows = rows.filter(Q(name__icontains=words.strip()) | Q(number=words.strip()))
    return rows.filter(kind=kind) if kind else rows


def progress_of(*, found: Round) -> Progress:
    """How many sites the round has and how many were visited. One query."""
    return progress_by_round(round_ids=[found.pk])[found.pk]


def progress_by_round(*, round_ids: Iterable[UUID]) -> dict[UUID, Progress]:
    """The same for several rounds. One query."""
    wanted = list(round_ids)
    counted = Assignment.objects.filter(round__in=wanted).order_by().values("round")
    rows = counted.annotate(sites=Count("pk"), visited=Count("visited_at"))
    found = {row["round"]: Progress(row["sites"], row["visited"]) for row in rows}
    return {round_id: found.get(round_id, Progress(0, 0)) for round_id in wanted}


def round_figures(*, actor: Actor, found: Round) -> RoundFigures:
    """The whole round, and what the actor sees of it in parts by site type, area and inspector. Four queries."""
    rows = visible_assignments(actor, found)
    return RoundFigures(
        whole=progress_of(found=found),
        by_type=_shares(rows, "site__site_type", "site__site_type__name", "site__site_type__order"),
        by_area=_shares(rows, "site__area", "site__area__name", "site__area__path"),
        by_inspector=_shares(rows, "inspector", "inspector__name", "inspector__name"),
    )


def rounds_waiting_for_planner(*, actor: Actor, today: date) -> QuerySet[Round]:
    """Rounds past their last day, and rounds finished but not released, that this person plans."""
    if not (actor.may(PLAN) and actor.may(VIEW)):
        return Round.objects.none()
    running_late = Q(state=Round.State.RUNNING, ends_on__lt=today)
    rows = visible_rounds(actor).filter(running_late | Q(state=Round.State.FINISHED))
    if not actor.everywhere(PLAN):
        rows = rows.filter(created_by_id=actor.person_id)
    return rows.order_by("ends_on", "pk")


def _shares(rows: QuerySet[Assignment], key: str, label: str, order: str) -> list[ShareDone]:
    counted = rows.order_by(order, key).values(key, label).annotate(sites=Count("pk"), visited=Count("visited_at"))
    return [ShareDone(row[key], row[label] or "", Progress(row["sites"], row["visited"])) for row in counted]
