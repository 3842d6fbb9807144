"""Lists of material requests, and what waits for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.search import record_ids
from chuangcheng.evidence.access import HEAVY, KNOWN_WITH, REVIEW, SUPPLY, VIEW, visible_materials
from chuangcheng.evidence.indexing import MATERIAL
from chuangcheng.evidence.models import MaterialRequest, Piece
from chuangcheng.evidence.workflow import OPEN_STATES, State
from chuangcheng.orgs.access import in_units_where

NUMBER = re.compile(r"\d{4}-\d{1,6}")
OPEN = Q(state__in=sorted(state.value for state in OPEN_STATES))
LATE, WEEK = "late", "week"
WEEK_DAYS = timedelta(days=7)
MOST_WAITING = 50  # of one context, as the to-do page takes


@dataclass(frozen=True, slots=True)
class MaterialFilter:
    """What a list shows."""

    words: str = ""
    state: str = ""  # "open", or a state; empty: all but the cancelled ones
    due: str = ""  # LATE, WEEK
    kind: str = ""
    framework_id: int | None = None
    item_id: int | None = None
    unit_id: int | None = None
    standard_id: int | None = None


def materials_shown(*, actor: Actor, chosen: MaterialFilter, today: date) -> QuerySet[MaterialRequest]:
    """The visible requests that meet the filter, with what a list tells of them; order and slice them."""
    rows = visible_materials(actor).filter(_conditions(actor, chosen, today))
    return rows.select_related(*KNOWN_WITH).defer(*HEAVY)


def visible_material_ids(actor: Actor, object_ids: Sequence[str]) -> set[str]:
    """Of these ids those that the actor sees. One query."""
    if not actor.may(VIEW):
        return set()
    return {str(pk) for pk in visible_materials(actor).filter(pk__in=object_ids).values_list("pk", flat=True)}


def may_read_file(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a piece of a request that the actor sees."""
    if not actor.may(VIEW):
        return False
    return visible_materials(actor).filter(pk__in=Piece.objects.filter(file=file_id).values("request")).exists()


def waiting_materials(*, actor: Actor) -> list[MaterialRequest]:
    """At most MOST_WAITING requests on which the actor acts next, the first due first. One query."""
    conditions = _waiting(actor) if actor.may(VIEW) else []
    if not conditions:
        return []
    rows = visible_materials(actor).filter(reduce(or_, conditions)).select_related("unit", "standard")
    return list(rows.defer(*HEAVY).order_by("due_on", "pk")[:MOST_WAITING])


def _waiting(actor: Actor) -> list[Q]:
    found = []
    if actor.everywhere(REVIEW):
        found.append(Q(state=State.TO_REVIEW.value))
    # Who supplies for every unit (nobody by default) is not shown everybody's.
    if actor.may(SUPPLY) and not actor.everywhere(SUPPLY):
        mine = in_units_where(actor, SUPPLY, "unit")
        found.append(mine & Q(state__in=[State.ASKED.value, State.RETURNED.value]))
    return found


def _conditions(actor: Actor, chosen: MaterialFilter, today: date) -> Q:
    found = _state(chosen.state)
    if chosen.due:
        found &= OPEN & (
            Q(due_on__lt=today) if chosen.due == LATE else Q(due_on__gte=today, due_on__lte=today + WEEK_DAYS)
        )
    exact = {
        "kind": chosen.kind or None,
        "framework": chosen.framework_id,
        "standard__content__item": chosen.item_id,
        "unit": chosen.unit_id,
        "standard": chosen.standard_id,
    }
    found &= Q(**{name: value for name, value in exact.items() if value is not None})
    words = chosen.words.strip()
    if NUMBER.fullmatch(words):
        return found & Q(number__startswith=words)
    return found & Q(pk__in=record_ids(actor=actor, kind=MATERIAL, query=words)) if words else found


def _state(state: str) -> Q:
    if state == "open":
        return OPEN
    return Q(state=state) if state else ~Q(state=State.VOID.value)
