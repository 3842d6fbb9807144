"""The visits that tasks serve, set for many at once: all of them, or none and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.times import today
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, MANAGE, SPLIT, may_change, visible_tasks
from chuangcheng.tasks.models import Task, TaskEvent, TaskGoal
from chuangcheng.tasks.services.checking import goal_rows
from chuangcheng.tasks.services.making import TaskEnded
from chuangcheng.tasks.services.tagging import MOST_TAGGED
from chuangcheng.tasks.slots import GoalDay, coming_goals


@transaction.atomic
def serve_visit(*, actor: Actor, batch_id: UUID, task_ids: Sequence[UUID], key: str) -> list[Task]:
    """The tasks that serve the visit from now on; those that do already stay as they are, and so does the same batch
    sent again. Ten queries at most."""
    _require_giver(actor)
    goal = next((each for each in coming_goals(actor, today()) if each.key == key), None)
    if goal is None:
        raise InvalidInput(_("请选择一次还没有结束的迎检。"))
    tasks = _to_change(actor, batch_id, task_ids)
    there = _labels_of(tasks)
    changed = [task for task in tasks if key not in there[task.pk]]
    TaskGoal.objects.bulk_create([row for task in changed for row in goal_rows(task, [key], {key: goal})])
    _record(actor, batch_id, changed, there, after=lambda labels: {**labels, key: goal.label})
    return changed


@transaction.atomic
def leave_visit(*, actor: Actor, batch_id: UUID, task_ids: Sequence[UUID], key: str) -> list[Task]:
    """The tasks that serve the visit no more; it may have passed. Ten queries at most."""
    _require_giver(actor)
    tasks = _to_change(actor, batch_id, task_ids)
    there = _labels_of(tasks)
    changed = [task for task in tasks if key in there[task.pk]]
    TaskGoal.objects.filter(task__in=changed, key=key).delete()
    _record(actor, batch_id, changed, there, after=lambda labels: {k: v for k, v in labels.items() if k != key})
    return changed


def visits_offered(actor: Actor) -> list[GoalDay]:
    """The visits to come that tasks may serve, the earliest first."""
    return coming_goals(actor, today())


def _require_giver(actor: Actor) -> None:
    if not (actor.may(MANAGE) or actor.may(SPLIT)):
        require(actor, MANAGE)


def _to_change(actor: Actor, batch_id: UUID, task_ids: Sequence[UUID]) -> list[Task]:
    """The open tasks, locked; those of an earlier press of this batch left out."""
    if not is_client_id(batch_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    ids = list(dict.fromkeys(task_ids))
    if not ids or len(ids) > MOST_TAGGED:
        raise InvalidInput(_("请先勾选任务，一次最多%(most)s项。") % {"most": MOST_TAGGED})
    events = {derived_id(batch_id, task_id): task_id for task_id in ids}
    done = set(TaskEvent.objects.filter(pk__in=list(events)).values_list("task", flat=True))
    list(Task.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    found = list(visible_tasks(actor).filter(pk__in=ids).select_related(*KNOWN_WITH).defer(*HEAVY))
    if len(found) < len(ids):
        raise InvalidInput(_("没有找到这项任务，请从任务台账进入。"))
    if any(not may_change(actor, task) for task in found):
        raise NotPermitted(_("只有交办这项任务的单位可以修改它。"))
    if any(not task.is_open for task in found):
        raise TaskEnded
    return [task for task in found if task.pk not in done]


def _labels_of(tasks: Sequence[Task]) -> dict[UUID, dict[str, str]]:
    """task → key → label of the visits that it serves."""
    found: dict[UUID, dict[str, str]] = {task.pk: {} for task in tasks}
    for task_id, key, label in (
        TaskGoal.objects.filter(task__in=tasks).order_by("pk").values_list("task", "key", "label")
    ):
        found[task_id][key] = label
    return found


def _record(
    actor: Actor,
    batch_id: UUID,
    changed: Sequence[Task],
    there: Mapping[UUID, dict[str, str]],
    *,
    after: Callable[[dict[str, str]], dict[str, str]],
) -> None:
    events = [
        TaskEvent(
            id=derived_id(batch_id, task.pk),
            task=task,
            move="goals",
            person_id=actor.person_id,
            person_name=actor.name,
            unit_name=actor.unit_name,
            before={"goal_keys": "、".join(there[task.pk].values())},
            after={"goal_keys": "、".join(after(there[task.pk]).values())},
        )
        for task in changed
    ]
    TaskEvent.objects.bulk_create(events, batch_size=MOST_TAGGED)
    audit.record_all(
        actor=actor, action="tasks.goals", subjects=[(task, {"fields": ["goal_keys"]}) for task in changed]
    )
