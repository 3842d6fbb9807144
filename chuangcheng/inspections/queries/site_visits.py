"""Which sites were visited in some rounds, for who counts how far a campaign reached. Hidden rounds count nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, DateField, IntegerField, QuerySet, Value
from django.db.models.functions import TruncDate

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.access import VIEW, open_to_all, sites_seen, visible_rounds
from chuangcheng.inspections.models import Assignment, Round


def rounds_by_id(*, actor: Actor, round_ids: Sequence[UUID]) -> list[Round]:
    """Of these rounds those that the actor sees, the newest first. One query."""
    if not actor.may(VIEW):
        return []
    return list(visible_rounds(actor).filter(pk__in=round_ids).order_by("-starts_on", "-pk"))


def rounds_to_attach(*, actor: Actor, first: date, last: date, at_most: int) -> list[Round]:
    """Rounds that the actor sees and that touch these days, the newest first. One query."""
    if not actor.may(VIEW):
        return []
    rows = visible_rounds(actor).filter(starts_on__lte=last, ends_on__gte=first)
    return list(rows.order_by("-starts_on", "-pk")[:at_most])


@dataclass(frozen=True, slots=True)
class SitesVisited:
    """How many different sites were visited."""

    by_area: Mapping[int, int]  # in which they lie
    by_day: Mapping[date, int]


def sites_visited(*, actor: Actor, round_ids: Sequence[UUID]) -> SitesVisited:
    """The sites visited in these rounds by area, and by day. One query."""
    rows, count = _visited(actor, round_ids), Count("site", distinct=True)
    nothing, no_day = Value(None, output_field=IntegerField()), Value(None, output_field=DateField())
    of_areas = rows.values_list("site__area", no_day).annotate(count=count)
    of_days = rows.values_list(nothing, TruncDate("visited_at", tzinfo=SHANGHAI)).annotate(count=count)
    by_area: dict[int, int] = {}
    by_day: dict[date, int] = {}
    for area, day, number in of_areas.union(of_days, all=True):
        if day is None:
            by_area[area] = number
        else:
            by_day[day] = number
    return SitesVisited(by_area, by_day)


def _visited(actor: Actor, round_ids: Sequence[UUID]) -> QuerySet[Assignment]:
    rows = Assignment.objects.order_by().filter(round__in=round_ids, visited_at__isnull=False)
    if not actor.may(VIEW):
        return rows.none()
    return rows.filter(open_to_all("round__"), sites_seen(actor), round__in=visible_rounds(actor))
