"""Which cases a filter or a view means, as conditions that the database can answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from chuangcheng.cases import horizons, workflow
from chuangcheng.cases.access import NOWHERE, Reach
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Assist
from chuangcheng.cases.queries.claims import claimable
from chuangcheng.cases.queries.figure_conditions import figure_condition
from chuangcheng.cases.queries.happenings import happened_condition
from chuangcheng.cases.queries.leaders import led_by
from chuangcheng.cases.queries.pending import waiting_for
from chuangcheng.cases.queries.rechecks import to_recheck
from chuangcheng.cases.queries.relapses import relapse_condition
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import local_date, start_of
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.access import unit_for
from chuangcheng.orgs.queries import subtree_ids

NUMBER = re.compile(r"\d{4}-\d{1,6}")  # the beginning of a short number

MINE, OVERDUE, TO_VERIFY, CLOSED = "mine", "overdue", "to_verify", "closed"
CLAIMABLE, SUSPENDED, TO_RECHECK = "claimable", "suspended", "to_recheck"
SOON, NEXT = "soon", "next"  # deadline near; due within the next working hours of the duty desk

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

    view: str = ""  # MINE, OVERDUE, TO_VERIFY, CLAIMABLE, SUSPENDED, TO_RECHECK, CLOSED; empty: all
    words: str = ""
    state: str = ""
    problem_class_id: int | None = None
    unit_ids: Sequence[int] | None = None  # one of them leads or assists; `with_all_below`
    area_ids: Sequence[int] | None = None  # it lies in one of them
    class_ids: Sequence[int] | None = None  # it is of one of these: a named list
    severity: str = ""
    source: str = ""
    group: str = ""  # `source_group`: found in this round or tour
    special: str = ""  # id of a special campaign: the cases that it counts as its own; `slots.special_cases`
    site_id: UUID | None = None
    is_overdue: bool = False
    is_open: bool = False
    due: str = ""  # SOON, NEXT: how near the deadline is
    due_from: date | None = None  # first day of the deadline
    due_to: date | None = None  # last day of the deadline
    lead_unit_id: int | None = None  # this very unit leads
    lead_unit_ids: Sequence[int] | None = None  # one of them leads; `with_all_below`
    leader: str = ""  # who answers for it: id of a person, or the name of one who does not sign in
    waits: str = ""  # what waits for an answer; `queries.pending`
    figure: str = ""  # a figure of `queries.rectification` over the days from … to
    figure_from: date | None = None
    figure_to: date | None = None
    happened: str = ""  # one of `queries.happenings`, since the day below
    happened_since: str = ""  # "2026-09-01"; a text, since a job keeps it
    is_relapse: bool = False
    relapse_unit_id: int | None = None  # which had fixed it before
    relapse_since: str = ""  # "2026-09-01": opened on that day or later; a text, since a job keeps it
    relapse_until: str = ""


def fixing_until(now: datetime, last: datetime) -> Q:
    """Being fixed, not overdue, and due by a moment."""
    return Q(state=State.FIXING.value, due_at__gte=now, due_at__lte=last)


def soon_condition(now: datetime, calendar: Calendar) -> Q:
    """Being fixed with a deadline that is told in amber."""
    return Q(state=State.FIXING.value) & near_deadline(now, calendar)


def near_deadline(now: datetime, calendar: Calendar) -> Q:
    """With a deadline that is told in amber while the case is being fixed."""
    until = horizons.soon_until(now, calendar)
    usual = {LimitUnit.CALENDAR_HOURS: [LimitUnit.CALENDAR_HOURS.value, ""]}
    parts = (Q(limit_unit__in=usual.get(unit, [unit.value]), due_at__lte=last) for unit, last in until.items())
    return Q(due_at__gte=now, due_at__lte=max(until.values())) & reduce(or_, parts)


def due_between(first: date | None, last: date | None) -> Q:
    """With a deadline on these days of Shanghai, both included."""
    found = Q()
    if first is not None:
        found &= Q(due_at__gte=start_of(first))
    if last is not None:
        found &= Q(due_at__lt=start_of(last + timedelta(days=1)))
    return found


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
        "severity": chosen.severity,
        "source": chosen.source,
        "source_group": chosen.group,
        "site": chosen.site_id,
    }
    found &= Q(**{field: value for field, value in exact.items() if value})
    found &= _relapsed(chosen)
    found &= _near(chosen.due, now) & due_between(chosen.due_from, chosen.due_to)
    if chosen.lead_unit_id is not None:
        found &= Q(lead_unit=chosen.lead_unit_id)
    if chosen.lead_unit_ids is not None:
        found &= Q(lead_unit__in=chosen.lead_unit_ids)
    if chosen.leader:
        found &= led_by(chosen.leader, local_date(now))
    if chosen.unit_ids is not None:
        found &= reduce(or_, led_or_assisted(chosen.unit_ids))
    if chosen.class_ids is not None:
        found &= Q(problem_class__in=chosen.class_ids)
    if chosen.is_open:
        found &= Q(state__in=[state.value for state in workflow.OPEN_STATES])
    if chosen.area_ids is not None:
        found &= Q(area__in=chosen.area_ids)
    return found & _opened(chosen, now) & _matching(chosen.words.strip(), found_ids)


def chosen_parts(reach: Reach, chosen: CaseFilter, now: datetime, found_ids: Sequence[str]) -> list[Q]:
    """The same as conditions none of which overlap, each with an index of its own: for counting to a limit."""
    views = [Q()]
    if chosen.view == MINE:
        views = [awaiting(reach, state) for state, code in AWAITS.items() if reach.actor.may(code)] or [NOWHERE]
    units = [Q()]
    if chosen.unit_ids is not None:
        led, assisted = led_or_assisted(chosen.unit_ids)
        units = [led, assisted & ~led]
    others = replace(chosen, view="" if chosen.view == MINE else chosen.view, unit_ids=None)
    rest = chosen_condition(reach, others, now, found_ids)
    return [rest & view & unit for view in views for unit in units]


def led_or_assisted(unit_ids: Sequence[int]) -> tuple[Q, Q]:
    """The cases that one of the units leads, and those that one assists."""
    return Q(lead_unit__in=unit_ids), Q(pk__in=Assist.objects.filter(unit__in=unit_ids).values("case"))


def _relapsed(chosen: CaseFilter) -> Q:
    if not chosen.is_relapse:
        return Q()
    return relapse_condition(
        unit_id=chosen.relapse_unit_id,
        since=date.fromisoformat(chosen.relapse_since) if chosen.relapse_since else None,
        until=date.fromisoformat(chosen.relapse_until) if chosen.relapse_until else None,
    )


def with_all_below(actor: Actor, unit_id: int | None) -> list[int] | None:
    """The unit and all units below it, for a filter; None for none. NotFound when the actor does not see the unit."""
    return None if unit_id is None else subtree_ids(path=unit_for(actor, unit_id).path)


def _view(reach: Reach, view: str, now: datetime) -> Q:
    if view == MINE:
        return mine(reach)
    if view == OVERDUE:
        return overdue_condition(now)
    if view == CLAIMABLE:
        return claimable(reach)
    if view == TO_RECHECK:
        return to_recheck(reach.actor)
    states = {TO_VERIFY: State.FED_BACK, CLOSED: State.CLOSED, SUSPENDED: State.SUSPENDED}
    return Q(state=states[view].value) if view in states else Q()


def _opened(chosen: CaseFilter, now: datetime) -> Q:
    """What a number of the desk or of the figures of rectification means."""
    found = waiting_for(chosen.waits) if chosen.waits else Q()
    if chosen.figure:
        found &= figure_condition(chosen.figure, chosen.figure_from, chosen.figure_to, now)
    if chosen.happened:
        found &= happened_condition(chosen.happened, date.fromisoformat(chosen.happened_since))
    return found


def _near(due: str, now: datetime) -> Q:
    if due == SOON:
        return soon_condition(now, office_calendar())
    if due == NEXT:
        return fixing_until(now, horizons.working_hours_ahead(now, horizons.AHEAD, office_calendar()))
    return Q()


def is_searched(words: str) -> bool:
    """True when these words of a filter are looked up in the search, not taken for the beginning of a number."""
    return bool(words.strip()) and not NUMBER.fullmatch(words.strip())


def _matching(words: str, found_ids: Sequence[str]) -> Q:
    if not words:
        return Q()
    return Q(pk__in=found_ids) if is_searched(words) else Q(number__startswith=words)
