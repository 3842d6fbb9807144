"""Posts: given, ended, handed over. A post is never deleted, so that it stays known who was responsible when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import now, today
from chuangcheng.orgs.access import VIEW_UNITS, person_for, unit_for
from chuangcheng.orgs.events import POST_HANDED_OVER
from chuangcheng.orgs.indexing import index_person
from chuangcheng.orgs.models import Person, Post, Role, Unit
from chuangcheng.orgs.services.locks import open_unit
from chuangcheng.orgs.services.power import refuse_exclusions, refuse_gift, refuse_unfit, security_kept
from chuangcheng.orgs.services.texts import checked_reason, refuse_hidden_signs

DAY = timedelta(days=1)
TITLE_LENGTH = 60  # characters, as in `Post.title`
NOTE_LENGTH = 1000  # characters, as in `Post.handover_note`
MOST_GROUP_HEADS = 2  # 「一把手」双组长: MISSION B1, one or two heads
BODIES = (Unit.Kind.LEADING_GROUP, Unit.Kind.HEADQUARTERS, Unit.Kind.SECTION, Unit.Kind.JOINT_OFFICE)
GROUP_DUTIES = (Post.Duty.GROUP_HEAD, Post.Duty.GROUP_DEPUTY, Post.Duty.GROUP_MEMBER)


class DutyTaken(Refusal):
    """The unit has as many holders of the duty as it may have."""

    def __init__(self, holder: Post) -> None:
        names = {"unit": holder.unit.name, "duty": holder.get_duty_display(), "person": holder.person.name}
        super().__init__(gettext("“%(unit)s”的%(duty)s现为%(person)s，请办理交接或先结束其任职。") % names)


class PostEnded(Refusal):
    """The post has ended already."""

    def __init__(self) -> None:
        super().__init__(gettext("该任职已经结束，不能再次办理。"))


@dataclass(frozen=True)
class PostFacts:
    """What is written down about a post."""

    starts_on: date
    ends_on: date | None = None  # last day
    duty: str = Post.Duty.STAFF
    role_id: int | None = None
    title: str = ""


def give_post(*, actor: Actor, person_id: int, unit_id: int, facts: PostFacts) -> Post:
    """The person's new post in the unit."""
    with transaction.atomic(), security_kept():
        person = _active(person_for(actor, person_id))
        unit = open_unit(actor=actor, unit_id=unit_id, permission=VIEW_UNITS)
        post = start_post(actor=actor, person=person, unit=unit, facts=facts)
        index_person(person)
    return post


def start_post(*, actor: Actor, person: Person, unit: Unit, facts: PostFacts) -> Post:
    """The post, checked and written; the caller has locked the unit and holds the lock on power."""
    role = _role(facts.role_id)
    refuse_gift(actor=actor, person=person, role=role, unit=unit)
    if not actor.is_system:
        refuse_unfit(person, role)
    checked = _checked(facts, unit)
    post = Post(
        person=person,
        unit=unit,
        role=role,
        duty=checked.duty,
        title=checked.title,
        starts_on=checked.starts_on,
        ends_on=checked.ends_on,
    )
    _refuse_double(post)
    post.save()
    refuse_exclusions(person, on=today())
    detail = {"person": person.name, "unit": unit.name, "duty": post.duty, "role": role.code if role else ""}
    audit.record(actor=actor, action="orgs.give_post", subject=post, detail=detail)
    return post


def end_post(*, actor: Actor, post_id: int, last_day: date, reason: str) -> Post:
    """The post with its last day; one that has not begun by then never begins."""
    with transaction.atomic(), security_kept():
        post = post_for_change(actor=actor, post_id=post_id)
        finish_post(actor=actor, post=post, last_day=last_day, reason=checked_reason(reason))
        index_person(post.person)
    return post


def finish_post(*, actor: Actor, post: Post, last_day: date, reason: str) -> None:
    """Writes the last day; the caller has locked the post and holds the lock on power."""
    if last_day < post.starts_on - DAY and post.starts_on <= today():
        raise InvalidInput(gettext("结束日期不能早于任职开始日期，请核对。"))
    post.ends_on = max(last_day, post.starts_on - DAY)
    post.end_reason = reason
    post.save(update_fields=["ends_on", "end_reason"])
    detail = {"person": post.person.name, "unit": post.unit.name, "last_day": post.ends_on.isoformat()}
    audit.record(actor=actor, action="orgs.end_post", subject=post, detail=detail)


def hand_over(*, actor: Actor, post_id: int, successor_id: int, on: date, note: str) -> Post:
    """The successor's post from that day on; the predecessor's ends the day before and points at it.

    `note` says what the successor must know; it waits among their to-dos until they have read it.
    """
    if on > today():
        raise InvalidInput(gettext("交接日期不能晚于今天，请到当天再办理。"))
    if len(note.strip()) > NOTE_LENGTH:
        raise InvalidInput(gettext("交接事项不能超过%(n)d个字，请缩短。") % {"n": NOTE_LENGTH})
    refuse_hidden_signs(note)
    with transaction.atomic(), security_kept():
        former = post_for_change(actor=actor, post_id=post_id)
        successor = _active(person_for(actor, successor_id))
        if successor.pk == former.person_id:
            raise InvalidInput(gettext("接任人与交接人是同一人，请另选人员。"))
        unit = open_unit(actor=actor, unit_id=former.unit_id, permission=VIEW_UNITS)
        finish_post(actor=actor, post=former, last_day=on - DAY, reason=gettext("交接"))
        facts = PostFacts(starts_on=on, duty=former.duty, role_id=former.role_id, title=former.title)
        post = start_post(actor=actor, person=successor, unit=unit, facts=facts)
        post.handover_note = note.strip()
        post.save(update_fields=["handover_note"])
        former.handed_over_to = post
        former.save(update_fields=["handed_over_to"])
        index_person(former.person)
        index_person(successor)
        _announce(former, post, on=on)
    return post


def read_handover(*, actor: Actor, post_id: int) -> Post:
    """The post, its note marked as read by the successor."""
    with transaction.atomic():
        post = Post.objects.select_for_update().filter(pk=post_id, person=actor.person_id).first()
        if post is None:
            raise NotFound(gettext("没有找到这项交接，请从工作台进入。"))
        if post.handover_read_at is None:
            post.handover_read_at = now()
            post.save(update_fields=["handover_read_at"])
            audit.record(actor=actor, action="orgs.read_handover", subject=post)
    return post


def post_for_change(*, actor: Actor, post_id: int) -> Post:
    """The post, locked, not yet ended, when the actor may give and end such a post."""
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("person", "unit", "role").filter(pk=post_id).first()
    )
    if post is None:
        raise NotFound(gettext("没有找到该任职，请从人员页面进入。"))
    unit_for(actor, post.unit_id)
    refuse_gift(actor=actor, person=post.person, role=post.role, unit=post.unit)
    if post.ends_on is not None and post.ends_on < today():
        raise PostEnded
    return post


def _active(person: Person) -> Person:
    if not person.is_active:
        raise Refusal(gettext("%(name)s的账号已停用，请先恢复账号。") % {"name": person.name})
    return person


def _role(role_id: int | None) -> Role | None:
    if role_id is None:
        return None
    role = Role.objects.filter(pk=role_id).first()
    if role is None:
        raise InvalidInput(gettext("没有这个角色，请从列表中选择。"))
    return role


def _checked(facts: PostFacts, unit: Unit) -> PostFacts:
    if facts.duty not in Post.Duty.values:
        raise InvalidInput(gettext("没有这种职责，请从列表中选择。"))
    if facts.duty in GROUP_DUTIES and unit.kind not in BODIES:
        raise InvalidInput(gettext("组长、副组长和成员只用于领导小组、指挥部及其部室，请换一种职责。"))
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise InvalidInput(gettext("任职的结束日期早于开始日期，请核对。"))
    title = facts.title.strip()
    if len(title) > TITLE_LENGTH or not title.isprintable():
        raise InvalidInput(gettext("职务名称不能超过%(n)d个字，也不能有不可见的字符。") % {"n": TITLE_LENGTH})
    return replace(facts, title=title)


def _refuse_double(post: Post) -> None:
    overlapping = _overlapping(post)
    if overlapping.filter(person=post.person, duty=post.duty, role=post.role).exists():
        raise Refusal(gettext("%(name)s在该单位已有同样的任职，不需要重复办理。") % {"name": post.person.name})
    most = {Post.Duty.HEAD: 1, Post.Duty.GROUP_HEAD: MOST_GROUP_HEADS}.get(Post.Duty(post.duty))
    if most is None:
        return
    holders = list(overlapping.filter(duty=post.duty).select_related("person", "unit")[:most])
    if len(holders) == most:
        raise DutyTaken(holders[0])


def _overlapping(post: Post) -> QuerySet[Post]:
    begun = Q(starts_on__lte=post.ends_on) if post.ends_on else Q()
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=post.starts_on)
    return Post.objects.filter(begun & still, unit=post.unit)


def _announce(former: Post, post: Post, *, on: date) -> None:
    events.publish(
        POST_HANDED_OVER,
        {
            "post_id": former.pk,
            "successor_post_id": post.pk,
            "unit_id": post.unit_id,
            "from_id": former.person_id,
            "to_id": post.person_id,
            "on": on.isoformat(),
        },
    )
    names = {"unit": post.unit.name, "duty": post.get_duty_display(), "person": former.person.name}
    notify(
        person_ids=[post.person_id],
        key=f"orgs.handover-{post.pk}",
        title=inbox_text("您已接任%(unit)s%(duty)s", names),
        body=inbox_text("由%(person)s交接，请查看交接事项。", names),
        link=reverse("orgs:account"),
    )
