"""What a task asks for, changed by who gave it, with a reason; what waits for what."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.times import today
from chuangcheng.tasks.access import may_change, task_for
from chuangcheng.tasks.models import Task, TaskEvent, TaskGoal, TaskLink
from chuangcheng.tasks.services.checking import TaskGiven, goal_rows
from chuangcheng.tasks.services.editing import TaskEdit, edit_tasks
from chuangcheng.tasks.services.making import TaskEnded
from chuangcheng.tasks.slots import coming_goals
from chuangcheng.tasks.workflow import OPEN_STATES, State

MOST_LAG = 500  # working days: our choice
MOST_STEPS = 100  # levels of links that are followed


@transaction.atomic
def change_task(*, actor: Actor, task_id: UUID, event_id: UUID, given: TaskGiven, reason: str) -> Task:
    """All that a task asks for, as the form has it: `edit_tasks` of one task, with the visits that it serves. A unit of
    None stays. What it was before stays on record; the same event again changes nothing."""
    task = _to_change(actor, task_id)
    if TaskEvent.objects.filter(pk__in=(event_id, _goals_event(event_id, task)), task=task).exists():
        return task
    facts = {name: getattr(given, name) for name in TaskGiven.__dataclass_fields__ if name != "goal_keys"}
    if given.unit_id is None:
        del facts["unit_id"]
    edit_tasks(actor=actor, edits=[TaskEdit(task_id, event_id, facts)], reason=reason)
    _set_goals(actor, task, given, _goals_event(event_id, task), reason)
    return Task.objects.get(pk=task.pk)  # perhaps of a unit by now whose tasks the actor does not see


@transaction.atomic
def link_tasks(*, actor: Actor, before_id: UUID, after_id: UUID, lag: int = 0, from_start: bool = False) -> TaskLink:
    """`after` waits for `before`, with a lag in working days; set again it replaces what was set."""
    before, after = task_for(actor, before_id), _to_change(actor, after_id)
    if abs(lag) > MOST_LAG:
        raise InvalidInput(_("间隔应在%(most)s个工作日以内。") % {"most": MOST_LAG})
    if _leads_to(after.pk, before.pk):
        raise InvalidInput(_("这样两项任务会互为前提，无法排期，请改为另一项在前。"))
    link, _made = TaskLink.objects.update_or_create(
        before=before, after=after, defaults={"lag": lag, "from_start": from_start}
    )
    audit.record(actor=actor, action="tasks.link", subject=after, detail={"waits_for": before.number, "lag": lag})
    return link


@transaction.atomic
def unlink_tasks(*, actor: Actor, before_id: UUID, after_id: UUID) -> None:
    """`after` waits no more; nothing happens when it did not."""
    after = _to_change(actor, after_id)
    count, _rows = TaskLink.objects.filter(before=before_id, after=after).delete()
    if count:
        audit.record(actor=actor, action="tasks.unlink", subject=after)


def _to_change(actor: Actor, task_id: UUID) -> Task:
    task = task_for(actor, task_id, lock=True)
    if not may_change(actor, task):
        raise NotPermitted(_("只有交办这项任务的单位可以修改它。"))
    if State(task.state) not in OPEN_STATES:
        raise TaskEnded
    return task


def _leads_to(start: UUID, end: UUID) -> bool:
    """Whether something that waits for `start`, directly or not, is `end`. A query a level."""
    seen, level = {start}, {start}
    for _step in range(MOST_STEPS):
        if end in seen:
            return True
        level = set(TaskLink.objects.filter(before__in=level).values_list("after", flat=True)) - seen
        if not level:
            return False
        seen |= level
    return True


def _goals_event(event_id: UUID, task: Task) -> UUID:
    return derived_id(event_id, task.pk) if is_client_id(event_id) else event_id


def _set_goals(actor: Actor, task: Task, given: TaskGiven, event_id: UUID, reason: str) -> None:
    """The visits that the task serves, with a step of their own where they change."""
    there = {goal.key: goal for goal in TaskGoal.objects.filter(task=task).order_by("pk")}
    if set(there) == set(given.goal_keys):
        return
    known = {goal.key: goal for goal in coming_goals(actor, today())}
    if unknown := [key for key in given.goal_keys if key not in known and key not in there]:
        raise InvalidInput(_("没有找到“%(key)s”这次迎检，请重新选择。") % {"key": unknown[0][:40]})
    TaskGoal.objects.filter(task=task).exclude(key__in=given.goal_keys).delete()
    made = TaskGoal.objects.bulk_create(goal_rows(task, [key for key in given.goal_keys if key not in there], known))
    kept = [goal for goal in there.values() if goal.key in given.goal_keys]
    TaskEvent.objects.create(
        id=event_id,
        task=task,
        move="goals",
        person_id=actor.person_id,
        person_name=actor.name,
        unit_name=actor.unit_name,
        text=reason.strip(),
        before={"goal_keys": "、".join(goal.label for goal in there.values())},
        after={"goal_keys": "、".join(goal.label for goal in (*kept, *made))},
    )
    audit.record(actor=actor, action="tasks.goals", subject=task, detail={"fields": ["goal_keys"]})
