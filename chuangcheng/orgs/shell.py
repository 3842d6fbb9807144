"""What this context adds to navigation, to-do page and search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import Actor
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import NavEntry, SearchKind, SearchReach, Todo
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.access import CHANGE_ROLES, CHANGE_UNITS, VIEW_LOAD, VIEW_UNITS, units_where
from chuangcheng.orgs.indexing import PERSON, UNIT
from chuangcheng.orgs.models import Delegation, Post
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
    day = local_date(moment)
    found = [*_handovers(actor), *_delegations(actor, day), *_unconfirmed(actor)]
    return sorted(found, key=lambda todo: todo.urgency)[:MOST_TODOS]


def _handovers(actor: Actor) -> list[Todo]:
    posts = Post.objects.filter(person=actor.person_id or 0, handover_read_at__isnull=True).exclude(handover_note="")
    return [
        Todo(
            urgency=NEW,
            title=_("%(unit)s%(duty)s的交接事项") % {"unit": post.unit.name, "duty": post.get_duty_display()},
            url=reverse("orgs:account"),
            act=_("去查看"),
            kind=_("交接"),
        )
        for post in posts.select_related("unit").order_by("pk")[:MOST_TODOS]
    ]


def _delegations(actor: Actor, day: date) -> list[Todo]:
    ending = Delegation.objects.filter(
        absent=actor.person_id or 0, ended_at__isnull=True, ends_on__gte=day, ends_on__lte=day + TELL_BEFORE
    )
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


def _unconfirmed(actor: Actor) -> list[Todo]:
    if not actor.may(CHANGE_UNITS):
        return []
    waiting = units_where(actor, CHANGE_UNITS).filter(is_confirmed=False, closed_on__isnull=True)
    return [
        Todo(
            urgency=NEW,
            title=unit.name,
            url=reverse("orgs:unit", args=[unit.pk]),
            act=_("去确认"),
            kind=_("待确认单位"),
            number=unit.code,
        )
        for unit in waiting.order_by("path")[:MOST_TODOS]
    ]


def _unit_url(object_id: str) -> str:
    return reverse("orgs:unit", args=[int(object_id)])


def _person_url(object_id: str) -> str:
    return reverse("orgs:person", args=[int(object_id)])


def _reach(actor: Actor) -> SearchReach | None:
    if actor.everywhere(VIEW_UNITS):
        return SearchReach()
    units = units_where(actor, VIEW_UNITS).values_list("pk", flat=True) if actor.may(VIEW_UNITS) else []
    return SearchReach(scopes=unit_scopes(units)) if units else None


SEARCH_UNITS = SearchKind(UNIT, gettext_lazy("单位"), _unit_url, visible_unit_ids, _reach)
SEARCH_PEOPLE = SearchKind(PERSON, gettext_lazy("人员"), _person_url, visible_person_ids, _reach)
