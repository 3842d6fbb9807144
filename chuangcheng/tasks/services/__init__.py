"""Writes on tasks."""

from chuangcheng.tasks.services.changing import change_task, link_tasks, unlink_tasks
from chuangcheng.tasks.services.checking import LinesRefused, NewTask, TaskGiven
from chuangcheng.tasks.services.making import TaskEnded, make_tasks, may_make, split_task
from chuangcheng.tasks.services.steps import Step, take_step

__all__ = [
    "LinesRefused",
    "NewTask",
    "Step",
    "TaskEnded",
    "TaskGiven",
    "change_task",
    "link_tasks",
    "make_tasks",
    "may_make",
    "split_task",
    "take_step",
    "unlink_tasks",
]
