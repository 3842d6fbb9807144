"""Permissions on tasks, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.workflow import MOVES, Move, Side

OFFICE = "creation_office"
SUPERVISORS = ("supervision", "government_supervision")

VIEW = define("tasks.view", _("查看任务"), roles=STAFF)
MANAGE = define("tasks.manage", _("分解与交办任务"), roles=(OFFICE,))
SPLIT = define("tasks.split", _("在本单位内分解任务"), roles=("unit_head", "liaison"))
WORK = define("tasks.work", _("接收任务与报进展"), roles=("unit_head", "liaison", "material_officer", "lane_chief"))
VERIFY = define("tasks.verify", _("核验销号"), roles=(OFFICE, *SUPERVISORS))
EXPORT = define("tasks.export", _("导出任务台账"), roles=STAFF)

KNOWN_WITH = ("unit", "person", "parent__unit", "standard__content__item", "standard__framework", "finished_by")
HEAVY = ("unit__boundary", "parent__unit__boundary")


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks of the actor's units and those that the actor is responsible for; all for who views the whole place."""
    require(actor, VIEW)
    if actor.everywhere(VIEW):
        return Task.objects.all()
    return Task.objects.filter(in_units_where(actor, VIEW, "unit") | Q(person=actor.person_id or 0))


def task_for(actor: Actor, task_id: UUID, *, lock: bool = False) -> Task:
    """The task with its unit, parent and standard; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        # Alone and first: a row that was waited for comes back with the joined rows of before.
        Task.objects.select_for_update().filter(pk=task_id).values_list("pk").first()
    found = visible_tasks(actor).filter(pk=task_id).select_related(*KNOWN_WITH).defer(*HEAVY).first()
    if found is None:
        raise NotFound(gettext("没有找到这项任务，请从任务台账进入。"))
    return found


def may_give(actor: Actor, task: Task | None) -> bool:
    """Whether the actor gives work under this task (None: at the top): the office, or the unit that has the task."""
    if actor.everywhere(MANAGE):
        return True
    return task is not None and actor.may_at(SPLIT, task.unit.path)


def may_change(actor: Actor, task: Task) -> bool:
    """Whether the actor changes what a task asks for: who gave it."""
    return may_give(actor, task.parent)


def may_move(actor: Actor, move: Move, task: Task) -> bool:
    """Whether the move is the actor's to make, wherever the task stands."""
    if move.side is Side.DOER:
        return actor.may_at(WORK, task.unit.path) or (actor.may(WORK) and task.person_id == (actor.person_id or 0))
    if move.side is Side.GIVER:
        return may_change(actor, task)
    is_own_work = task.finished_by_id is not None and task.finished_by_id == actor.person_id
    return not is_own_work and (actor.everywhere(VERIFY) or may_change(actor, task))


def require_move(actor: Actor, move: Move, task: Task) -> None:
    """NotPermitted unless `may_move`."""
    if may_move(actor, move, task):
        return
    if move.side is Side.VERIFIER and task.finished_by_id is not None and task.finished_by_id == actor.person_id:
        raise NotPermitted(gettext("报完成的人不能自己核验，请由交办单位或督查人员核验。"))
    raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))


def offered_moves(actor: Actor, task: Task) -> list[Move]:
    """The moves that the actor can make now, in the order of the table."""
    return [move for move in MOVES.values() if task.state in move.sources and may_move(actor, move, task)]
