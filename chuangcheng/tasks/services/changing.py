"""What a task asks for, changed by who gave it, with a reason; what waits for what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import today
from chuangcheng.tasks.access import may_change, task_for
from chuangcheng.tasks.figures import percent_of
from chuangcheng.tasks.indexing import index_tasks
from chuangcheng.tasks.models import Task, TaskEvent, TaskGoal, TaskLink
from chuangcheng.tasks.services.asking import retell_asks
from chuangcheng.tasks.services.checking import Known, TaskGiven, check_under, facts_of, goal_rows, known_of, units_at
from chuangcheng.tasks.services.making import TaskEnded
from chuangcheng.tasks.services.progress import retell
from chuangcheng.tasks.slots import coming_goals
from chuangcheng.tasks.workflow import OPEN_STATES, State

MOST_LAG = 500  # working days: our choice
MOST_STEPS = 100  # levels of links that are followed


@transaction.atomic
def change_task(*, actor: Actor, task_id: UUID, event_id: UUID, given: TaskGiven, reason: str) -> Task:
    """Other facts of a task; the unit is changed by assigning it anew. What it was before stays on record."""
    task = _to_change(actor, task_id)
    if TaskEvent.objects.filter(pk=event_id, task=task).exists():
        return task
    if not is_client_id(event_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    if not reason.strip():
        raise InvalidInput(_("请写明修改的原因，以便日后查考。"))
    given = replace(given, unit_id=task.unit_id)
    known = known_of([given], coming_goals(actor, today()))
    facts = facts_of(given, known)
    if task.parent is not None:
        check_under(_without(task, task.parent), [facts], units_at([task.unit_id]))
    before = {name: _told(getattr(task, name)) for name, value in facts.items() if getattr(task, name) != value}
    after = {name: _told(facts[name]) for name in before}
    for name in before:
        setattr(task, name, facts[name])
    if task.quantity is not None and not task.parts.exists():
        task.percent = percent_of(task.done_amount, task.quantity)
    task.save(update_fields=[*before, "percent"])
    _set_goals(task, given, known)
    TaskEvent.objects.create(
        id=event_id,
        task=task,
        move="change",
        person_id=actor.person_id,
        person_name=actor.name,
        unit_name=actor.unit_name,
        text=reason.strip()[:1000],
        before=before,
        after=after,
    )
    retell(task)
    audit.record(actor=actor, action="tasks.change", subject=task, detail={"fields": sorted(before)})
    if {"title", "due_on"}.intersection(before):
        retell_asks([task])
    index_tasks([task.pk])
    return task


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


def _without(task: Task, parent: Task) -> Task:
    """The task above, asking for as much more as this one brings now: it is about to be counted anew."""
    above = Task.objects.select_related("unit").get(pk=parent.pk)
    if above.target_amount is not None and task.quantity is not None and task.measure == above.measure:
        above.target_amount = (above.now_amount or 0) + (above.quantity or 0) + task.quantity
    return above


def _set_goals(task: Task, given: TaskGiven, known: Known) -> None:
    TaskGoal.objects.filter(task=task).exclude(key__in=given.goal_keys).delete()
    there = set(TaskGoal.objects.filter(task=task).values_list("key", flat=True))
    TaskGoal.objects.bulk_create(goal_rows(task, [key for key in given.goal_keys if key not in there], known))


def _told(value: Any) -> str:
    return "" if value is None else str(value)
