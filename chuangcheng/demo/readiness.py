"""The next visit is being made ready: of places in order most are rehearsed, some failed, some wait or lack papers."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.queries.readiness import readiness_of
from chuangcheng.command.readiness_rules import Reason
from chuangcheng.command.services.readiness import EntryGiven, PreparationGiven, add_day_entry, prepare_site
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Person

REHEARSED, UNFINISHED = 120, 40  # sites at most that are written down: in order, with something else open
UNWRITTEN = {Reason.PERSON, Reason.UNREHEARSED}  # what goes away by writing it down
LACKING = ("志愿服务记录（示例）", "公益广告更换台账（示例）", "门前三包责任书（示例）")
FIRST_DAY = (  # hour, what, where
    (time(8, 30), "集合，核对点位和联络方式", "区政府东门"),
    (time(9), "实地：背街小巷和老旧小区", "第一个街道"),
    (time(14), "实地：农贸市场和主次干道", "第二个街道"),
    (time(17, 30), "碰头：当天问题交办", "区政府三楼会议室（示例）"),
)


def make_readiness(visit: AssessorVisit, units: Units, people: People, at: datetime) -> None:
    """By the services that people use."""
    office = actor_with_id(people.by_username["chuangchengban"].pk)
    rows = readiness_of(actor=office, visit=visit, today=at.date()).rows
    owned = [row for row in rows if row.site.owner_id in people.liaisons]
    clean = [row for row in owned if set(row.reasons) <= UNWRITTEN][:REHEARSED]
    others = [row for row in owned if not set(row.reasons) <= UNWRITTEN][:: max(1, len(owned) // UNFINISHED)]
    rng = dice("readiness")
    for number, row in enumerate([*clean, *others]):
        moment = at - timedelta(days=1 + number % 9, hours=number % 7)
        given = _given(number, people.liaisons[row.site.owner_id or 0], moment, is_clean=number < len(clean))
        with replayed_at(moment):
            key = id_at(moment, rng)
            prepare_site(actor=office, visit_id=visit.pk, site_id=row.site.pk, preparation_id=key, given=given)
    for number, (starts, text, place) in enumerate(FIRST_DAY):
        unit = units.streets[number % len(units.streets)]
        person = people.liaisons.get(unit.pk)
        entry = EntryGiven(visit.first_on, starts, text, place, unit.pk, person.pk if person else None)
        moment = at - timedelta(hours=3, minutes=number)
        with replayed_at(moment):
            add_day_entry(actor=office, visit_id=visit.pk, entry_id=id_at(moment, rng), given=entry)


def _given(number: int, person: Person, moment: datetime, *, is_clean: bool) -> PreparationGiven:
    """Of ten places in order one failed, one lacks something and one waits for its rehearsal."""
    course = number % 10 if is_clean else 9
    day = moment.date()
    if course == 3:  # noqa: PLR2004 - see above
        return PreparationGiven(person.pk, "failed", day, note="路口有堆物，清理后再演练。（示例）")
    if course == 6:  # noqa: PLR2004
        return PreparationGiven(person.pk, "passed", day, lacking=LACKING[number // 10 % len(LACKING)])
    if course == 9:  # noqa: PLR2004
        return PreparationGiven(person.pk)
    return PreparationGiven(person.pk, "passed", day)
