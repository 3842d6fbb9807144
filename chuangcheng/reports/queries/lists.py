"""Bulletins in lists: all, and those that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from chuangcheng.core.access import Actor
from chuangcheng.reports.access import APPROVE, MAKE, READ, visible_bulletins
from chuangcheng.reports.models import Bulletin, BulletinStep
from chuangcheng.reports.states import MOVES, Move, State

MOST_WAITING = 50  # as the to-do page takes


@dataclass(frozen=True)
class BulletinFilter:
    """What the list shows; empty fields do not matter."""

    kind: str = ""
    state: str = ""
    year: int | None = None


def bulletins_shown(*, actor: Actor, chosen: BulletinFilter) -> QuerySet[Bulletin]:
    """The bulletins without their figures."""
    rows = visible_bulletins(actor).defer("figures", "opening", "demands").select_related("made_by")
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.year is not None:
        rows = rows.filter(last_on__year=chosen.year)
    return rows


def waiting_for(*, actor: Actor) -> list[Bulletin]:
    """Submitted ones for who may approve them and did not make them; approved and returned ones for who makes them."""
    if not actor.may(READ):
        return []
    wanted = Q(pk__in=[])
    if actor.everywhere(APPROVE):
        wanted |= Q(state=State.SUBMITTED.value) & ~Q(made_by=actor.person_id)
    rows: QuerySet[Any] = visible_bulletins(actor)
    if actor.everywhere(MAKE):
        last = BulletinStep.objects.filter(bulletin=OuterRef("pk")).order_by("-made_at", "-pk").values("move")[:1]
        returned = Q(state=State.DRAFT.value, last_move="return")
        rows = rows.annotate(last_move=Subquery(last))
        wanted |= Q(state=State.APPROVED.value) | returned
    return list(rows.filter(wanted).defer("figures").order_by("-pk")[:MOST_WAITING])


def moves_offered(*, actor: Actor, bulletin: Bulletin) -> list[Move]:
    """The moves that this actor may make now, in the order of the table."""
    return [
        move
        for move in MOVES.values()
        if State(bulletin.state) in move.come_from
        and actor.everywhere(move.permission)
        and not (move.by_other and bulletin.made_by_id == actor.person_id)
    ]


def steps_of(bulletin: Bulletin) -> list[BulletinStep]:
    """Who did what, the last first. One query."""
    return list(bulletin.steps.select_related("made_by").order_by("-made_at", "-pk"))
