"""Which sites were visited in some rounds, for who counts how far a campaign reached. Hidden rounds count nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
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


def sites_visited_by_area(*, actor: Actor, round_ids: Sequence[UUID]) -> Mapping[int, int]:
    """How many different sites were visited in these rounds, by the area in which they lie. One query."""
    rows = _visited(actor, round_ids).values_list("site__area").annotate(Count("site", distinct=True))
    return dict(rows)


def sites_visited_by_day(*, actor: Actor, round_ids: Sequence[UUID]) -> Mapping[date, int]:
    """How many sites were visited for the first time in a round, by day. One query."""
    rows = _visited(actor, round_ids).values_list(TruncDate("visited_at", tzinfo=SHANGHAI))
    return dict(rows.annotate(Count("site", distinct=True)))


def _visited(actor: Actor, round_ids: Sequence[UUID]) -> QuerySet[Assignment]:
    rows = Assignment.objects.order_by().filter(round__in=round_ids, visited_at__isnull=False)
    if not actor.may(VIEW):
        return rows.none()
    return rows.filter(open_to_all("round__"), sites_seen(actor), round__in=visible_rounds(actor))
