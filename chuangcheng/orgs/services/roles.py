"""Roles as data: made, changed, deleted. A change is on record, and nobody changes a role that he holds himself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, default_roles, permissions, require
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_ROLES
from chuangcheng.orgs.models import Person, Post, Role
from chuangcheng.orgs.roles import ADMINISTRATORS
from chuangcheng.orgs.services.power import own_parts, people_with_both, refuse_exclusions, security_kept
from chuangcheng.orgs.services.texts import checked_name

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
NAME_LENGTH = 60  # characters, as in `Role.name`


class HoldsBoth(Refusal):
    """Somebody holds both roles that would have to be apart."""

    def __init__(self, people: Iterable[str], one: str, other: str) -> None:
        names = {"people": "、".join(people), "one": one, "other": other}
        super().__init__(
            gettext("%(people)s同时担任“%(one)s”和“%(other)s”，请先结束其中一项任职，再设为互斥。") % names
        )


class TwoParts(Refusal):
    """One role would have something of two administrators' own parts."""

    def __init__(self) -> None:
        super().__init__(gettext("系统、安全、审计管理员各自的权限不能放进同一个角色，请分开设置。"))


@dataclass(frozen=True)
class RoleFacts:
    """What a role is."""

    name: str
    permissions: frozenset[str]
    whole_place: bool = False
    excludes: frozenset[str] = frozenset()  # role codes
    needs_mfa: bool = False


def create_role(*, actor: Actor, code: str, facts: RoleFacts) -> Role:
    """The new role, held by nobody yet."""
    with transaction.atomic():
        require(actor, CHANGE_ROLES)
        if not CODE.fullmatch(code):
            raise InvalidInput(gettext("角色代码应以小写字母开头，只用小写字母、数字和下划线，2至40个字符。"))
        if Role.objects.filter(code=code).exists():
            raise InvalidInput(gettext("角色代码“%(code)s”已被使用，请换一个。") % {"code": code})
        role = Role(code=code)
        _write(role, facts)
        role.save()
        audit.record(actor=actor, action="orgs.create_role", subject=role, detail=_told(role))
    return role


def change_role(*, actor: Actor, role_id: int, facts: RoleFacts) -> Role:
    """The role with the facts as given; everybody who holds it may do so from their next page on."""
    with transaction.atomic(), security_kept():
        role = _role_to_change(actor, role_id)
        before = set(role.permissions)
        _write(role, facts)
        role.save(update_fields=["name", "permissions", "whole_place", "excludes", "needs_mfa"])
        _refuse_holders_of_both(role)
        _refuse_two_parts_in_one_hand(role)
        gained, lost = sorted(set(role.permissions) - before), sorted(before - set(role.permissions))
        detail = {**_told(role), "gained": gained, "lost": lost}
        audit.record(actor=actor, action="orgs.change_role", subject=role, detail=detail)
    return role


def delete_role(*, actor: Actor, role_id: int) -> None:
    """Takes away a role that nobody has ever held."""
    with transaction.atomic():
        role = _role_to_change(actor, role_id)
        if role.posts.exists():
            raise Refusal(gettext("“%(role)s”有过任职记录，不能删除；可以取消它的全部权限。") % {"role": role.name})
        audit.record(actor=actor, action="orgs.delete_role", subject=role, detail=_told(role))
        role.delete()


def _role_to_change(actor: Actor, role_id: int) -> Role:
    require(actor, CHANGE_ROLES)
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise NotFound(gettext("没有找到该角色，请从角色列表进入。"))
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=today())
    if actor.person_id and Post.objects.filter(still, role=role, person=actor.person_id).exists():
        raise NotPermitted(gettext("您本人担任“%(role)s”，不能修改它，请由其他安全管理员办理。") % {"role": role.name})
    return role


def _write(role: Role, facts: RoleFacts) -> None:
    unknown = facts.permissions - set(permissions())
    missing = facts.excludes - set(Role.objects.values_list("code", flat=True))
    if unknown or missing or role.code in facts.excludes:
        raise InvalidInput(gettext("权限或互斥角色不在列表之中，请刷新页面后重新选择。"))
    role.name = checked_name(facts.name, at_most=NAME_LENGTH)
    role.permissions = [code for code in permissions() if code in facts.permissions]
    role.whole_place = facts.whole_place
    role.excludes = sorted(facts.excludes)
    role.needs_mfa = facts.needs_mfa
    _refuse_part_of_another(role)
    if len(own_parts([role])) > 1:
        raise TwoParts


def _refuse_part_of_another(role: Role) -> None:
    """三员分立: what was made for an administrator whom this role excludes cannot become part of it.

    What was made for all administrators alike (seeing who works where) is nobody's own part.
    """
    kept_apart = {*role.excludes, *_excluded_by(role)} & set(ADMINISTRATORS)
    for code in role.permissions:
        made_for = set(default_roles(code))
        is_common = made_for.issuperset(ADMINISTRATORS)
        if made_for & kept_apart and role.code not in made_for and not is_common:
            names = {"permission": permissions()[code], "role": role.name}
            raise Refusal(gettext("“%(permission)s”属于与“%(role)s”互斥的角色，不能授予它。") % names)


def _excluded_by(role: Role) -> list[str]:
    others = Role.objects.exclude(code=role.code).values_list("code", "excludes")
    return [code for code, excludes in others if role.code in excludes]


def _refuse_holders_of_both(role: Role) -> None:
    others = {other.code: other for other in Role.objects.all()}
    for code in role.excludes:
        people = people_with_both(role.code, code, on=today())
        if people:
            raise HoldsBoth([person.name for person in people], role.name, others[code].name)


def _refuse_two_parts_in_one_hand(role: Role) -> None:
    if own_parts([role]):
        still = Q(posts__ends_on__isnull=True) | Q(posts__ends_on__gte=today())
        for holder in Person.objects.filter(still, posts__role=role).distinct():
            refuse_exclusions(holder, on=today())


def _told(role: Role) -> dict[str, object]:
    return {"role": role.code, "name": role.name, "whole_place": role.whole_place, "excludes": role.excludes}
