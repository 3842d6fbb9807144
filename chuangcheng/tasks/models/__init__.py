"""Tables of tasks, their course and what waits for what."""

from chuangcheng.tasks.models.tasks import Task, TaskEvent, TaskGoal, TaskLink, TaskPhoto

__all__ = ["Task", "TaskEvent", "TaskGoal", "TaskLink", "TaskPhoto"]
