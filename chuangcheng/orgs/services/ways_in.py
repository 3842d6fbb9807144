"""Whose account the actor may open a way into: whoever learns a password may do what its owner may.

A password given anew, a second step taken away, an account brought back: each lets the one who does it sign in as
somebody else. So it is refused where that would bring rights beyond the actor's own part.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.times import today
from chuangcheng.orgs.access import within
from chuangcheng.orgs.models import Person, Post, Role
from chuangcheng.orgs.services.power import grants_power, open_delegations, open_posts, roles_in_reach


def refuse_way_in(*, actor: Actor, person: Person, permission: str) -> None:
    """Raises when the account of this person has rights that the actor, who holds `permission`, must not come by."""
    acted_for = open_delegations(today()).filter(acting=person).values("absent")
    in_reach = Q(person=person) | Q(person__in=acted_for)
    post = _posts_beyond(actor, permission).filter(in_reach).select_related("role", "unit").first()
    if post is None:
        return
    if post.role is not None and post.role.code in _barred(actor):
        names = {"person": person.name, "role": post.role.name}
        raise NotPermitted(gettext("%(person)s任“%(role)s”，与您的角色互斥，请由运维人员在服务器上重置密码。") % names)
    names = {"person": person.name, "unit": post.unit.name}
    raise NotPermitted(gettext("%(person)s在“%(unit)s”的任职不归您管，请由区级系统管理员办理。") % names)


def without_ways_in(people: QuerySet[Person], *, actor: Actor, permission: str) -> QuerySet[Person]:
    """Of these people those for whom `refuse_way_in` would let the actor pass."""
    beyond = _posts_beyond(actor, permission).values("person")
    acting = open_delegations(today()).filter(absent__in=beyond).values("acting")
    return people.exclude(Q(pk__in=beyond) | Q(pk__in=acting))


def _posts_beyond(actor: Actor, permission: str) -> QuerySet[Post]:
    """Posts outside the actor's units, for the whole place when the actor's part is smaller, or of a barred role."""
    posts = open_posts(today())
    if actor.is_system:
        return posts.none()
    beyond = Q(role__code__in=_barred(actor))
    if not actor.everywhere(permission):
        wide = [role.pk for role in Role.objects.all() if role.whole_place or grants_power(role)]
        beyond |= Q(role__in=wide) | ~within("unit__path", actor.roots(permission))
    return posts.filter(beyond)


def _barred(actor: Actor) -> set[str]:
    """Codes of the roles that exclude, or are excluded by, one that the actor holds or acts with."""
    if actor.person_id is None:
        return set()
    own = roles_in_reach(Person.objects.get(pk=actor.person_id), on=today())
    codes = {role.code for role in own}
    barred = {code for role in own for code in role.excludes}
    return barred | {role.code for role in Role.objects.all() if codes & set(role.excludes)}
