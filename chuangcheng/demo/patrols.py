"""Patrols of the demo's stewards in the past five weeks: most go as often as they should, some do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from chuangcheng.cases.models import Case
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import SHANGHAI
from chuangcheng.demo.cases import SpotFix
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.field.models import Patrol, PatrolFinding, PatrolPath, PatrolStop
from chuangcheng.field.positions import Fix
from chuangcheng.field.services.deeds import PATROL_SOURCE
from chuangcheng.field.services.patrols import way_of
from chuangcheng.sites.models import Stewardship

if TYPE_CHECKING:
    from chuangcheng.demo.people import People
    from chuangcheng.demo.units import Units
    from chuangcheng.orgs.models import Person, Unit
    from chuangcheng.sites.models import Site

WEEKS = 5
MOST_PLACES = 16  # of a patrol
WEEKDAYS = (0, 2, 4)  # on which stewards go
GOES, FORGETS, BREAKS_OFF = 0.8, 0.1, 0.05  # of the days, of the places, of the patrols
FIRST_HOUR, LAST_HOUR = 8, 16
JITTER = 0.0002  # degrees: some 20 m


@dataclass
class Made:
    """Rows to be written."""

    patrols: list[Patrol] = field(default_factory=list)
    stops: list[PatrolStop] = field(default_factory=list)
    findings: list[PatrolFinding] = field(default_factory=list)
    paths: list[PatrolPath] = field(default_factory=list)


def make_patrols(units: Units, people: People, spot_fixes: Sequence[SpotFix], at: datetime) -> None:
    """Walks over each steward's places, and a walk around each problem that a steward put right at once."""
    rng, made = dice("patrols"), Made()
    change_setting(
        actor=SYSTEM, key="field.patrol_track", value="ask", valid_from=(at - timedelta(days=60)).date(), reason="示例"
    )
    street_of = {person.pk: unit for unit in units.streets for person in people.stewards_of.get(unit.pk, ())}
    places = _places()
    for person in people.stewards:
        for start in _starts(rng, at) if places.get(person.pk) else ():
            _walk(rng, made, person, street_of[person.pk], places[person.pk], start)
    for fix in spot_fixes:
        _walk_around(rng, made, fix, people, street_of, at)
    Patrol.objects.bulk_create(made.patrols, batch_size=500)
    PatrolStop.objects.bulk_create(made.stops, batch_size=500)
    PatrolFinding.objects.bulk_create(made.findings, batch_size=500)
    PatrolPath.objects.bulk_create(made.paths, batch_size=500)


def _places() -> dict[int, list[Site]]:
    """The places on the map of each steward."""
    found: dict[int, dict[object, Site]] = {}
    rows = Stewardship.objects.filter(site__lon__isnull=False, person__isnull=False).select_related("site")
    for row in rows.order_by("pk"):
        found.setdefault(row.person_id or 0, {})[row.site_id] = row.site
    return {person: list(sites.values()) for person, sites in found.items()}


def _starts(rng: Random, at: datetime) -> Iterator[datetime]:
    """Three times a week, and some of these days not."""
    monday = at.date() - timedelta(days=at.weekday())
    days = (monday + timedelta(days=day - 7 * week) for week in range(WEEKS, -1, -1) for day in WEEKDAYS)
    for day in days:
        moment = datetime.combine(day, time(rng.randint(FIRST_HOUR, LAST_HOUR), rng.randint(0, 59)), SHANGHAI)
        if moment < at - timedelta(hours=3) and rng.random() < GOES:
            yield moment


def _walk(rng: Random, made: Made, person: Person, unit: Unit, places: Sequence[Site], start: datetime) -> Patrol:
    todo = sorted(rng.sample(places, min(MOST_PLACES, len(places))), key=lambda site: (site.lon, site.lat))
    patrol = _patrol(rng, person, unit, start, place_count=len(todo))
    moment = start
    for site in todo:
        moment += timedelta(minutes=rng.randint(4, 12))
        if rng.random() >= FORGETS:
            made.stops.append(_stop(rng, patrol, site, moment))
    patrol.ended_at = patrol.end_received_at = moment + timedelta(minutes=rng.randint(1, 4))
    if rng.random() < BREAKS_OFF:
        patrol.ending, patrol.reason = Patrol.Ending.ABANDONED, "临时接到通知，到社区参加检查"
    made.patrols.append(patrol)
    _keep_way(rng, made, patrol)
    return patrol


def _walk_around(
    rng: Random, made: Made, fix: SpotFix, people: People, street_of: dict[int, Unit], at: datetime
) -> None:
    case = fix.case
    person = next((each for each in people.stewards if each.pk == case.reporter_id), None)
    if person is None or at - case.reported_at > timedelta(weeks=WEEKS):
        return
    start = case.reported_at - timedelta(minutes=rng.randint(8, 25))
    patrol = _patrol(rng, person, street_of[person.pk], start, place_count=1)
    patrol.ended_at = patrol.end_received_at = max(fix.at, case.reported_at) + timedelta(minutes=5)
    made.patrols.append(patrol)
    finding = PatrolFinding(
        pk=id_at(case.reported_at, rng),
        patrol=patrol,
        kind=PatrolFinding.Kind.FIX_ON_SPOT,
        site=case.site,
        result_id=str(case.pk),
        result_number=case.number,
        title=case.description[:100],
        at=case.reported_at,
    )
    made.findings.append(finding)
    if case.site is not None and case.site.lon is not None:
        stop = _stop(rng, patrol, case.site, case.reported_at)
        stop.finding = PatrolStop.Finding.PROBLEM
        made.stops.append(stop)
    Case.objects.filter(pk=case.pk).update(source_kind=PATROL_SOURCE, source_id=str(patrol.pk), source_label="街巷巡查")


def _patrol(rng: Random, person: Person, unit: Unit, start: datetime, *, place_count: int) -> Patrol:
    return Patrol(
        pk=id_at(start, rng),
        person=person,
        person_name=person.name,
        unit=unit,
        unit_name=unit.name,
        started_at=start,
        ending=Patrol.Ending.FINISHED,
        place_count=place_count,
        received_at=start,
    )


def _stop(rng: Random, patrol: Patrol, site: Site, moment: datetime) -> PatrolStop:
    return PatrolStop(
        pk=id_at(moment, rng),
        patrol=patrol,
        site=site,
        person_id=patrol.person_id,
        finding=PatrolStop.Finding.CLEAR,
        at=moment,
        day=moment.astimezone(SHANGHAI).date(),
        received_at=moment,
        lon=round((site.lon or 0) + rng.uniform(-JITTER, JITTER), 6),
        lat=round((site.lat or 0) + rng.uniform(-JITTER, JITTER), 6),
        accuracy=float(rng.randint(5, 40)),
        marks=[],
    )


def _keep_way(rng: Random, made: Made, patrol: Patrol) -> None:
    """One in three agreed to have the way kept: through the ticked places, with a bend between two."""
    stops = [stop for stop in made.stops if stop.patrol is patrol and stop.lon is not None and stop.lat is not None]
    if len(stops) < 2 or rng.random() > 1 / 3:  # noqa: PLR2004 - a way joins two places
        return
    fixes: list[Fix] = []
    for stop in stops:
        here = (stop.lon or 0.0, stop.lat or 0.0)
        if fixes:
            before = fixes[-1]
            half = before.at + (stop.at - before.at) / 2
            fixes.append(Fix(here[0], before.lat, 15, half))
        fixes.append(Fix(*here, 15, stop.at))
    points = [[fix.lon, fix.lat, int((fix.at - patrol.started_at).total_seconds())] for fix in fixes]
    made.paths.append(PatrolPath(patrol=patrol, points=points, metres=round(way_of(fixes)), kept_at=patrol.started_at))
