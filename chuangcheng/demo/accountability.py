"""Rewards and accountability of the sample district: proposals of two months from its records, some decided, appeals,
a red and black list. All of it is fictional and says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import local_date, replayed_at, start_of, today
from chuangcheng.demo.people import People
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.queries import posts_between
from chuangcheng.supervision.appraisal.periods import PeriodKind, span_around, span_before
from chuangcheng.supervision.models import Matter
from chuangcheng.supervision.queries.accountability.honours import runs_to_list
from chuangcheng.supervision.services.accountability import (
    DecisionGiven,
    check_list,
    decide_appeal,
    decide_matter,
    move_list,
    move_matter,
    propose_list,
    raise_appeal,
    reckon_period,
)

DAY = timedelta(days=1)
MOST_DECIDED = 3  # of blame
FACTS = "（示例，人物和单位均为虚构）超期办理和返工较多，经督促后仍未改进。"
MERITS = "（示例，人物和单位均为虚构）月度考核成绩突出，整改质量稳定。"


def make_accountability(people: People, at: datetime) -> None:
    """By the services that the offices use, at the moments when they did."""
    office = actor_with_id(people.by_username["chuangchengban"].pk)
    supervisor = actor_with_id(people.by_username["duchashi"].pk)
    at = start_of(local_date(at)) + timedelta(hours=10)  # of days before: in office hours
    last = span_before(span_around(PeriodKind.MONTH, local_date(at)))
    former = span_before(last)
    with replayed_at(max(start_of(former.last) + 11 * DAY, at - 20 * DAY)):
        reckon_period(actor=SYSTEM, span=former)
    with replayed_at(at - 7 * DAY):
        reckon_period(actor=SYSTEM, span=last)
    blamed = [matter for matter in _proposed(is_praise=False) if _posts(matter)]
    appealed = []
    for place, matter in enumerate(blamed[:MOST_DECIDED]):
        with replayed_at(at - 6 * DAY + place * timedelta(hours=1)):
            appealed.append(_decided(supervisor, matter, "talk" if not place else "deadline"))
    _carried_out_and_appealed(office, supervisor, appealed, at)
    for matter in _proposed(is_praise=True)[:1]:
        with replayed_at(at - 5 * DAY):
            _decided(supervisor, matter, "commendation")
    _lists(office, supervisor, at)


def _lists(office: Actor, supervisor: Actor, at: datetime) -> None:
    """Of the boards that were published the first one's list is published, another one waits to be checked."""
    for place, run in enumerate(reversed(runs_to_list())):
        with replayed_at(at - 8 * DAY):
            found = propose_list(actor=office, run_id=run.pk)
            if not place:
                check_list(actor=office, list_id=found.pk, event_id=new_id(), left_out={}, is_for_public=False)
        if not place:
            with replayed_at(at - 7 * DAY):
                move_list(actor=supervisor, list_id=found.pk, event_id=new_id(), move="publish", text="")


def _proposed(*, is_praise: bool) -> list[Matter]:
    rows = Matter.objects.filter(is_praise=is_praise, state="proposed").select_related("unit")
    return list(rows.order_by("first", "pk"))


def _posts(matter: Matter) -> list[int]:
    posts = posts_between(matter.unit_id, first=matter.first, last=matter.last)
    return [post.pk for post in posts if post.duty == "head"]


def _decided(actor: Actor, matter: Matter, grade: str) -> Matter:
    given = DecisionGiven(
        event_id=new_id(),
        grade=grade,
        facts=MERITS if matter.is_praise else FACTS,
        head_post_id=next(iter(_posts(matter)), None),
        requirement="" if matter.is_praise else "逐件说明原因，明确责任人和完成时间（示例）。",
        term_on=None if matter.is_praise else today() + 3 * DAY,
        expires_on=today() + 180 * DAY,
        merit_kind="commended" if matter.is_praise else "held_to_account",
    )
    return decide_matter(actor=actor, matter_id=matter.pk, given=given)


def _carried_out_and_appealed(office: Actor, supervisor: Actor, matters: list[Matter], at: datetime) -> None:
    """The first one was carried out; the others were appealed against, once with and once without success."""
    for matter, verdict in zip(matters, (None, True, False), strict=False):
        if verdict is None:
            with replayed_at(at - 2 * DAY):
                press: dict[str, Any] = {
                    "event_id": new_id(),
                    "move": "fulfil",
                    "text": "已约谈，单位作出说明并提出措施（示例）。",
                }
                move_matter(actor=supervisor, matter_id=matter.pk, **press)
        elif matter.head_id is not None:
            with replayed_at(at - 4 * DAY):
                text = "当时道路施工，已书面报备（示例）。" if verdict else "认为期限过短（示例）。"
                person = actor_with_id(matter.head_id)
                appeal = raise_appeal(actor=person, matter_id=matter.pk, appeal_id=new_id(), text=text)
            with replayed_at(at - 3 * DAY):
                reason = "报备属实，申诉成立（示例）。" if verdict else "期限符合规定，维持原决定（示例）。"
                decide_appeal(actor=office, appeal_id=appeal.pk, is_upheld=verdict, reason=reason)
