"""A person decides what was proposed: which grade, for whom, until when; or drops it. Later it may be recorded as
carried out, or withdrawn. What is decided is told to the unit and to the people named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import local_date, now, start_of
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import posts_between
from chuangcheng.supervision.accountability import GRADES, Grade
from chuangcheng.supervision.accountability_access import matter_for, require_decider
from chuangcheng.supervision.accountability_policies import (
    APPEAL_DAYS,
    BLAME_WORD,
    MATTER_OFFICE,
    PRAISE_WORD,
)
from chuangcheng.supervision.accountability_workflow import PRESSED, moved
from chuangcheng.supervision.appraisal_wording import AWARD_WORDS, FAULT_WORDS
from chuangcheng.supervision.models import Matter, MatterEvent, Merit, MeritWithdrawal
from chuangcheng.supervision.services.accountability.indexing import index_matter
from chuangcheng.supervision.services.accountability.telling import tell_concerned, tell_of_decision
from chuangcheng.supervision.services.appraisals.righting import put_boards_right

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Post

MOST_FACTS, MOST_REQUIREMENT, MOST_TEXT = 2000, 1000, 2000  # characters, as the columns
LONGEST_EFFECT = 365 * 5  # days; our choice
WITH_TERM = frozenset({Grade.DEADLINE.value, Grade.TALK.value})
SERIES = {False: "accountability", True: "commendation"}


@dataclass(frozen=True, slots=True)
class DecisionGiven:
    """A decision as the form sends it; `event_id` is made by the form."""

    event_id: UUID
    grade: str
    facts: str  # what was found
    head_post_id: int | None = None
    responsible_post_id: int | None = None
    requirement: str = ""
    term_on: date | None = None
    expires_on: date | None = None
    merit_kind: str = ""  # of the appraisal; empty: without effect on it


@transaction.atomic
def decide_matter(*, actor: Actor, matter_id: UUID, given: DecisionGiven) -> Matter:
    """The matter, numbered and told; the same event id again changes nothing. Never by whoever proposed it by hand."""
    require_decider(actor)
    matter = matter_for(actor, matter_id, lock=True)
    if _is_repeated(actor, matter, given.event_id):
        return matter
    moved("decide", matter.state)
    if matter.proposed_by_id is not None and matter.proposed_by_id == actor.person_id:
        raise NotPermitted(_("手工提出的建议不能由提出人自己决定，请由其他人办理。"))
    at = now()
    _fill(matter, given, at)
    _name_people(matter, given)
    _number(actor, matter, at)
    matter.merit = _merit(actor, matter, given.merit_kind, at)
    _save(actor, matter, "decide", given.event_id, matter.facts, at)
    tell_of_decision(matter)
    return matter


@transaction.atomic
def move_matter(*, actor: Actor, matter_id: UUID, event_id: UUID, move: str, text: str) -> Matter:
    """Drops what was proposed, records what was carried out, or withdraws, with words; the same id twice is one."""
    require_decider(actor)
    matter = matter_for(actor, matter_id, lock=True)
    if move not in PRESSED:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if _is_repeated(actor, matter, event_id):
        return matter
    moved(move, matter.state)
    words = checked_text(text, label=_("说明"), at_most=MOST_TEXT)
    if not words:
        raise InvalidInput(_("请写明情况或理由。"))
    if move == "withdraw":
        return end_matter(actor=actor, matter=matter, event_id=event_id, move="withdraw", text=words)
    at = now()
    if move == "fulfil":
        matter.done_at = at
    else:
        matter.ended_at = at
    _save(actor, matter, move, event_id, words, at)
    if move == "fulfil":
        title = inbox_text("%(number)s的落实情况已登记", {"number": matter.number})
        tell_concerned(matter, f"fulfil-{event_id}", title)
    return matter


def end_matter(*, actor: Actor, matter: Matter, event_id: UUID, move: str, text: str) -> Matter:
    """The decision does not count any more: its points are taken back, the unit and the people are told. Call it with
    the matter locked, from "decided"."""
    at = now()
    matter.ended_at = at
    if matter.merit is not None and not MeritWithdrawal.objects.filter(merit=matter.merit).exists():
        reason = _("%(number)s已撤销") % {"number": matter.number}
        made = MeritWithdrawal.objects.create(
            merit=matter.merit, reason=reason, by_id=actor.person_id, by_name=actor.name
        )
        audit.record(actor=actor, action="supervision.withdraw_merit", subject=made.merit, detail={"reason": reason})
        put_boards_right(actor=actor, merit=matter.merit, reason=reason)
    _save(actor, matter, move, event_id, text, at)
    tell_concerned(matter, f"{move}-{event_id}", inbox_text("%(number)s已撤销，不再计入", {"number": matter.number}))
    return matter


def _is_repeated(actor: Actor, matter: Matter, event_id: UUID) -> bool:
    there = MatterEvent.objects.filter(pk=event_id).first()
    if there is not None and there.matter_id == matter.pk and there.actor_id == actor.person_id:
        return True
    if there is not None or not is_client_id(event_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    return False


def _fill(matter: Matter, given: DecisionGiven, at: datetime) -> None:
    """What the decision says."""
    day = local_date(at)
    if given.grade not in GRADES[matter.is_praise]:
        raise InvalidInput(_("请选择采取的措施。"))
    matter.grade = given.grade
    matter.facts = checked_text(given.facts, label=_("认定的事实"), at_most=MOST_FACTS)
    matter.requirement = checked_text(given.requirement, label=_("要求"), at_most=MOST_REQUIREMENT)
    if not matter.facts:
        raise InvalidInput(_("请写明认定的事实。"))
    matter.term_on = given.term_on if given.grade in WITH_TERM else None
    if given.grade in WITH_TERM and (matter.term_on is None or matter.term_on < day):
        raise InvalidInput(_("限期整改请填整改期限，约谈请填约谈日期，不能早于今天。"))
    matter.expires_on = given.expires_on
    if given.expires_on is not None and not 0 <= (given.expires_on - day).days <= LONGEST_EFFECT:
        raise InvalidInput(_("影响期最长5年，最后一天不能早于今天。"))
    if not matter.is_praise:
        last = office_calendar().working_day_from(day, APPEAL_DAYS.on(day))
        matter.appeal_until = start_of(last + timedelta(days=1))
    matter.decided_at = at


def _name_people(matter: Matter, given: DecisionGiven) -> None:
    """Who it concerns, by a post that they held in the period; blame names somebody."""
    posts = {post.pk: post for post in posts_between(matter.unit_id, first=matter.first, last=matter.last)}
    wanted = [pk for pk in (given.head_post_id, given.responsible_post_id) if pk is not None]
    if any(pk not in posts for pk in wanted):
        raise InvalidInput(_("所选的人在这一期没有在该单位任职，请重新选择。"))
    if not wanted and not matter.is_praise:
        raise InvalidInput(_("请至少选择一人：主要负责人或直接责任人。"))
    if given.head_post_id is not None:
        post = posts[given.head_post_id]
        matter.head, matter.head_name, matter.head_post = post.person, post.person.name, post_words(post)
    if given.responsible_post_id is not None:
        post = posts[given.responsible_post_id]
        matter.responsible = post.person
        matter.responsible_name, matter.responsible_post = post.person.name, post_words(post)
    if matter.head is not None and matter.head == matter.responsible:
        raise InvalidInput(_("主要负责人和直接责任人不能是同一人，请只选一处。"))


def post_words(post: Post) -> str:
    """区城管局 局长; without a title the duty."""
    return f"{post.unit.name}{post.title or post.get_duty_display()}"[:120]


def _number(actor: Actor, matter: Matter, at: datetime) -> None:
    day = local_date(at)
    number = next_number(series=SERIES[matter.is_praise], year=day.year)
    matter.year, matter.serial = day.year, int(number.rpartition("-")[2])
    matter.word = (PRAISE_WORD if matter.is_praise else BLAME_WORD).on(day)
    matter.office_name = MATTER_OFFICE.on(day)
    matter.decided_by_id, matter.decided_by_name = actor.person_id, actor.name


def _merit(actor: Actor, matter: Matter, kind: str, at: datetime) -> Merit | None:
    """The line of the appraisal, once: its id follows from the matter."""
    if not kind:
        return None
    if kind not in (AWARD_WORDS if matter.is_praise else FAULT_WORDS):
        raise InvalidInput(_("请从列出的加减分事项中选择。"))
    made = Merit.objects.create(
        pk=derived_id(matter.pk, "merit"),
        unit_id=matter.unit_id,
        kind=kind,
        on=local_date(at),
        source=matter.number,
        reason=f"{matter.get_ground_display()}，{matter.get_grade_display()}",
        entered_by_id=actor.person_id,
        entered_by_name=actor.name,
    )
    audit.record(actor=actor, action="supervision.enter_merit", subject=made, detail={"kind": made.kind})
    return made


def _save(actor: Actor, matter: Matter, move: str, event_id: UUID, text: str, at: datetime) -> None:
    """The state after the move, its event, the trail, the search."""
    before = matter.state
    matter.state = moved(move, before).target.value
    matter.save()
    MatterEvent.objects.create(
        pk=event_id,
        matter=matter,
        move=move,
        from_state=before,
        to_state=matter.state,
        text=text,
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=at,
    )
    audit.record(actor=actor, action=f"supervision.{move}_matter", subject=matter)
    if matter.serial is not None:
        index_matter(matter)
