"""Cells of the sheet on screen, saved as one change with one reason: all of them, or none and each wrong one named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.imports.values import BadValue
from chuangcheng.core.sheets import clean_text
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, MANAGE, SPLIT, visible_tasks
from chuangcheng.tasks.cells import read_cell
from chuangcheng.tasks.ledger import EDITED, cell_words
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services.editing import CellsRefused, TaskEdit, WrongCell, plan_edits, write_edits
from chuangcheng.tasks.services.people import NamedPeople
from chuangcheng.tasks.services.units import NamedTakers

MOST_CELLS = 5000  # in one go: our choice


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What somebody wrote into a cell."""

    task_id: UUID
    fact: str
    text: str
    seen: str | None = None  # what the cell showed before; None: whatever it was


@transaction.atomic
def save_cells(*, actor: Actor, batch_id: UUID, cells: Sequence[SheetCell], reason: str) -> list[Task]:
    """The tasks of the cells as they stand then. CellsRefused names the wrong cells; the same batch again is the same
    change."""
    if not (actor.may(MANAGE) or actor.may(SPLIT)):
        require(actor, MANAGE)
    if not is_client_id(batch_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    if not cells or len(cells) > MOST_CELLS or len({(each.task_id, each.fact) for each in cells}) < len(cells):
        raise InvalidInput(_("一次可以保存1到%(most)s格，每格一次。") % {"most": MOST_CELLS})
    tasks = _tasks(actor, cells)
    facts, wrong = _understood(actor, cells, tasks)
    edits = [_edit(batch_id, task_id, facts[task_id], cells) for task_id in dict.fromkeys(c.task_id for c in cells)]
    plan = plan_edits(actor=actor, edits=edits, reason=reason)
    told = {(each.task_id, each.fact) for each in wrong}
    wrong += [each for each in plan.wrong if (each.task_id, each.fact) not in told]
    if wrong:
        raise CellsRefused(wrong)
    write_edits(actor=actor, plan=plan, reason=reason)
    return list(_tasks(actor, cells).values())


def _tasks(actor: Actor, cells: Sequence[SheetCell]) -> dict[UUID, Task]:
    rows = visible_tasks(actor).filter(pk__in={each.task_id for each in cells})
    return {task.pk: task for task in rows.select_related(*KNOWN_WITH).defer(*HEAVY)}


def _understood(
    actor: Actor, cells: Sequence[SheetCell], tasks: Mapping[UUID, Task]
) -> tuple[dict[UUID, dict[str, Any]], list[WrongCell]]:
    """Task → fact → value, and the cells that say nothing that can be kept."""
    reader = _Reader(actor, cells)
    facts: dict[UUID, dict[str, Any]] = defaultdict(dict)
    wrong = []
    for cell in cells:
        value, problem = reader.value(cell, tasks.get(cell.task_id))
        if problem:
            wrong.append(WrongCell(cell.task_id, cell.fact, problem))
        else:
            facts[cell.task_id][cell.fact] = value
    return facts, wrong


class _Reader:
    """Understands the cells of one save. Who is named for a task belongs to the unit that has it then."""

    def __init__(self, actor: Actor, cells: Sequence[SheetCell]) -> None:
        self._people = NamedPeople(clean_text(each.text) for each in cells if each.fact == "person_id")
        self._units = NamedTakers(actor)
        self._unit_cells = {each.task_id: clean_text(each.text) for each in cells if each.fact == "unit_id"}

    def value(self, cell: SheetCell, task: Task | None) -> tuple[Any, str]:
        """The fact, and "" or what is wrong with the cell."""
        if task is None:
            return cell.text, ""  # told when the edit is looked at
        if cell.fact not in EDITED:
            return None, _("这一项不能在台账中修改，请在任务页面办理。")
        text = clean_text(cell.text)
        if cell.fact == "unit_id":
            return self._unit(text, task)
        if cell.fact == "person_id":
            return self._person(text, task)
        try:
            return read_cell(cell.fact, text, year=task.due_on.year), ""
        except BadValue as problem:
            return None, str(problem)

    def _unit(self, text: str, task: Task) -> tuple[int | None, str]:
        if text == task.unit.name:
            return task.unit_id, ""
        unit, problem = self._units.find(text)
        return unit.pk if unit is not None else None, problem

    def _person(self, text: str, task: Task) -> tuple[int | None, str]:
        taker = self._unit_cells.get(task.pk, task.unit.name)
        if taker == task.unit.name:
            is_same = task.person is not None and text == task.person.name
            return (task.person_id, "") if is_same else self._people.find(text, task.unit.path)
        unit, _problem = self._units.find(taker)
        return self._people.find(text, unit.path if unit is not None else task.unit.path)


def _edit(batch_id: UUID, task_id: UUID, facts: Mapping[str, Any], cells: Sequence[SheetCell]) -> TaskEdit:
    seen = {each.fact: each.seen for each in cells if each.task_id == task_id and each.seen is not None}
    return TaskEdit(task_id, derived_id(batch_id, task_id), facts, seen)


def shown_cells(task: Task) -> dict[str, str]:
    """Fact → what its cell shows, for those that can be edited."""
    return {name: cell_words(task, name) for name in EDITED}
