"""Days that were moved are moved back: one more change on record, and only while they stand as the mover left them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.ids import derived_id
from chuangcheng.tasks.access import task_for
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.services.editing import TaskEdit, edit_tasks

DAYS = frozenset(("starts_on", "due_on"))  # the facts that moving a bar changes


@transaction.atomic
def undo_days(*, actor: Actor, task_id: UUID, event_id: UUID) -> Task:
    """The task with the days that it had before the actor moved them by this event; the same again changes nothing.

    CellsRefused when somebody changed the days since, or the task has ended; NotFound for what was no such move or
    somebody else's.
    """
    task = task_for(actor, task_id)
    moved = TaskEvent.objects.filter(pk=event_id, task=task, move="change").first()
    if moved is None or moved.person_id != actor.person_id or not moved.before or not DAYS.issuperset(moved.before):
        raise NotFound(_("没有找到这次改期，请从任务页面修改日期。"))
    edit = TaskEdit(
        task.pk,
        derived_id(event_id, task.pk, "undo"),
        {name: date.fromisoformat(day) if day else None for name, day in moved.before.items()},
        seen=moved.after,
    )
    return next(iter(edit_tasks(actor=actor, edits=[edit], reason=_("撤销"))), task)
