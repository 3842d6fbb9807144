"""Which cases belong together by a rule, as conditions that the database can answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from chuangcheng.cases.access import NOWHERE
from chuangcheng.cases.workflow import State
from chuangcheng.core.times import start_of

NO_PROBLEM = (State.REJECTED.value, State.VOID.value)


@dataclass(frozen=True, slots=True)
class CaseScope:
    """Which cases belong: those of the rounds; those of the classes, places and days; some put in or left out.

    A case at a site must be of a type; one at no site of ours counts by its class and area. Held ones, rejected and
    void ones and doubles never belong.
    """

    groups: Sequence[str]  # `source_group`: ids of rounds
    class_ids: Sequence[int]
    site_type_ids: Sequence[int]  # none: of all types
    area_ids: Sequence[int] | None  # None: everywhere
    first_on: date
    last_on: date
    added: Sequence[UUID] = ()
    removed: Sequence[UUID] = ()


def scope_condition(scope: CaseScope) -> Q:
    """The cases that belong."""
    ways = Q(source_group__in=scope.groups) | rule_condition(scope) | Q(pk__in=scope.added)
    return counted_condition(scope) & ways


def counted_condition(scope: CaseScope) -> Q:
    """What never belongs left out: held ones, doubles, rejected and void ones, and those taken out by hand."""
    found = Q(is_held=False, main_case__isnull=True) & ~Q(state__in=NO_PROBLEM)
    return found & ~Q(pk__in=scope.removed) if scope.removed else found


def rule_condition(scope: CaseScope) -> Q:
    """Of its classes, in its places, reported on its days."""
    if not scope.class_ids:
        return NOWHERE
    days = Q(reported_at__gte=start_of(scope.first_on), reported_at__lt=start_of(scope.last_on + timedelta(days=1)))
    found = Q(problem_class__in=scope.class_ids) & days
    if scope.site_type_ids:
        found &= Q(site__isnull=True) | Q(site__site_type__in=scope.site_type_ids)
    return found if scope.area_ids is None else found & Q(area__in=scope.area_ids)
