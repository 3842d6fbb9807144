"""What the search finds of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chuangcheng.core.search import index_all, unit_scopes
from chuangcheng.core.search.indexing import Entry
from chuangcheng.tasks.models import Task

TASK = "task"


def index_tasks(task_ids: Sequence[UUID]) -> None:
    """Makes the tasks findable, or changes what is found. Two queries."""
    rows = Task.objects.filter(pk__in=task_ids).select_related("unit").defer("unit__boundary")
    index_all(
        Entry(
            TASK, str(task.pk), task.title, task.number, f"{task.target} {task.unit.name}", unit_scopes([task.unit_id])
        )
        for task in rows
    )
