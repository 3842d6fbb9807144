"""Which cases a filter or a view means, as conditions that the database can answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from chuangcheng.cases import workflow
from chuangcheng.cases.access import NOWHERE, Reach
from chuangcheng.cases.models import Assist
from chuangcheng.cases.queries.relapses import relapse_condition
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.orgs.access import unit_for
from chuangcheng.orgs.queries import subtree_ids

NUMBER = re.compile(r"\d{4}-\d{1,6}")  # the beginning of a short number

MINE, OVERDUE, TO_VERIFY, CLOSED = "mine", "overdue", "to_verify", "closed"

# What waits in a state, and for the holder of which permission.
AWAITS = {
    State.REPORTED: workflow.FILE_CASES,
    State.FILED: workflow.DISPATCH_CASES,
    State.FIXING: workflow.FIX_CASES,
    State.FED_BACK: workflow.VERIFY_CASES,
}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases shows; empty fields do not matter."""

    view: str = ""  # MINE, OVERDUE, TO_VERIFY, CLOSED; empty: all
    words: str = ""
    state: str = ""
    problem_class_id: int | None = None
    unit_ids: Sequence[int] | None = None  # one of them leads or assists; `with_all_below`
    area_ids: Sequence[int] | None = None  # it lies in one of them
    source: str = ""
    site_id: UUID | None = None
    is_overdue: bool = False
    is_relapse: bool = False
    relapse_unit_id: int | None = None  # which had fixed it before
    relapse_since: str = ""  # "2026-09-01": opened on that day or later; a text, since a job keeps it
    relapse_until: str = ""


def overdue_condition(now: datetime) -> Q:
    """Past the deadline and still being fixed. Uses the partial index of the cases being fixed."""
    return Q(state=State.FIXING.value, due_at__lt=now)


def awaiting(reach: Reach, state: State) -> Q:
    """The cases in a state on which the actor acts next."""
    actor, permission = reach.actor, AWAITS[state]
    if not actor.may(permission):
        return NOWHERE
    found = Q(state=state.value)
    if state is State.FED_BACK and actor.person_id is not None:
        found &= ~Q(fixer=actor.person_id)
    if actor.everywhere(permission):
        return found
    units = reach.units(permission)
    place = Q(lead_unit__in=units)
    return found & (place if state is State.FIXING else place | Q(area__in=units))


def mine(reach: Reach) -> Q:
    """Everything on which the actor acts next."""
    return reduce(or_, (awaiting(reach, state) for state in AWAITS))


def only_fixes(actor: Actor) -> bool:
    """True when the actor's part is to fix, not to file, dispatch or verify: then deadlines set the order."""
    return [state for state in AWAITS if actor.may(AWAITS[state])] == [State.FIXING]


def chosen_condition(reach: Reach, chosen: CaseFilter, now: datetime, found_ids: Sequence[str]) -> Q:
    """What the filter means; `found_ids`: what the search finds for its words."""
    found = _view(reach, chosen.view, now)
    if chosen.is_overdue:
        found &= overdue_condition(now)
    exact = {
        "state": chosen.state,
        "problem_class": chosen.problem_class_id,
        "source": chosen.source,
        "site": chosen.site_id,
    }
    found &= Q(**{field: value for field, value in exact.items() if value})
    if chosen.is_relapse:
        found &= relapse_condition(
            unit_id=chosen.relapse_unit_id,
            since=date.fromisoformat(chosen.relapse_since) if chosen.relapse_since else None,
            until=date.fromisoformat(chosen.relapse_until) if chosen.relapse_until else None,
        )
    if chosen.unit_ids is not None:
        assisted = Assist.objects.filter(unit__in=chosen.unit_ids).values("case")
        found &= Q(lead_unit__in=chosen.unit_ids) | Q(pk__in=assisted)
    if chosen.area_ids is not None:
        found &= Q(area__in=chosen.area_ids)
    return found & _matching(chosen.words.strip(), found_ids)


def with_all_below(actor: Actor, unit_id: int | None) -> list[int] | None:
    """The unit and all units below it, for a filter; None for none. NotFound when the actor does not see the unit."""
    return None if unit_id is None else subtree_ids(path=unit_for(actor, unit_id).path)


def _view(reach: Reach, view: str, now: datetime) -> Q:
    if view == MINE:
        return mine(reach)
    if view == OVERDUE:
        return overdue_condition(now)
    states = {TO_VERIFY: State.FED_BACK, CLOSED: State.CLOSED}
    return Q(state=states[view].value) if view in states else Q()


def is_searched(words: str) -> bool:
    """True when these words of a filter are looked up in the search, not taken for the beginning of a number."""
    return bool(words.strip()) and not NUMBER.fullmatch(words.strip())


def _matching(words: str, found_ids: Sequence[str]) -> Q:
    if not words:
        return Q()
    return Q(pk__in=found_ids) if is_searched(words) else Q(number__startswith=words)
