"""What is mine today, collected from every context in order of what goes wrong first, and what I may set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.dated_settings import DatedSetting, settings_by_key
from chuangcheng.core.errors import NotFound
from chuangcheng.core.shell import MOST_TODOS, Figure, QuickAct, Todo, figures, quick_acts
from chuangcheng.core.todos import todos_of

LATEST = datetime.max.replace(tzinfo=UTC)
COMING = 4  # urgency of what is not due yet


@dataclass(frozen=True)
class Day:
    """The to-do page: how things stand, what is due now, and what is coming."""

    figures: Sequence[Figure]
    due: Sequence[Todo]
    coming: Sequence[Todo]
    quick_acts: Sequence[QuickAct]
    is_cut: bool  # a context has more than it gave


def day_of(*, actor: Actor, now: datetime) -> Day:
    """Every context's to-dos of this person, overdue first, then by deadline; what has none as its context has it."""
    given = todos_of(actor=actor, now=now)
    found = sorted((todo for each in given for todo in each), key=lambda todo: (todo.urgency, todo.due_at or LATEST))
    return Day(
        figures=[figure for make in figures for figure in make(actor, now)],
        due=[todo for todo in found if todo.urgency < COMING],
        coming=[todo for todo in found if todo.urgency >= COMING],
        quick_acts=[act for make in quick_acts for act in make(actor)],
        is_cut=any(len(each) >= MOST_TODOS for each in given),
    )


def changeable_settings(actor: Actor) -> list[DatedSetting[Any]]:
    """The dated settings that this person may change."""
    return [setting for setting in settings_by_key().values() if actor.may(setting.permission)]


def changeable_setting(actor: Actor, key: str) -> DatedSetting[Any]:
    """The setting, or NotFound when it is absent or not theirs."""
    found = settings_by_key().get(key)
    if found is None or not actor.may(found.permission):
        raise NotFound(_("没有找到这项设置，请从设置页面进入。"))
    return found
