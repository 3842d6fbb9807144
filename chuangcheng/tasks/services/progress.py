"""How far tasks are, kept beside them: a part's report moves everything above it, in the same transaction."""

from __future__ import annotations

from decimal import Decimal

from chuangcheng.tasks.figures import WHOLE, Part, percent_of, percent_of_parts
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.workflow import State


def retell(task: Task | None) -> None:
    """Counts anew how far a task is by its parts, and all above it; three queries a level."""
    while task is not None:
        task = Task.objects.select_for_update(of=("self",)).select_related("parent").get(pk=task.pk)
        rows = list(task.parts.exclude(state=State.VOID.value))
        if rows:
            parts = [Part(_percent(row), row.quantity, row.done_amount) for row in rows]
            task.percent = WHOLE if task.state == State.CLOSED else percent_of_parts(task.quantity, parts)
            counted = [row.done_amount for row in rows if row.quantity is not None and row.measure == task.measure]
            task.done_amount = sum(counted, Decimal(0)) if task.quantity is not None else Decimal(0)
            task.save(update_fields=["percent", "done_amount"])
        task = task.parent


def percent_after(task: Task, *, amount: Decimal | None, percent: int | None) -> int:
    """How far a task without parts is after a report."""
    if task.quantity is not None:
        return percent_of(task.done_amount + (amount or Decimal(0)), task.quantity)
    return task.percent if percent is None else percent


def _percent(task: Task) -> int:
    return WHOLE if task.state == State.CLOSED else task.percent
