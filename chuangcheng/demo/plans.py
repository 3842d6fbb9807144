"""Recurring plans with the rounds they made: who was away and who came instead, what was done and what was missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import replayed_at, start_of
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.demo.rounds import Listed, Sheaf, visit_site
from chuangcheng.demo.units import Units
from chuangcheng.inspections.models import Assignment, Plan, PlanTerms, Round
from chuangcheng.inspections.rhythm import DAILY, MONTHLY, WEEKLY, Period, Rhythm
from chuangcheng.inspections.services.absences import record_absence
from chuangcheng.inspections.services.plan_ends import end_rounds_of_plans
from chuangcheng.inspections.services.plan_runs import due_periods, make_run
from chuangcheng.inspections.services.plans import PlanFacts, Scope, create_plan
from chuangcheng.inspections.sharing import Member
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.sites.models import Site
from chuangcheng.standards.models import Framework, SiteType

FAILS = 0.08  # of the answers: places looked at so often are in better order
MISSED = 0.07  # of the sites of a round whose days are over
FIRST_HOUR, HOURS = 9, 8  # of the working day


@dataclass(frozen=True)
class Ground:
    """What visits of the demo need."""

    framework: Framework
    sites: Mapping[UUID, Site]
    lists: Mapping[int, list[Listed]]
    people: People
    at: datetime  # the present of the demo


@dataclass(frozen=True)
class Wanted:
    """A plan of the demo."""

    name: str
    kind: str
    rhythm: Rhythm
    types: Sequence[str]  # codes
    towns: slice
    sharing: str
    ending: str
    days: int  # since when


PLANS = (
    Wanted(
        "主次干道和广场日巡查",
        Round.Kind.PATROL,
        Rhythm(DAILY),
        ("commercial-street", "square", "junction"),
        slice(0, 2),
        PlanTerms.Sharing.EVENLY,
        PlanTerms.Ending.RELEASE,
        9,
    ),
    Wanted(
        "农贸市场和公厕周检查",
        Round.Kind.WEEKLY,
        Rhythm(WEEKLY, weekdays=(0,), lasts_days=5),
        ("market", "public-toilet"),
        slice(1, 3),
        PlanTerms.Sharing.ROTATING,
        PlanTerms.Ending.FINISH,
        24,
    ),
    Wanted(
        "居民小区月评比",
        Round.Kind.MONTHLY,
        Rhythm(MONTHLY, month_day=5, lasts_days=8),
        ("estate",),
        slice(4, 6),
        PlanTerms.Sharing.FIXED,
        PlanTerms.Ending.BY_HAND,
        50,
    ),
)


def make_plans(ground: Ground, units: Units) -> None:
    """All plans, an absence with a substitute, and the rounds up to now with their visits."""
    rng = dice("plans")
    with replayed_at(ground.at - timedelta(days=60)):
        made = [_plan(rng, ground, units, wanted) for wanted in PLANS]
    _absence(rng, ground)
    runs = [(period, plan) for plan in made for period in due_periods(plan=plan, today=ground.at.date())]
    for period, plan in sorted(runs, key=lambda run: (run[0], run[1].name)):
        _run(rng, ground, plan, period)
    with replayed_at(ground.at):
        end_rounds_of_plans(today=ground.at.date())


def _plan(rng: Random, ground: Ground, units: Units, wanted: Wanted) -> Plan:
    people = ground.people
    types = SiteType.objects.filter(code__in=wanted.types).order_by("order", "pk")
    team = [people.by_username["jianchayuan"], *people.inspectors[1:4]]
    office = actor_with_id(people.by_username["chuangchengban"].pk)
    starts_on = (ground.at - timedelta(days=wanted.days)).date()
    return create_plan(
        actor=office,
        plan_id=id_at(start_of(starts_on), rng),
        name=wanted.name,
        kind=wanted.kind,
        starts_on=starts_on,
        ends_on=None,
        facts=PlanFacts(
            ground.framework.pk,
            wanted.rhythm,
            Scope([found.pk for found in types], [town.pk for town in units.streets[wanted.towns]]),
            [Member(person.pk) for person in team],
            wanted.sharing,
            wanted.ending,
        ),
    )


def _absence(rng: Random, ground: Ground) -> None:
    """One of the team is away around today, another one comes instead; a third was away a while ago."""
    people, office = ground.people, actor_with_id(ground.people.by_username["chuangchengban"].pk)
    for person, other, since, until, reason in (
        (1, 5, -3, 2, "参加市里培训"),
        (2, None, -20, -16, "事假"),
    ):
        noted = ground.at + timedelta(days=since - 1)
        with replayed_at(noted):
            record_absence(
                actor=office,
                absence_id=id_at(noted, rng),
                person_id=people.inspectors[person].pk,
                substitute_id=people.inspectors[other].pk if other else None,
                starts_on=(ground.at + timedelta(days=since)).date(),
                ends_on=(ground.at + timedelta(days=until)).date(),
                reason=reason,
            )


def _run(rng: Random, ground: Ground, plan: Plan, period: Period) -> None:
    """The round of a period as it was made that morning, and what was visited in it."""
    with replayed_at(start_of(period.starts_on) + timedelta(minutes=5)):
        end_rounds_of_plans(today=period.starts_on)
        found = make_run(plan=plan, period=period, today=period.starts_on)
    if found is not None:
        rows = Assignment.objects.filter(round=found).select_related("inspector").order_by("order")
        visit_some(rng, ground, found, rows, fails=FAILS, missed=MISSED)


def visit_some(
    rng: Random, ground: Ground, found: Round, rows: Iterable[Assignment], *, fails: float, missed: float
) -> None:
    """Visits by those to whom the sites were given, in the working hours of the round's days until now."""
    sheaf, visited = Sheaf(), []
    calendar = office_calendar()
    days = [day for day in _days(found) if calendar.is_working_day(day)] or [found.starts_on]
    chosen = list(rows)
    for index, row in enumerate(chosen):
        day = days[index * len(days) // len(chosen)]
        moment = start_of(day) + timedelta(hours=FIRST_HOUR, minutes=rng.randrange(HOURS * 60))
        if row.inspector is None or moment >= ground.at or rng.random() < missed:
            continue
        row.round, row.site, row.visited_at = found, ground.sites[row.site_id], moment
        visit_site(rng, found, row, ground.lists.get(row.site.site_type_id, []), moment, sheaf, fails)
        visited.append(row)
    Assignment.objects.bulk_update(visited, ["visited_at", "inspector"], batch_size=500)
    sheaf.write()


def _days(found: Round) -> list[date]:
    count = (found.ends_on - found.starts_on).days + 1
    return [found.starts_on + timedelta(days=index) for index in range(count)]
