"""Tasks are given: one, many in one go, or the parts into which a unit splits its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.lines import checked_lines
from chuangcheng.core.numbers import next_numbers
from chuangcheng.core.times import now, today
from chuangcheng.tasks.access import MANAGE, SPLIT, VIEW, may_give, task_for
from chuangcheng.tasks.indexing import index_tasks
from chuangcheng.tasks.models import Task, TaskEvent, TaskGoal
from chuangcheng.tasks.services.asking import ask_for
from chuangcheng.tasks.services.checking import NewTask, check_under, facts_of, goal_rows, known_of, units_at
from chuangcheng.tasks.services.progress import retell
from chuangcheng.tasks.slots import coming_goals
from chuangcheng.tasks.workflow import OPEN_STATES, State

MOST_LINES = 1000  # in one go: our choice
BATCH = 500  # rows in one statement
MOST_DEPTH = 4  # levels of splitting: place, bureau, office, person; our choice


class TaskEnded(Refusal):
    """The task is closed or void."""

    def __init__(self) -> None:
        super().__init__(_("这项任务已经结束，不能再分解。"))


@transaction.atomic
def make_tasks(*, actor: Actor, lines: Sequence[NewTask], despite: str = "") -> list[Task]:
    """The tasks, all or none; LinesRefused names each line that lacks something or asks a unit for what it was asked
    for already. `despite` says why that is asked all the same. The same ids again: the same tasks.
    """
    require(actor, MANAGE)
    if not actor.everywhere(MANAGE):
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
    return _made(actor, lines, None, despite)


@transaction.atomic
def split_task(*, actor: Actor, task_id: UUID, lines: Sequence[NewTask], despite: str = "") -> list[Task]:
    """The parts of a task for units and people of its unit, all or none; their progress adds up to its own."""
    parent = task_for(actor, task_id, lock=True)
    if not may_give(actor, parent):
        require(actor, SPLIT)
        raise NotPermitted(_("只有承担这项任务的单位可以分解它。"))
    if State(parent.state) not in OPEN_STATES:
        raise TaskEnded
    if _depth(parent) >= MOST_DEPTH:
        raise InvalidInput(_("任务最多分解%(most)s层。") % {"most": MOST_DEPTH})
    made = _made(actor, lines, parent, despite)
    retell(parent)
    return made


def _made(actor: Actor, lines: Sequence[NewTask], parent: Task | None, despite: str) -> list[Task]:
    there = _made_before(actor, lines, parent)
    if there:
        return there
    if not lines or len(lines) > MOST_LINES:
        raise InvalidInput(_("一次可以交办1到%(most)s项任务。") % {"most": MOST_LINES})
    known = known_of([line.given for line in lines], coming_goals(actor, today()))
    facts = checked_lines(lines, lambda line: facts_of(line.given, known))
    if parent is not None:
        facts = [{**each, "standard_id": each["standard_id"] or parent.standard_id} for each in facts]
        check_under(parent, facts, units_at(each["unit_id"] for each in facts))
    made = write_tasks(actor, lines, facts, parent)
    ask_for(actor, made, despite)
    TaskGoal.objects.bulk_create(
        [
            row
            for task, line in zip(made, lines, strict=True)
            for row in goal_rows(task, line.given.goal_keys, known.goals)
        ]
    )
    tell_made(actor, made, parent)
    return made


def _made_before(actor: Actor, lines: Sequence[NewTask], parent: Task | None) -> list[Task]:
    """The tasks of these ids when they are there already; InvalidInput for ids that are not the form's."""
    ids = [line.task_id for line in lines]
    if len(set(ids)) < len(ids) or not all(is_client_id(each) for each in ids):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    there = {task.pk: task for task in Task.objects.filter(pk__in=ids)}
    if not there:
        return []
    mine = all(task.created_by_id == actor.person_id and task.parent == parent for task in there.values())
    if len(there) < len(ids) or not mine:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    return [there[each] for each in ids]


def write_tasks(
    actor: Actor, lines: Sequence[NewTask], facts: Sequence[dict[str, Any]], parent: Task | None
) -> list[Task]:
    """The tasks of lines whose facts were checked, with their first event. A few queries for any number of them."""
    at, numbers = now(), next_numbers(series="task", year=today().year, count=len(lines))
    tasks = [
        Task(
            pk=line.task_id,
            number=number,
            parent=parent,
            state=State.ASSIGNED.value,
            created_by_id=actor.person_id,
            created_at=at,
            import_key=line.import_key,
            **each,
        )
        for line, number, each in zip(lines, numbers, facts, strict=True)
    ]
    Task.objects.bulk_create(tasks, batch_size=BATCH)
    events = [
        TaskEvent(id=new_id(), task=task, move="create", person_id=actor.person_id, person_name=actor.name, at=at)
        for task in tasks
    ]
    TaskEvent.objects.bulk_create(events, batch_size=BATCH)
    return tasks


def tell_made(actor: Actor, made: Sequence[Task], parent: Task | None) -> None:
    """The audit trail and the search hear of tasks that were made."""
    if parent is None:
        audit.record_all(actor=actor, action="tasks.create", subjects=[(task, {}) for task in made])
    else:
        TaskEvent.objects.create(
            task=parent, move="split", person_id=actor.person_id, person_name=actor.name, unit_name=actor.unit_name
        )
        audit.record(actor=actor, action="tasks.split", subject=parent, detail={"parts": len(made)})
    index_tasks([task.pk for task in made])


def _depth(task: Task) -> int:
    depth, above = 1, task.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def may_make(actor: Actor) -> bool:
    """Whether the actor gives tasks from the top."""
    return actor.everywhere(MANAGE) and actor.may(VIEW)
