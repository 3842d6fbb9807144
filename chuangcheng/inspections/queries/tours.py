"""Reads on tours: the route with its times, and the comparison of stops, units and the previous tour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, OuterRef, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.access import SCORE_TOUR, visible_tours
from chuangcheng.inspections.models import Tour, TourScore, TourStop
from chuangcheng.inspections.ranking import places
from chuangcheng.inspections.routes import metres_between

CENT = Decimal("0.01")
MOST_STOPS = 200  # to score, among the to-dos
KILOMETRES_AN_HOUR = 25  # in town, with getting in and out; our choice


@dataclass(frozen=True)
class Station:
    """A stop with when the leaders get there."""

    stop: TourStop
    at: datetime
    leaves_at: datetime
    metres: int | None  # from the station before, along the earth; None: unknown


@dataclass(frozen=True)
class StopResult:
    """A stop compared."""

    stop: TourStop
    score: Decimal | None  # mean of the leaders, 2 places
    place: int | None  # among the complete stops
    given: Sequence[TourScore]
    before: Decimal | None  # at the same site on the previous tour
    is_complete: bool  # False while the tour runs and a leader has not scored it: it is not compared yet

    @property
    def change(self) -> Decimal | None:
        """Against the previous tour."""
        if self.score is None or self.before is None or not self.is_complete:
            return None
        return self.score - self.before


@dataclass(frozen=True)
class UnitResult:
    """A host unit compared: the mean of its stops."""

    name: str
    score: Decimal
    place: int | None  # among the units whose stops are all complete
    stops: int


def tours_in_view(*, actor: Actor) -> QuerySet[Tour]:
    """The visible tours, newest first; take a slice of it."""
    return visible_tours(actor).order_by("-held_on", "-pk")


def stops_to_score(*, actor: Actor) -> QuerySet[TourStop]:
    """The stops of tours that go on which this leader has not scored, in order, tour by tour."""
    if actor.person_id is None or not actor.may(SCORE_TOUR):
        return TourStop.objects.none()
    scored = TourScore.objects.filter(stop=OuterRef("pk"), leader=actor.person_id)
    mine = TourStop.objects.filter(tour__state=Tour.State.OPEN, tour__leaders=actor.person_id)
    rows = mine.exclude(Exists(scored)).select_related("tour", "site")
    return rows.order_by("tour__held_on", "tour", "order", "pk")


def stations_of(tour: Tour) -> list[Station]:
    """The route with its times. One query."""
    at = datetime.combine(tour.held_on, tour.starts_at, SHANGHAI)
    here = _point(tour.start_lon, tour.start_lat)
    found = []
    for stop in tour.stops.select_related("site__area", "site__site_type", "host_unit").order_by("order", "pk"):
        there = _point(stop.site.lon, stop.site.lat)
        metres = None if here is None or there is None else round(metres_between(here, there))
        at += timedelta(minutes=-(-(metres or 0) * 60 // (KILOMETRES_AN_HOUR * 1000)))
        leaves_at = at + timedelta(minutes=stop.minutes)
        found.append(Station(stop, at, leaves_at, metres))
        at, here = leaves_at, there or here
    return found


def results_of(tour: Tour) -> list[StopResult]:
    """The stops with their scores, the best first, those not compared last. Four queries, three once it is finished."""
    stops = list(tour.stops.select_related("site__area", "host_unit").order_by("order", "pk"))
    given = _newest(tour)
    awaited = _awaited(tour)
    complete = {stop.pk for stop in stops if awaited <= {row.leader_id for row in given[stop.pk]}}
    means = {stop.pk: mean_of([row.score for row in given[stop.pk]]) for stop in stops if given[stop.pk]}
    place = places({pk: mean for pk, mean in means.items() if pk in complete})
    before = _before(tour)
    rows = [
        StopResult(
            stop,
            means.get(stop.pk),
            place.get(stop.pk),
            given[stop.pk],
            before.get(stop.site_id),
            stop.pk in complete,
        )
        for stop in stops
    ]
    return sorted(rows, key=lambda row: (row.place or len(rows) + 1, row.stop.order))


def units_of(results: Sequence[StopResult]) -> list[UnitResult]:
    """The host units by the mean of their stops, the best first."""
    scores: defaultdict[str, list[Decimal]] = defaultdict(list)
    for row in results:
        if row.score is not None and row.stop.host_unit is not None:
            scores[row.stop.host_unit.name].append(row.score)
    means = {name: mean_of(found) for name, found in scores.items()}
    waiting = {row.stop.host_unit.name for row in results if row.stop.host_unit is not None and not row.is_complete}
    place = places({name: mean for name, mean in means.items() if name not in waiting})
    rows = [UnitResult(name, means[name], place.get(name), len(scores[name])) for name in means]
    return sorted(rows, key=lambda row: (row.place or len(rows) + 1, row.name))


def mean_of(scores: Sequence[Decimal]) -> Decimal:
    """The mean, rounded half-up to 2 places."""
    return (sum(scores, Decimal(0)) / len(scores)).quantize(CENT, ROUND_HALF_UP)


def _awaited(tour: Tour) -> set[int]:
    """The leaders without whose scores a stop is not compared: nobody, once the tour is finished."""
    return set() if tour.state == Tour.State.FINISHED else set(tour.leaders.values_list("pk", flat=True))


def _newest(tour: Tour) -> defaultdict[object, list[TourScore]]:
    rows = TourScore.objects.filter(stop__tour=tour).select_related("leader").prefetch_related("shown_photos")
    newest = {(row.stop_id, row.leader_id): row for row in rows.order_by("given_at", "pk")}
    found: defaultdict[object, list[TourScore]] = defaultdict(list)
    for (stop_id, _leader), row in newest.items():
        found[stop_id].append(row)
    return found


def _before(tour: Tour) -> dict[object, Decimal]:
    if tour.previous_id is None:
        return {}
    rows = TourScore.objects.filter(stop__tour=tour.previous_id).order_by("given_at", "pk")
    newest = {(site, leader): score for site, leader, score in rows.values_list("stop__site_id", "leader_id", "score")}
    by_site: defaultdict[object, list[Decimal]] = defaultdict(list)
    for (site_id, _leader), score in newest.items():
        by_site[site_id].append(score)
    return {site_id: mean_of(scores) for site_id, scores in by_site.items()}


def _point(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    return None if lon is None or lat is None else (lon, lat)
