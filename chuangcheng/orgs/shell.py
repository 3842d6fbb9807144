"""What this context adds to navigation, to-do page and search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import Actor
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import NavEntry, RareTodos, SearchKind, SearchReach, Todo, rare_todos
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.access import CHANGE_ROLES, CHANGE_UNITS, VIEW_LOAD, VIEW_UNITS, unit_ids_where, units_where
from chuangcheng.orgs.indexing import PERSON, UNIT
from chuangcheng.orgs.models import Delegation, Post, Unit
from chuangcheng.orgs.queries import visible_person_ids, visible_unit_ids

MOST_TODOS = 50
TELL_BEFORE = timedelta(days=3)  # that acting for another ends; our choice
NEW, DUE_TODAY, COMING = 3, 1, 4  # urgencies of core.shell.Todo


def entries(actor: Actor) -> Sequence[NavEntry]:
    """单位, 人员, 角色, as far as the actor may open them."""
    found = []
    if actor.may(VIEW_UNITS):
        found.append(NavEntry("system", _("单位"), reverse("orgs:units"), "buildings"))
        found.append(NavEntry("system", _("人员"), reverse("orgs:people"), "users"))
    return [*found, *settings_entries(actor)]


def load_entries(actor: Actor) -> Sequence[NavEntry]:
    """基层负担, behind the tasks."""
    return [NavEntry("tasks", _("基层负担"), reverse("orgs:load"), "scale")] if actor.may(VIEW_LOAD) else []


def settings_entries(actor: Actor) -> Sequence[NavEntry]:
    """角色, for those who may change them."""
    if not actor.may(CHANGE_ROLES):
        return []
    return [NavEntry("system", _("角色"), reverse("orgs:roles"), "shield-check")]


def todos(actor: Actor, moment: datetime) -> Sequence[Todo]:
    """Hand-over notes to read, stand-ins about to end, units to confirm; three queries at most."""
    found = [*_handover_todos(actor), *_delegation_todos(actor, moment)]
    found += _unconfirmed_todos(actor) if actor.may(CHANGE_UNITS) else []
    return sorted(found, key=lambda todo: todo.urgency)[:MOST_TODOS]


def fill_todos() -> None:
    """What is rare enough to be counted first."""
    rare_todos.fill(
        "orgs-handovers",
        RareTodos(lambda actor, _now: _handovers(actor), lambda actor, _now, _n: _handover_todos(actor)),
    )
    rare_todos.fill(
        "orgs-delegations", RareTodos(_delegations, lambda actor, now, _count: _delegation_todos(actor, now))
    )
    rare_todos.fill(
        "orgs-unconfirmed",
        RareTodos(
            lambda actor, _now: _unconfirmed(actor) if actor.may(CHANGE_UNITS) else None,
            lambda actor, _now, _count: _unconfirmed_todos(actor),
        ),
    )


def _handovers(actor: Actor) -> QuerySet[Post]:
    return Post.objects.filter(person=actor.person_id or 0, handover_read_at__isnull=True).exclude(handover_note="")


def _delegations(actor: Actor, moment: datetime) -> QuerySet[Delegation]:
    day = local_date(moment)
    return Delegation.objects.filter(
        absent=actor.person_id or 0, ended_at__isnull=True, ends_on__gte=day, ends_on__lte=day + TELL_BEFORE
    )


def _unconfirmed(actor: Actor) -> QuerySet[Unit]:
    return units_where(actor, CHANGE_UNITS).filter(is_confirmed=False, closed_on__isnull=True)


def _handover_todos(actor: Actor) -> list[Todo]:
    return [
        Todo(
            urgency=NEW,
            title=_("%(unit)s%(duty)s的交接事项") % {"unit": post.unit.name, "duty": post.get_duty_display()},
            url=reverse("orgs:account"),
            act=_("去查看"),
            kind=_("交接"),
        )
        for post in _handovers(actor).select_related("unit").order_by("pk")[:MOST_TODOS]
    ]


def _delegation_todos(actor: Actor, moment: datetime) -> list[Todo]:
    day, ending = local_date(moment), _delegations(actor, moment)
    return [
        Todo(
            urgency=DUE_TODAY if row.ends_on == day else COMING,
            title=_("%(name)s代行您的职务即将结束") % {"name": row.acting.name},
            url=reverse("orgs:account"),
            act=_("去查看"),
            kind=_("代行"),
            due_at=datetime.combine(row.ends_on, time(23, 59), tzinfo=SHANGHAI),
        )
        for row in ending.select_related("acting").order_by("ends_on", "pk")[:MOST_TODOS]
    ]


def _unconfirmed_todos(actor: Actor) -> list[Todo]:
    return [
        Todo(
            urgency=NEW,
            title=unit.name,
            url=reverse("orgs:unit", args=[unit.pk]),
            act=_("去确认"),
            kind=_("待确认单位"),
            number=unit.code,
        )
        for unit in _unconfirmed(actor).order_by("path")[:MOST_TODOS]
    ]


def _unit_url(object_id: str) -> str:
    return reverse("orgs:unit", args=[int(object_id)])


def _person_url(object_id: str) -> str:
    return reverse("orgs:person", args=[int(object_id)])


def _reach(actor: Actor) -> SearchReach | None:
    if actor.everywhere(VIEW_UNITS):
        return SearchReach()
    units = unit_ids_where(actor, VIEW_UNITS) if actor.may(VIEW_UNITS) else []
    return SearchReach(scopes=unit_scopes(units)) if units else None


SEARCH_UNITS = SearchKind(UNIT, gettext_lazy("单位"), _unit_url, visible_unit_ids, _reach)
SEARCH_PEOPLE = SearchKind(PERSON, gettext_lazy("人员"), _person_url, visible_person_ids, _reach)
