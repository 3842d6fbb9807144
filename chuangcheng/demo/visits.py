"""Campaigns for three titles, and the assessors' visits that stand ahead: a city's, a province's, a national one."""

from __future__ import annotations

from datetime import timedelta
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
from chuangcheng.core.times import replayed_at
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
NATION = Terms(Design(strata="type", size=120, minimum=2), not_in_open_rounds=False)


def make_visits(ground: Ground) -> AssessorVisit:
    """Campaigns, three visits ahead, one over, one moved to other days; gives the city's visit."""
    rng, office = dice("visits"), actor_with_id(ground.people.by_username["chuangchengban"].pk)
    civilised, hygiene, _garden = (_creation(rng, ground, office, *facts) for facts in CREATIONS)
    _visit(rng, ground, office, civilised, ("上半年市级测评（示例）", "city", "市测评组", True, CITY), -150, 3)
    city = _visit(rng, ground, office, civilised, ("市级实地测评（示例）", "city", "市测评组", True, CITY), 19, 3)
    province = _visit(
        rng, ground, office, civilised, ("省级年度测评（示例）", "province", "省文明办测评组", True, PROVINCE), 40, 5
    )
    _visit(rng, ground, office, hygiene, ("国家卫生城市暗访（示例）", "nation", "国家暗访组", False, NATION), 82, 12)
    _move(ground, office, province)
    return city


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
    days: int,
    length: int,
) -> AssessorVisit:
    """A visit that begins in so many days."""
    name, level, assessor, is_announced, sample = facts
    planned = ground.at - timedelta(days=max(30, 30 - days))
    first = (ground.at + timedelta(days=days)).date()
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
    """The province comes a week later than was said at first."""
    later = VisitGiven(
        name=found.name,
        level=found.level,
        first_on=found.first_on + timedelta(days=7),
        last_on=found.last_on + timedelta(days=7),
        assessor=found.assessor,
        sample=PROVINCE,
    )
    with replayed_at(ground.at - timedelta(days=8)):
        change_visit(actor=office, visit_id=found.pk, given=later, reason="省测评组通知顺延一周（示例）")
