"""Acting for another for a time (代行), and people lent from one unit to another (抽调)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import now, today
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_ROLES, VIEW_UNITS, person_for, unit_for
from chuangcheng.orgs.models import Delegation, Person, Post, Secondment
from chuangcheng.orgs.services.locks import open_unit
from chuangcheng.orgs.services.posts import PostFacts, finish_post, start_post
from chuangcheng.orgs.services.power import NotToOneself, grants_power, refuse_exclusions, security_kept
from chuangcheng.orgs.services.texts import checked_reason

LONGEST = timedelta(days=366)  # of acting for another; our choice


def delegate(
    *, actor: Actor, absent_id: int, acting_id: int, starts_on: date, ends_on: date, reason: str
) -> Delegation:
    """The time in which one person acts for another, with that one's posts; both days included."""
    if not (starts_on <= ends_on <= starts_on + LONGEST) or ends_on < today():
        raise InvalidInput(gettext("代行的结束日期应在开始日期之后、今天或以后，最长一年，请核对。"))
    with transaction.atomic(), security_kept():
        if actor.person_id != absent_id:
            person_for(actor, absent_id)
        absent = Person.objects.select_for_update().get(pk=absent_id)
        refuse_naming_stand_in(actor=actor, absent=absent)
        acting = person_for(actor, acting_id)
        if acting.pk == absent.pk or not acting.is_active:
            raise InvalidInput(gettext("请选择另一位在用的人员代行职务。"))
        if acting.pk == actor.person_id:
            raise NotToOneself
        _refuse_overlap(absent, starts_on, ends_on)
        delegation = Delegation.objects.create(
            absent=absent, acting=acting, starts_on=starts_on, ends_on=ends_on, reason=checked_reason(reason)
        )
        refuse_exclusions(acting, on=today())
        detail = {"absent": absent.name, "acting": acting.name, "until": ends_on.isoformat()}
        audit.record(actor=actor, action="orgs.delegate", subject=delegation, detail=detail)
        _tell(delegation)
    return delegation


def may_name_stand_in(*, actor: Actor, absent: Person) -> bool:
    """True when `refuse_naming_stand_in` lets the actor pass."""
    try:
        refuse_naming_stand_in(actor=actor, absent=absent)
    except NotPermitted:
        return False
    return True


def refuse_naming_stand_in(*, actor: Actor, absent: Person) -> None:
    """Raises unless the actor is the absent person or keeps all the units where that one has posts now.

    A stand-in for somebody with power is named by the security administrator only.
    """
    is_own = actor.person_id == absent.pk
    if not (is_own or actor.may(CHANGE_PEOPLE) or actor.may(CHANGE_ROLES)):
        raise NotPermitted(gettext("您不能替%(name)s请人代行，请由本人或创城办办理。") % {"name": absent.name})
    posts = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today()), person=absent)
    for post in posts.select_related("unit", "role"):
        if post.role is not None and grants_power(post.role) and not actor.may(CHANGE_ROLES):
            raise NotPermitted(gettext("“%(role)s”的代行只能由安全管理员办理。") % {"role": post.role.name})
        if not is_own and not _keeps(actor, post):
            raise NotPermitted(gettext("您不能维护“%(name)s”的人员，请联系创城办。") % {"name": post.unit.name})


def end_delegation(*, actor: Actor, delegation_id: int) -> Delegation:
    """The delegation, ended now; by whoever was absent, whoever acted, or whoever keeps the people."""
    with transaction.atomic():
        rows = Delegation.objects.select_for_update(of=("self",)).select_related("absent", "acting")
        delegation = rows.filter(pk=delegation_id).first()
        if delegation is None or not _may_end(actor, delegation):
            raise NotFound(gettext("没有找到这项代行，请从人员页面进入。"))
        if delegation.ended_at is None and delegation.ends_on >= today():
            delegation.ended_at = now()
            delegation.save(update_fields=["ended_at"])
            detail = {"absent": delegation.absent.name, "acting": delegation.acting.name}
            audit.record(actor=actor, action="orgs.end_delegation", subject=delegation, detail=detail)
    return delegation


def second_person(
    *, actor: Actor, person_id: int, from_unit_id: int, to_unit_id: int, facts: PostFacts, reason: str
) -> Secondment:
    """The person lent to another unit, with a post there for as long; the posts at home stay."""
    with transaction.atomic(), security_kept():
        person = person_for(actor, person_id)
        home = unit_for(actor, from_unit_id)
        unit = open_unit(actor=actor, unit_id=to_unit_id, permission=VIEW_UNITS)
        if home.pk == unit.pk:
            raise InvalidInput(gettext("抽调的来源单位与去向单位相同，请核对。"))
        if not person.posts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today()), unit=home).exists():
            names = {"person": person.name, "unit": home.name}
            raise InvalidInput(gettext("%(person)s不在“%(unit)s”任职，请核对从哪个单位抽调。") % names)
        post = start_post(actor=actor, person=person, unit=unit, facts=facts)
        secondment = Secondment.objects.create(
            person=person,
            from_unit=home,
            to_unit=unit,
            starts_on=post.starts_on,
            ends_on=post.ends_on,
            reason=checked_reason(reason),
            post=post,
        )
        detail = {"person": person.name, "from": home.name, "to": unit.name}
        audit.record(actor=actor, action="orgs.second_person", subject=secondment, detail=detail)
    return secondment


def end_secondment(*, actor: Actor, secondment_id: int, last_day: date) -> Secondment:
    """The secondment with its last day; the post that went with it ends too."""
    with transaction.atomic(), security_kept():
        rows = Secondment.objects.select_for_update(of=("self",)).select_related(
            "to_unit", "post__person", "post__unit"
        )
        secondment = rows.filter(pk=secondment_id).first()
        if secondment is None or not actor.may_at(CHANGE_PEOPLE, secondment.to_unit.path):
            raise NotFound(gettext("没有找到这项抽调，请从人员页面进入。"))
        if secondment.ends_on is not None and secondment.ends_on < today():
            raise Refusal(gettext("这项抽调已经结束，不能再次办理。"))
        secondment.ends_on = max(last_day, secondment.starts_on)
        secondment.save(update_fields=["ends_on"])
        if secondment.post is not None:
            finish_post(actor=actor, post=secondment.post, last_day=secondment.ends_on, reason=gettext("抽调结束"))
        audit.record(actor=actor, action="orgs.end_secondment", subject=secondment)
    return secondment


def _keeps(actor: Actor, post: Post) -> bool:
    power = post.role is not None and grants_power(post.role)
    return power or actor.may_at(CHANGE_PEOPLE, post.unit.path)


def _may_end(actor: Actor, delegation: Delegation) -> bool:
    if actor.person_id in (delegation.absent_id, delegation.acting_id):
        return True
    return actor.is_system or actor.everywhere(CHANGE_PEOPLE) or actor.may(CHANGE_ROLES)


def _refuse_overlap(absent: Person, starts_on: date, ends_on: date) -> None:
    others = Delegation.objects.filter(absent=absent, ended_at__isnull=True, starts_on__lte=ends_on)
    other = others.filter(ends_on__gte=starts_on).select_related("acting").first()
    if other is not None:
        names = {"absent": absent.name, "acting": other.acting.name, "until": other.ends_on.isoformat()}
        raise Refusal(gettext("%(absent)s的职务已由%(acting)s代行至%(until)s，请先结束那一项。") % names)


def _tell(delegation: Delegation) -> None:
    names = {"absent": delegation.absent.name, "until": delegation.ends_on.isoformat()}
    notify(
        person_ids=[delegation.acting_id],
        key=f"orgs.delegation-{delegation.pk}",
        title=inbox_text("请您代行%(absent)s的职务", names),
        body=inbox_text("自%(from)s起，至%(until)s止。", {**names, "from": delegation.starts_on.isoformat()}),
        link=reverse("orgs:account"),
    )
