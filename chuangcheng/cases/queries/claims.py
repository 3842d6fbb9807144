"""认领: the filed cases that a unit may take itself, for which of its units, and what nobody takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from chuangcheng.cases.access import NOWHERE, Reach
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.settings import CLAIM_HOURS
from chuangcheng.cases.workflow import CLAIM_CASES, State
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import local_date
from chuangcheng.orgs.access import units_where

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


def claimable(reach: Reach) -> Q:
    """The filed cases that the actor may take for a unit: in its area, or of a class that usually goes to it."""
    if not reach.actor.may(CLAIM_CASES):
        return NOWHERE
    filed = Q(state=State.FILED.value, is_held=False, problem_class__isnull=False)
    if reach.actor.everywhere(CLAIM_CASES):
        return filed
    return filed & (Q(area__in=reach.units(CLAIM_CASES)) | reach.claimable_by_class())


def claim_options(*, actor: Actor, case: Case) -> list[Unit]:
    """Open units for which the actor may take the case, the one that fits best first. One query."""
    usual = case.problem_class.default_unit_id if case.problem_class is not None else None
    owner = case.site.owner_id if case.site is not None else None
    in_order = [unit for unit in (usual, owner, *sorted(actor.unit_ids), case.area_id) if unit is not None]
    units = units_where(actor, CLAIM_CASES).filter(pk__in=in_order, closed_on__isnull=True).defer("boundary")
    return sorted(units, key=lambda unit: in_order.index(unit.pk))


def claiming_units(*, actor: Actor) -> list[Unit]:
    """Open units of the actor's own that may take cases, for many at once. One query."""
    units = units_where(actor, CLAIM_CASES).filter(pk__in=actor.unit_ids, closed_on__isnull=True)
    return list(units.defer("boundary").order_by("name"))


def unclaimed_cases(now: datetime) -> QuerySet[Case]:
    """The filed, released cases that nobody claimed within the set working hours and that nobody was told of yet.

    Oldest first. What becomes of them is for the caller: `services.end_claims` tells the office.
    """
    limit = timedelta(hours=CLAIM_HOURS.on(local_date(now)))
    since = office_calendar().add_working_hours(now, -limit)
    # A case that was sent back or reopened is there anew.
    arrived_lately = CaseEvent.objects.filter(
        ~Q(from_state=State.FILED.value), case=OuterRef("pk"), to_state=State.FILED.value, at__gt=since
    )
    waiting = Case.objects.filter(state=State.FILED.value, is_held=False, claim_ended_at__isnull=True)
    return waiting.filter(~Exists(arrived_lately)).order_by("pk")
