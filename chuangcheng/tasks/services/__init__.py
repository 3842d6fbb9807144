"""Writes on tasks."""

from chuangcheng.core.lines import LinesRefused
from chuangcheng.tasks.services.asking import AskedBefore
from chuangcheng.tasks.services.changing import change_task, link_tasks, unlink_tasks
from chuangcheng.tasks.services.checking import NewTask, TaskGiven, WrongFact
from chuangcheng.tasks.services.editing import CellsRefused, TaskEdit, WrongCell, edit_tasks
from chuangcheng.tasks.services.goals import leave_visit, serve_visit, visits_offered
from chuangcheng.tasks.services.ledger import apply_task_rows
from chuangcheng.tasks.services.making import TaskEnded, make_tasks, may_make, split_task
from chuangcheng.tasks.services.sheet import SheetCell, save_cells, shown_cells
from chuangcheng.tasks.services.steps import Step, take_step
from chuangcheng.tasks.services.tagging import tag_tasks
from chuangcheng.tasks.services.undoing import undo_days

__all__ = [
    "AskedBefore",
    "CellsRefused",
    "LinesRefused",
    "NewTask",
    "SheetCell",
    "Step",
    "TaskEdit",
    "TaskEnded",
    "TaskGiven",
    "WrongCell",
    "WrongFact",
    "apply_task_rows",
    "change_task",
    "edit_tasks",
    "leave_visit",
    "link_tasks",
    "make_tasks",
    "may_make",
    "save_cells",
    "serve_visit",
    "shown_cells",
    "split_task",
    "tag_tasks",
    "take_step",
    "undo_days",
    "unlink_tasks",
    "visits_offered",
]
