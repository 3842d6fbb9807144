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

__all__ = [
    "LATE",
    "MONTH",
    "WEEK",
    "Breakdown",
    "DraftLine",
    "TaskFilter",
    "TaskLine",
    "TaskSchedule",
    "TaskStory",
    "breakdown_of",
    "may_read_photo",
    "story_of",
    "task_schedule",
    "tasks_shown",
    "visible_task_ids",
    "waiting_tasks",
]
