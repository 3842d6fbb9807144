"""Reads on tasks."""

from chuangcheng.tasks.queries.drafts import Breakdown, DraftLine, breakdown_of
from chuangcheng.tasks.queries.lists import (
    LATE,
    MONTH,
    WEEK,
    TaskFilter,
    TaskStory,
    may_read_photo,
    story_of,
    tasks_shown,
    visible_task_ids,
    waiting_tasks,
)
from chuangcheng.tasks.queries.scheduling import TaskLine, TaskSchedule, task_schedule
from chuangcheng.tasks.queries.standing import DONE_STATE, OPEN_STATE_VALUES, state_label

__all__ = [
    "DONE_STATE",
    "LATE",
    "MONTH",
    "OPEN_STATE_VALUES",
    "WEEK",
    "Breakdown",
    "DraftLine",
    "TaskFilter",
    "TaskLine",
    "TaskSchedule",
    "TaskStory",
    "breakdown_of",
    "may_read_photo",
    "state_label",
    "story_of",
    "task_schedule",
    "tasks_shown",
    "visible_task_ids",
    "waiting_tasks",
]
