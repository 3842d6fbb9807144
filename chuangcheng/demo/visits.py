"""Campaigns for three titles, and the visits of assessors in their places of the year: city, province, centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from chuangcheng.command.models import AssessorVisit, Creation
from chuangcheng.command.services import (
    CreationGiven,
    VisitGiven,
    change_visit,
    create_creation,
    plan_visit,
    record_step,
)
from chuangcheng.core.access import Actor
from chuangcheng.core.times import replayed_at, start_of
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.plans import Ground
from chuangcheng.inspections.sample_terms import Terms
from chuangcheng.inspections.sampling import Design
from chuangcheng.orgs.access import actor_with_id

CREATIONS = [  # name, programme, title, stages entered with days ago
    ("全国文明城市创建（示例）", "civilised", "全国文明城市", (("申报", 420), ("创建", 380))),
    (
        "国家卫生城市复审（示例）",
        "hygiene",
        "国家卫生城市",
        (("申报", 1500), ("创建", 1300), ("验收/测评", 900), ("命名", 800), ("复查", 60)),
    ),
    ("省级园林城市创建（示例）", "garden", "省级园林城市", (("申报", 35),)),
]
# As a city draws: so many of each type; a province: in proportion over types and towns; the centre: by chance.
CITY = Terms(Design(strata="type", is_each=True, size=2), not_in_open_rounds=False)
PROVINCE = Terms(Design(strata="type_town", size=90), not_in_open_rounds=False)
NATION = Terms(Design(strata="type", size=90, minimum=2), not_in_open_rounds=False)
OLDEST, FURTHEST = 200, 330  # days before and after the demo's own of the visits that are shown


@dataclass(frozen=True)
class Yearly:
    """A visit that comes every year, in the week of a day."""

    name: str
    level: str
    assessor: str
    sample: Terms
    month: int
    day: int
    length: int  # days
    is_announced: bool = True

    def first_on(self, year: int) -> date:
        """The Monday of that week, or the one after it when the day is past it."""
        day = date(year, self.month, self.day)
        return day + timedelta(days=-day.weekday() % 7)


# A city team twice, the second time before October, a provincial one in November, the centre at the year's end.
YEARLY = (
    Yearly("上半年市级测评（示例）", "city", "市测评组", CITY, 5, 11, 3),
    Yearly("市级实地测评（示例）", "city", "市测评组", CITY, 9, 14, 3),
    Yearly("省级年度测评（示例）", "province", "省文明办测评组", PROVINCE, 11, 9, 5),
    Yearly("国家实地暗访（示例）", "nation", "国家测评组", NATION, 12, 10, 12, is_announced=False),
)
HYGIENE = ("国家卫生城市暗访（示例）", "nation", "国家暗访组", False, NATION)
HYGIENE_AHEAD, HYGIENE_LENGTH = 40, 12  # days; another campaign's, always ahead


def make_visits(ground: Ground) -> AssessorVisit:
    """Campaigns, the visits of a year on their places in it, and one of another campaign; gives the next visit.

    What lies before the demo's day is over, what lies after it stands ahead; of the coming year as far as it is shown.
    """
    rng, office = dice("visits"), actor_with_id(ground.people.by_username["chuangchengban"].pk)
    civilised, hygiene, _garden = (_creation(rng, ground, office, *facts) for facts in CREATIONS)
    today = ground.at.date()
    ahead = []
    for each, first in shown_on(today):
        facts = (each.name, each.level, each.assessor, each.is_announced, each.sample)
        made = _visit(rng, ground, office, civilised, facts, first, each.length)
        if each.level == "province":
            _move(ground, office, made)
        if first > today:
            ahead.append(made)
    first = today + timedelta(days=HYGIENE_AHEAD)
    _visit(rng, ground, office, hygiene, HYGIENE, first, HYGIENE_LENGTH)
    return min(ahead, key=lambda visit: visit.first_on)


def shown_on(today: date) -> list[tuple[Yearly, date]]:
    """The yearly visits that the demo of this day shows, with their first days."""
    years = (today.year - 1, today.year, today.year + 1)
    found = [(each, each.first_on(year)) for year in years for each in YEARLY]
    return [(each, first) for each, first in found if -OLDEST <= (first - today).days <= FURTHEST]


def _creation(
    rng: Random,
    ground: Ground,
    office: Actor,
    name: str,
    programme: str,
    title: str,
    stages: tuple[tuple[str, int], ...],
) -> Creation:
    """A campaign with the stages that it has been through."""
    begun = ground.at - timedelta(days=stages[0][1])
    code = ground.framework.code if programme == ground.framework.programme else ""
    given = CreationGiven(name, programme, title, code)
    with replayed_at(begun):
        made = create_creation(actor=office, creation_id=id_at(begun, rng), given=given)
    for stage, days_ago in stages:
        moment = ground.at - timedelta(days=days_ago)
        with replayed_at(moment):
            record_step(
                actor=office,
                creation_id=made.pk,
                step_id=id_at(moment, rng),
                stage=stage,
                happened_on=moment.date(),
            )
    return made


def _visit(
    rng: Random,
    ground: Ground,
    office: Actor,
    creation: Creation,
    facts: tuple[str, str, str, bool, Terms],
    first: date,
    length: int,
) -> AssessorVisit:
    """A visit from that day on, planned a month before it or before the demo's day."""
    name, level, assessor, is_announced, sample = facts
    planned = min(ground.at, start_of(first)) - timedelta(days=30)
    given = VisitGiven(
        name=name,
        level=level,
        first_on=first,
        last_on=first + timedelta(days=length - 1),
        assessor=assessor,
        is_announced=is_announced,
        sample=sample,
    )
    with replayed_at(planned):
        return plan_visit(actor=office, creation_id=creation.pk, visit_id=id_at(planned, rng), given=given)


def _move(ground: Ground, office: Actor, found: AssessorVisit) -> None:
    """The province comes a week later than was said at first, as it was told some days before."""
    later = VisitGiven(
        name=found.name,
        level=found.level,
        first_on=found.first_on + timedelta(days=7),
        last_on=found.last_on + timedelta(days=7),
        assessor=found.assessor,
        sample=PROVINCE,
    )
    with replayed_at(min(ground.at, start_of(found.first_on)) - timedelta(days=8)):
        change_visit(actor=office, visit_id=found.pk, given=later, reason="省测评组通知顺延一周（示例）")
