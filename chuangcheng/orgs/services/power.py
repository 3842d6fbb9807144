"""Who may have which power: roles that exclude each other, roles that only few may give, the last who may change roles.

三员分立: system, security and audit administrators are three people, none of whom can do another's part (GB/T 22239 in
the wording of reference 8: separate 系统管理员, 安全管理员, 审计员, least privilege with mutual restraint).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from chuangcheng.core.access import Actor, default_roles, permissions
from chuangcheng.core.errors import NotPermitted, Refusal
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_ROLES, GRANTING
from chuangcheng.orgs.models import Delegation, Person, Post, Role, Unit
from chuangcheng.orgs.roles import ADMINISTRATORS
from chuangcheng.orgs.services.locks import lock_power


class RolesExclude(Refusal):
    """One person would hold, or act with, two roles that must be apart."""

    def __init__(self, person: Person, one: Role, other: Role) -> None:
        names = {"person": person.name, "one": one.name, "other": other.name}
        super().__init__(gettext("“%(one)s”与“%(other)s”不能由%(person)s一人担任或代行，请另选人员。") % names)


class LastSecurityAdministrator(Refusal):
    """Nobody would be left who may change roles."""

    def __init__(self) -> None:
        super().__init__(gettext("这是最后一名长期任职的安全管理员，请先确定接任的人，再办理此事。"))


class NoOwnPassword(Refusal):
    """An administrator's post would go to an account whose password somebody else knows."""

    def __init__(self, person: Person) -> None:
        super().__init__(
            gettext("%(person)s还没有设定自己的密码，请本人先登录改密，再任管理员。") % {"person": person.name}
        )


class ActedFor(Refusal):
    """Power would come to a stand-in by itself, without anybody having decided so."""

    def __init__(self, delegation: Delegation) -> None:
        names = {"person": delegation.absent.name, "acting": delegation.acting.name}
        super().__init__(gettext("%(person)s的职务正由%(acting)s代行，请先结束代行，再授予这个角色。") % names)


class NotToOneself(NotPermitted):
    """Nobody gives himself a post or the posts of another."""

    def __init__(self) -> None:
        super().__init__(gettext("不能给自己授予职务或代行他人职务，请由其他管理人员办理。"))


@contextmanager
def security_kept() -> Iterator[None]:
    """Holds the lock on power, and refuses what would leave nobody for good who may change roles.

    Only somebody active whose post has begun and has no last day counts.
    """
    lock_power()
    somebody = _somebody_changes_roles()
    yield
    if somebody and not _somebody_changes_roles():
        raise LastSecurityAdministrator


def refuse_gift(*, actor: Actor, person: Person, role: Role | None, unit: Unit) -> None:
    """Raises unless the actor may give this person a post with this role in this unit."""
    if actor.person_id == person.pk:
        raise NotToOneself
    if role is not None and grants_power(role):
        if not actor.may(CHANGE_ROLES):
            raise NotPermitted(gettext("“%(role)s”只能由安全管理员授予，请联系安全管理员。") % {"role": role.name})
        return
    if not actor.may_at(CHANGE_PEOPLE, unit.path):
        raise NotPermitted(gettext("您不能维护“%(name)s”的人员，请联系创城办。") % {"name": unit.name})
    if role is not None and role.whole_place and not actor.everywhere(CHANGE_PEOPLE):
        raise NotPermitted(gettext("“%(role)s”管全区，只能由区级管理人员授予。") % {"role": role.name})


def refuse_unfit(person: Person, role: Role | None) -> None:
    """Raises unless a role with power, given to this person, comes to this person and to nobody else."""
    if role is None or not grants_power(role):
        return
    if role.excludes and (person.must_change_password or not person.has_usable_password()):
        raise NoOwnPassword(person)
    delegation = open_delegations(today()).filter(absent=person).select_related("absent", "acting").first()
    if delegation is not None:
        raise ActedFor(delegation)


def may_handle(actor: Actor, post: Post) -> bool:
    """True when the actor may hand this post over or end it: what `refuse_gift` would let pass."""
    if actor.person_id == post.person_id:
        return False
    if post.role is not None and grants_power(post.role):
        return actor.may(CHANGE_ROLES)
    is_wide = post.role is not None and post.role.whole_place
    return actor.everywhere(CHANGE_PEOPLE) if is_wide else actor.may_at(CHANGE_PEOPLE, post.unit.path)


def grants_power(role: Role) -> bool:
    """True when only the security administrator may give the role: it is kept apart, or gives power to others."""
    return bool(role.excludes) or not set(GRANTING).isdisjoint(role.permissions) or bool(own_parts([role]))


def own_parts(roles: Iterable[Role]) -> set[str]:
    """The administrators (role codes) of whose own part the roles have something.

    Their own is what was made for one of them and for nobody else.
    """
    held = {code for role in roles for code in role.permissions}
    made_for = [default_roles(code) for code in held & set(permissions())]
    return {roles[0] for roles in made_for if len(roles) == 1 and roles[0] in ADMINISTRATORS}


def refuse_exclusions(person: Person, *, on: date) -> None:
    """Raises RolesExclude when the person, or somebody who acts for them, comes by two roles that must be apart."""
    acting = Person.objects.filter(
        delegations_held__in=open_delegations(on).filter(absent=person),
    )
    for who in [person, *acting.distinct()]:
        roles = roles_in_reach(who, on=on)
        pair = _excluding_pair(roles) or _pair_with_two_parts(roles)
        if pair is not None:
            raise RolesExclude(who, *pair)


def people_with_both(one: str, other: str, *, on: date) -> list[Person]:
    """People who hold posts with both roles (codes) on that day or later."""
    held = open_posts(on)
    both = Person.objects.filter(posts__in=held.filter(role__code=one))
    return list(both.filter(pk__in=held.filter(role__code=other).values("person")).distinct()[:5])


def roles_in_reach(person: Person, *, on: date) -> list[Role]:
    """The roles that the person holds on that day or later, own and acted for."""
    acted_for = open_delegations(on).filter(acting=person).values("absent")
    posts = open_posts(on).filter(Q(person=person) | Q(person__in=acted_for))
    return list(Role.objects.filter(posts__in=posts).distinct().order_by("code"))


def _excluding_pair(roles: list[Role]) -> tuple[Role, Role] | None:
    codes = {role.code: role for role in roles}
    for role in roles:
        for code in role.excludes:
            if code in codes and code != role.code:
                return role, codes[code]
    return None


def _pair_with_two_parts(roles: list[Role]) -> tuple[Role, Role] | None:
    for one in roles:
        for other in roles:
            if len(own_parts([one, other])) > 1:
                return one, other
    return None


def open_posts(on: date) -> QuerySet[Post]:
    """Posts held on that day or later."""
    return Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def open_delegations(on: date) -> QuerySet[Delegation]:
    """Delegations that hold on that day or later."""
    return Delegation.objects.filter(ends_on__gte=on, ended_at__isnull=True)


def _somebody_changes_roles() -> bool:
    roles = [role.pk for role in Role.objects.only("permissions") if CHANGE_ROLES in role.permissions]
    held = Post.objects.filter(role__in=roles, ends_on__isnull=True, starts_on__lte=today(), person__is_active=True)
    return held.exists()
