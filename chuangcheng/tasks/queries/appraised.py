"""The tasks that fell due in a period, for an appraisal of units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from chuangcheng.core.times import local_date
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.workflow import State

CHUNK = 5_000  # rows read at a time
REPORTED_DONE = {State.TO_VERIFY.value, State.CLOSED.value}


class AppraisedTask(NamedTuple):
    """A task whose last day is over, or that was reported done before it."""

    id: UUID
    unit_id: int
    standard_id: int | None
    is_on_time: bool  # reported done by its last day, and not sent back since


def appraised_tasks(*, first: date, last: date, today: date) -> Iterator[AppraisedTask]:
    """Read as they come, one statement; voided ones are none, nor those that have time left."""
    rows = Task.objects.filter(due_on__gte=first, due_on__lte=last).exclude(state=State.VOID.value).order_by()
    columns = ("pk", "unit", "standard", "state", "reported_at", "due_on")
    for pk, unit_id, standard_id, state, reported_at, due_on in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        is_done = state in REPORTED_DONE and reported_at is not None
        if is_done or due_on < today:
            yield AppraisedTask(pk, unit_id, standard_id, is_done and local_date(reported_at) <= due_on)


def tasks_told(task_ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Number and title of tasks. One query."""
    rows = Task.objects.filter(pk__in=task_ids).values_list("pk", "number", "title")
    return {pk: (number, title) for pk, number, title in rows}
