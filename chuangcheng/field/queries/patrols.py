"""Patrols as the desk lists them, and one with its places, what came of it and its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.field.access import patrol_for, visible_patrols
from chuangcheng.field.models import Patrol, PatrolFinding, PatrolPath, PatrolStop
from chuangcheng.field.positions import metres_between
from chuangcheng.orgs.access import unit_for, within

PROBLEMS = (PatrolFinding.Kind.PROBLEM, PatrolFinding.Kind.FIX_ON_SPOT)
ABANDONED_AFTER = timedelta(hours=24)  # without an end, a patrol is not under way any more; our choice
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)  # what lies outside is asked for by nobody
MOST_SHOWN = 5  # on the page of a place or unit


@dataclass(frozen=True)
class PatrolFilter:
    """Which patrols a list shows."""

    words: str = ""  # in the name of the steward or their unit
    unit_id: int | None = None  # of the steward or of a place; with all below
    site_id: UUID | None = None
    person_id: int | None = None
    ending: str = ""  # "open", "finished", "abandoned"
    found: str = ""  # "problems": only those on which something was found
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Told:
    """A patrol with its places in order, what came of it and its way."""

    patrol: Patrol
    stops: Sequence[PatrolStop]
    findings: Sequence[PatrolFinding]
    path: PatrolPath | None


def patrol_list(*, actor: Actor, chosen: PatrolFilter) -> QuerySet[Patrol]:
    """The visible patrols with `stop_count`, `problem_count`, `advice_count`, their stops and the length of the way."""
    rows = _filtered(actor, visible_patrols(actor), chosen)
    stops = Prefetch("stops", PatrolStop.objects.order_by("at", "pk"), "shown_stops")
    paths = Prefetch("path", PatrolPath.objects.defer("points"))
    return _counted(rows).prefetch_related(stops, paths)


def patrol_told(*, actor: Actor, patrol_id: UUID) -> Told:
    """One patrol, or NotFound. Four queries."""
    patrol = patrol_for(actor, patrol_id)
    stops = patrol.stops.select_related("site__area", "site__site_type").defer("site__area__boundary")
    findings = patrol.findings.select_related("site").order_by("at", "pk")
    return Told(patrol, list(stops.order_by("at", "pk")), list(findings), getattr(patrol, "path", None))


def patrols_at(*, actor: Actor, site_id: UUID) -> list[PatrolStop]:
    """The last stops at a place that the actor may see, newest first. One query."""
    rows = PatrolStop.objects.filter(site=site_id, patrol__in=visible_patrols(actor).values("pk"))
    return list(rows.select_related("patrol").order_by("-pk")[:MOST_SHOWN])


def length_of(patrol: Patrol, stops: Sequence[PatrolStop]) -> int:
    """Metres walked: along the way where it is kept, else from one ticked place to the next, which is less."""
    path = cast("PatrolPath | None", getattr(patrol, "path", None))
    placed = [(stop.lon, stop.lat) for stop in stops if stop.lon is not None and stop.lat is not None]
    between = sum(metres_between(one, other) for one, other in pairwise(placed))
    return max(path.metres if path is not None else 0, round(between))


def minutes_of(patrol: Patrol) -> int | None:
    """How long it took; None while it has no end."""
    return None if patrol.ended_at is None else round((patrol.ended_at - patrol.started_at).total_seconds() / 60)


def is_under_way(patrol: Patrol, *, at: datetime) -> bool:
    """True for one without an end that began within a day."""
    return patrol.ended_at is None and at - patrol.started_at < ABANDONED_AFTER


def _filtered(actor: Actor, rows: QuerySet[Patrol], chosen: PatrolFilter) -> QuerySet[Patrol]:
    if words := chosen.words.strip():
        rows = rows.filter(Q(person_name__icontains=words) | Q(unit_name__icontains=words))
    if chosen.unit_id is not None:
        roots = frozenset({unit_for(actor, chosen.unit_id).path})
        there = PatrolStop.objects.filter(within("site__area__path", roots)).values("patrol")
        rows = rows.filter(within("unit__path", roots) | Q(pk__in=there))
    if chosen.site_id is not None:
        rows = rows.filter(pk__in=PatrolStop.objects.filter(site=chosen.site_id).values("patrol"))
    if chosen.person_id is not None:
        rows = rows.filter(person=chosen.person_id)
    if chosen.ending:
        rows = rows.filter(ending="" if chosen.ending == "open" else chosen.ending)
    if chosen.found == "problems":
        rows = rows.filter(pk__in=PatrolFinding.objects.filter(kind__in=PROBLEMS).values("patrol"))
    if chosen.first is not None:
        rows = rows.filter(started_at__gte=_start(chosen.first))
    if chosen.last is not None:
        rows = rows.filter(started_at__lt=_start(chosen.last) + timedelta(days=1))
    return rows


def _counted(rows: QuerySet[Patrol]) -> QuerySet[Patrol]:
    findings = PatrolFinding.objects
    return rows.annotate(
        stop_count=_count(PatrolStop.objects.all()),
        problem_count=_count(findings.filter(kind__in=PROBLEMS)),
        advice_count=_count(findings.filter(kind=PatrolFinding.Kind.ADVICE)),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    of_one = rows.filter(patrol=OuterRef("pk")).order_by().values("patrol").annotate(count=Count("pk"))
    return Coalesce(Subquery(of_one.values("count"), output_field=IntegerField()), 0)


def _start(day: date) -> datetime:
    return datetime.combine(min(max(day, EARLIEST), LATEST), time.min, SHANGHAI)
