"""What tasks add to the rest: navigation, to-dos, search, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import NavEntry, SearchKind, SearchReach, Todo
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.slots import ask_addresses
from chuangcheng.tasks import policies  # noqa: F401 - the settings page knows its settings by this import
from chuangcheng.tasks.access import VIEW
from chuangcheng.tasks.audit_words import TASK_WORDS
from chuangcheng.tasks.indexing import TASK
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import may_read_photo, visible_task_ids, waiting_tasks
from chuangcheng.tasks.services.asking import SOURCE
from chuangcheng.tasks.wording import badge_of
from chuangcheng.tasks.workflow import STATE_LABELS, State

OVERDUE, DUE_TODAY, RETURNED, NEW, COMING = range(5)
CLOSE_OF_DAY = time(18)
ACTS = {
    State.ASSIGNED: gettext_lazy("去接收"),
    State.DOING: gettext_lazy("去报进展"),
    State.RETURNED: gettext_lazy("重新交办"),
    State.TO_VERIFY: gettext_lazy("去核验"),
}


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("tasks", navigation)
    shell.todos.fill("tasks", todos)
    kind = SearchKind(
        kind=TASK,
        label=gettext_lazy("任务"),
        url_of=lambda task_id: reverse("tasks:task", args=[task_id]),
        visible_ids=visible_task_ids,
        reach_of=reach_of,
    )
    shell.search_kinds.fill(TASK, kind)
    files.readers.fill("tasks", may_read_photo)
    words.fill("tasks", TASK_WORDS)
    ask_addresses.fill(SOURCE, lambda task_id: reverse("tasks:task", args=[task_id]))


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The ledger, whose duties, standing work and the schedule."""
    if not actor.may(VIEW):
        return []
    return [
        NavEntry("tasks", _("任务台账"), reverse("tasks:list"), "list-check"),
        NavEntry("tasks", _("责任清单"), reverse("tasks:duties"), "clipboard-list"),
        NavEntry("tasks", _("长期坚持"), reverse("tasks:standing"), "refresh"),
        NavEntry("tasks", _("倒排工期"), reverse("tasks:schedule"), "calendar-event"),
    ]


def reach_of(actor: Actor) -> SearchReach | None:
    """All tasks for who views the whole place; else those of the actor's units."""
    if not actor.may(VIEW):
        return None
    if actor.everywhere(VIEW):
        return SearchReach()
    return SearchReach(scopes=unit_scopes(unit_ids_where(actor, VIEW)))


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """The tasks on which this person acts next."""
    day = local_date(now)
    return [_todo(task, now) for task in waiting_tasks(actor=actor, today=day)]


def _todo(task: Task, now: datetime) -> Todo:
    state, day = State(task.state), local_date(now)
    badge = badge_of(task, day, office_calendar())
    return Todo(
        urgency=_urgency(task, state, now),
        title=task.title,
        url=reverse("tasks:task", args=[task.pk]),
        act=ACTS[state],
        kind=_("任务"),
        number=task.number,
        due_at=datetime.combine(task.due_on, CLOSE_OF_DAY, SHANGHAI),
        detail=task.unit.name,
        situation=f"{_(STATE_LABELS[state])} · {badge.words}" if badge else _(STATE_LABELS[state]),
    )


def _urgency(task: Task, state: State, now: datetime) -> int:
    day = local_date(now)
    if state is State.RETURNED:
        return RETURNED
    if task.due_on < day:
        return OVERDUE
    if task.due_on == day:
        return DUE_TODAY
    return COMING if state is State.DOING else NEW
