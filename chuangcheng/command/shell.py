"""What campaigns and visits add to navigation and search."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.access import VIEW, visible_assessor_visits, visible_creations
from chuangcheng.command.audit_words import COMMAND_WORDS
from chuangcheng.command.goals import visits_to_come
from chuangcheng.command.indexing import CREATION, VISIT
from chuangcheng.command.services import keep_result
from chuangcheng.core import events
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.shell import NavEntry, SearchKind, navigation, search_kinds
from chuangcheng.inspections.events import ROUND_RELEASED
from chuangcheng.tasks.slots import goal_days


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("10-command", _entries)
    search_kinds.fill(VISIT, SearchKind(VISIT, _("迎检"), _visit_address, _visible_visits))
    search_kinds.fill(CREATION, SearchKind(CREATION, _("争创项目"), _creation_address, _visible_creations))
    words.fill("command", COMMAND_WORDS)
    goal_days.fill("command", visits_to_come)
    events.subscribe(ROUND_RELEASED, "command.keep_result", keep_result)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW):
        return []
    return [
        NavEntry("overview", _("迎检日历"), reverse("command:visits"), "calendar-event"),
        NavEntry("overview", _("争创项目"), reverse("command:creations"), "flag"),
    ]


def _visit_address(object_id: str) -> str:
    return reverse("command:visit", args=[object_id])


def _creation_address(object_id: str) -> str:
    return reverse("command:creation", args=[object_id])


def _visible_visits(actor: Actor, ids: Sequence[str]) -> set[str]:
    if not actor.may(VIEW):
        return set()
    return {str(pk) for pk in visible_assessor_visits(actor).filter(pk__in=ids).values_list("pk", flat=True)}


def _visible_creations(actor: Actor, ids: Sequence[str]) -> set[str]:
    if not actor.may(VIEW):
        return set()
    return {str(pk) for pk in visible_creations(actor).filter(pk__in=ids).values_list("pk", flat=True)}
