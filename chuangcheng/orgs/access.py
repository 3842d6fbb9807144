"""Who may do what where: from the posts held today, own and acted for, to an `Actor`; and which units that covers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import WHOLE_PLACE, Actor, define
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Person, Post, TownLink, Unit
from chuangcheng.orgs.roles import ADMINISTRATORS, STAFF

VIEW_UNITS = define("orgs.view", _("查看单位与人员"), roles=STAFF + ADMINISTRATORS)
CHANGE_UNITS = define("orgs.change_units", _("维护单位"), roles=("creation_office",))
CHANGE_PEOPLE = define("orgs.change_people", _("维护人员与任职"), roles=("creation_office", "system_admin"))
CHANGE_ROLES = define("orgs.change_roles", _("维护角色与权限"), roles=("security_admin",))
VIEW_PHONES = define("orgs.view_phones", _("查看完整电话"), roles=("creation_office",))
LIAISE = define("orgs.liaise", _("包干走访、答复求助"), roles=("leader", "unit_head", "liaison", "creation_office"))
ASK_HELP = define("orgs.ask_help", _("向包干领导和联系部门求助"), roles=("unit_head", "liaison"))
VIEW_LOAD = define("orgs.view_load", _("查看基层负担"), roles=STAFF)
MANAGE_ACCOUNTS = define("orgs.manage_accounts", _("重置密码、解锁和停用账号"), roles=("system_admin",))

# Whoever holds one of these can give power to others; such a role is given only by those who may change roles.
GRANTING = (CHANGE_ROLES, CHANGE_PEOPLE, MANAGE_ACCOUNTS)

TOLD_OF_POST = (
    *("person__name", "unit__path", "unit__name", "unit__short_name", "role__permissions", "role__whole_place"),
)
PATH_LENGTH = 255  # of treebeard's `path`
LAST_LETTER = "Z"  # of treebeard's alphabet


def actor_for(person: Person, *, today: date) -> Actor:
    """The actor that this person is today. One query, whatever the number of posts."""
    grants: defaultdict[str, set[str]] = defaultdict(set)
    unit_ids, unit_names, absent = set(), [], []
    # Not the whole rows: units carry their boundaries, which are large, and every request asks this.
    held = posts_of(person.pk, today=today).select_related("person", "role", "unit").order_by("pk")
    for post in held.only(*TOLD_OF_POST):
        unit_ids.add(post.unit_id)
        if post.person_id == person.pk:
            unit_names.append(post.unit.short_name or post.unit.name)
        else:
            absent.append(post.person.name)
        if post.role is not None:
            root = WHOLE_PLACE if post.role.whole_place else post.unit.path
            for code in post.role.permissions:
                grants[code].add(root)
    return Actor(
        person_id=person.pk,
        name=person.name,
        grants={code: frozenset(roots) for code, roots in grants.items()},
        unit_ids=frozenset(unit_ids),
        unit_name=unit_names[0] if unit_names else "",
        acts_for=tuple(dict.fromkeys(absent)),
    )


def posts_of(person_id: int, *, today: date) -> QuerySet[Post]:
    """The posts that the person holds on that day, and those of the people for whom they act."""
    whose = Q(person=person_id) | Q(
        person__delegations_given__acting=person_id,
        person__delegations_given__starts_on__lte=today,
        person__delegations_given__ends_on__gte=today,
        person__delegations_given__ended_at__isnull=True,
    )
    posts = Post.objects.filter(whose, starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    return posts.distinct()


def actor_with_id(person_id: int) -> Actor:
    """Who this person is today, for a job asked for earlier; somebody whose account is closed may do nothing."""
    person = Person.objects.get(pk=person_id)
    return actor_for(person, today=today()) if person.is_active else Actor(person_id=person.pk, name=person.name)


def units_where(actor: Actor, permission: str) -> QuerySet[Unit]:
    """The units in which the actor holds a permission."""
    return Unit.objects.filter(within("path", actor.roots(permission)))


def unit_ids_where(actor: Actor, permission: str) -> list[int]:
    """The ids of these units; looked up once for an actor, who is made anew with each request. One query."""
    if actor.is_system:  # lives as long as the process
        return list(units_where(actor, permission).values_list("pk", flat=True))
    key = ("units", actor.roots(permission))
    if key not in actor.looked_up:
        actor.looked_up[key] = list(units_where(actor, permission).values_list("pk", flat=True))
    found: list[int] = actor.looked_up[key]
    return found


def in_units_where(actor: Actor, permission: str, field: str) -> Q:
    """A condition on the key `field` to a unit: the actor holds the permission there; empty for the whole place."""
    if actor.everywhere(permission):
        return Q()
    return Q(**{f"{field}__in": units_where(actor, permission).values("pk")})


def within(field: str, roots: frozenset[str]) -> Q:
    """A condition that the tree path `field` lies under a root; a range, so that both databases use the index."""
    if WHOLE_PLACE in roots:
        return Q()
    found = Q(pk__in=[])
    for root in sorted(roots):
        found |= Q(**{f"{field}__gte": root, f"{field}__lte": root + LAST_LETTER * (PATH_LENGTH - len(root))})
    return found


def unit_for(actor: Actor, unit_id: int, *, permission: str = VIEW_UNITS) -> Unit:
    """The unit, when the actor holds the permission there; NotFound when absent or not theirs."""
    unit = units_where(actor, permission).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(gettext("没有找到该单位，请从单位列表进入。"))
    return unit


def people_where(actor: Actor, permission: str) -> QuerySet[Person]:
    """The people who hold, or held, a post where the actor holds the permission; for the whole place, everybody."""
    if actor.everywhere(permission):
        return Person.objects.all()
    posts = Post.objects.filter(within("unit__path", actor.roots(permission)))
    return Person.objects.filter(pk__in=posts.values("person"))


def person_for(actor: Actor, person_id: int, *, permission: str = VIEW_UNITS) -> Person:
    """The person, when the actor holds the permission where they work; NotFound when absent or not theirs."""
    person = people_where(actor, permission).filter(pk=person_id).first()
    if person is None:
        raise NotFound(gettext("没有找到该人员，请从人员列表进入。"))
    return person


def is_mine(actor: Actor, link: TownLink) -> bool:
    """True when the link is the actor's, as the leader or of the actor's bureau, or the actor keeps all units."""
    if actor.everywhere(CHANGE_UNITS) or (link.leader_id is not None and link.leader_id == actor.person_id):
        return True
    return link.bureau_id is not None and link.bureau_id in actor.unit_ids
