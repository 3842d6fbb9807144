"""People: entered, changed, deactivated and brought back; their phone, opened on record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor, require
from chuangcheng.core.crypto import blind_index, decrypt, encrypt
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.phones import normalise_phone
from chuangcheng.core.times import now, today
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_ROLES, VIEW_PHONES, VIEW_UNITS, people_where, person_for
from chuangcheng.orgs.events import PERSON_DEACTIVATED
from chuangcheng.orgs.indexing import index_person
from chuangcheng.orgs.models import Delegation, Person, Post
from chuangcheng.orgs.services.locks import open_unit
from chuangcheng.orgs.services.passwords import give_first_password
from chuangcheng.orgs.services.posts import PostFacts, finish_post, start_post
from chuangcheng.orgs.services.power import grants_power, security_kept
from chuangcheng.orgs.services.texts import checked_name, checked_reason
from chuangcheng.orgs.services.ways_in import refuse_way_in

NAME_LENGTH = USERNAME_LENGTH = 60  # characters, as in `Person`
USERNAME = re.compile(r"[\w.@+\-]{2,60}")


class UsernameTaken(InvalidInput):
    """Two people with one log-in name, whatever its case."""

    def __init__(self, username: str) -> None:
        super().__init__(gettext("登录名“%(username)s”已被使用，请换一个登录名。") % {"username": username})


@dataclass(frozen=True)
class PersonFacts:
    """What is written down about a person."""

    username: str
    name: str
    phone: str | None = ""  # None: as it is
    email: str = ""


@dataclass(frozen=True)
class NewAccount:
    """A person with the first password, which is told once and kept nowhere."""

    person: Person
    password: str


def create_person(
    *, actor: Actor, facts: PersonFacts, unit_id: int | None = None, post: PostFacts | None = None
) -> NewAccount:
    """The new person with a first password, and with a first post when a unit is given.

    Whoever keeps the people of some units only must give a post there.
    """
    with transaction.atomic(), security_kept():
        require(actor, CHANGE_PEOPLE)
        if unit_id is None and not actor.everywhere(CHANGE_PEOPLE):
            raise InvalidInput(gettext("请选择人员所在单位。"))
        person = add_person(actor=actor, facts=facts)
        if unit_id is not None:
            unit = open_unit(actor=actor, unit_id=unit_id, permission=VIEW_UNITS)
            start_post(actor=actor, person=person, unit=unit, facts=post or PostFacts(starts_on=today()))
        password = give_first_password(actor=actor, person=person)
        index_person(person)
    return NewAccount(person, password)


def add_person(*, actor: Actor, facts: PersonFacts) -> Person:
    """The new person, who cannot sign in before a first password is given. For imports; forms use `create_person`."""
    checked = _checked(facts, person=None)
    person = Person.objects.create_user(checked.username, None, name=checked.name, email=checked.email)
    _keep_phone(person, checked.phone or "")
    audit.record(actor=actor, action="orgs.create_person", subject=person, detail={"name": person.name})
    return person


def change_person(*, actor: Actor, person_id: int, facts: PersonFacts) -> Person:
    """The person with the facts as given; an empty phone takes the number away, None leaves it."""
    with transaction.atomic():
        person = person_to_change(actor=actor, person_id=person_id)
        checked = _checked(facts, person=person)
        changed = {name for name in ("username", "name", "email") if getattr(person, name) != getattr(checked, name)}
        for column in changed:
            setattr(person, column, getattr(checked, column))
        person.save(update_fields=[*changed])
        if checked.phone is not None and _keep_phone(person, checked.phone):
            changed.add("phone")
        index_person(person)
        # What the phone was or is stays out of the trail.
        audit.record(actor=actor, action="orgs.change_person", subject=person, detail={"changed": sorted(changed)})
    return person


def deactivate_person(*, actor: Actor, person_id: int, reason: str) -> Person:
    """The person, signed out for good: posts and delegations end, the history stays."""
    with transaction.atomic(), security_kept():
        person = person_to_change(actor=actor, person_id=person_id)
        why = checked_reason(reason)
        if person.pk == actor.person_id:
            raise NotPermitted(gettext("不能停用自己的账号，请由其他管理人员办理。"))
        person.is_active = False
        person.save(update_fields=["is_active"])
        for post in _present_posts(person):
            _refuse_power(actor, post)
            finish_post(actor=actor, post=post, last_day=today(), reason=why)
        Delegation.objects.filter(
            Q(absent=person) | Q(acting=person), ended_at__isnull=True, ends_on__gte=today()
        ).update(ended_at=now())
        index_person(person)
        events.publish(PERSON_DEACTIVATED, {"person_id": person.pk})
        audit.record(actor=actor, action="orgs.deactivate_person", subject=person, detail={"reason": why})
    return person


def reactivate_person(*, actor: Actor, person_id: int) -> NewAccount:
    """The person, who may sign in again with a new first password; posts are given anew."""
    with transaction.atomic():
        person = person_to_change(actor=actor, person_id=person_id)
        if person.is_active:
            raise Refusal(gettext("该账号正在使用，不需要恢复。"))
        refuse_way_in(actor=actor, person=person, permission=CHANGE_PEOPLE)
        person.is_active = True
        person.save(update_fields=["is_active"])
        password = give_first_password(actor=actor, person=person)
        index_person(person)
        audit.record(actor=actor, action="orgs.reactivate_person", subject=person)
    return NewAccount(person, password)


def open_phone(*, actor: Actor, person_id: int) -> str:
    """The full number, or "" when there is none; that it was looked at is kept on record."""
    with transaction.atomic():
        person = person_for(actor, person_id)
        if person.pk != actor.person_id:
            person = person_for(actor, person_id, permission=VIEW_PHONES)
            audit.record(actor=actor, action="orgs.open_phone", subject=person)
    return decrypt(bytes(person.phone_encrypted)) if person.phone_encrypted else ""


def open_phones(*, actor: Actor, person_ids: Iterable[int]) -> dict[int, str]:
    """person → full number, of those in the actor's reach who left one; of each it is kept that it was looked at."""
    require(actor, VIEW_PHONES)
    with transaction.atomic():
        rows = people_where(actor, VIEW_PHONES).filter(pk__in=list(person_ids)).order_by("pk")
        people = [person for person in rows if person.phone_encrypted]
        audit.record_all(actor=actor, action="orgs.open_phone", subjects=[(person, {}) for person in people])
    return {person.pk: decrypt(bytes(person.phone_encrypted or b"")) for person in people}


def person_to_change(*, actor: Actor, person_id: int) -> Person:
    """The person, locked, when the actor keeps all the units where that one has posts now."""
    person_for(actor, person_id)
    person = Person.objects.select_for_update().get(pk=person_id)
    require(actor, CHANGE_PEOPLE)
    for post in _present_posts(person):
        is_wide = post.role is not None and post.role.whole_place
        if not (actor.everywhere(CHANGE_PEOPLE) if is_wide else actor.may_at(CHANGE_PEOPLE, post.unit.path)):
            raise NotPermitted(gettext("您不能维护“%(name)s”的人员，请联系创城办。") % {"name": post.unit.name})
    return person


def _refuse_power(actor: Actor, post: Post) -> None:
    if post.role is not None and grants_power(post.role) and not actor.may(CHANGE_ROLES):
        names = {"person": post.person.name, "role": post.role.name}
        raise NotPermitted(gettext("%(person)s任“%(role)s”，请先由安全管理员结束该任职，再停用账号。") % names)


def _present_posts(person: Person) -> list[Post]:
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=today())
    posts = Post.objects.filter(still, person=person).select_related("unit", "role", "person")
    return list(posts.order_by("pk"))


def _checked(facts: PersonFacts, *, person: Person | None) -> PersonFacts:
    username = Person.normalize_username(facts.username)
    if not USERNAME.fullmatch(username):
        raise InvalidInput(gettext("登录名应为2至60个字母、数字、汉字或 . @ + - _ 符号，请修改。"))
    same = Person.objects.filter(username=username)
    if (same.exclude(pk=person.pk) if person else same).exists():
        raise UsernameTaken(username)
    email = facts.email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidInput(gettext("电子邮箱的写法不对，请核对。")) from error
    phone = None if facts.phone is None else normalise_phone(facts.phone)
    return PersonFacts(username, checked_name(facts.name, at_most=NAME_LENGTH), phone, email)


def _keep_phone(person: Person, phone: str) -> bool:
    """True when the number was another one before."""
    index = blind_index(phone) if phone else ""
    if index == person.phone_index:
        return False
    person.phone_index = index
    person.phone_encrypted = encrypt(phone) if phone else b""
    person.save(update_fields=["phone_index", "phone_encrypted"])
    return True
