"""Helpers of tests that need tasks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services import NewTask, Step, TaskGiven, make_tasks, take_step


def given(cast: Cast, **more: Any) -> TaskGiven:
    """Twelve toilets for the sanitation bureau in thirty days; other facts take the place of the usual ones."""
    usual: dict[str, Any] = {
        "title": "新建改建公厕",
        "unit_id": cast.sanitation.pk,
        "due_on": today() + timedelta(days=30),
        "now_amount": Decimal(3),
        "target_amount": Decimal(15),
        "measure": "座",
    }
    numbers = {name: Decimal(more[name]) for name in ("now_amount", "target_amount") if more.get(name) is not None}
    return TaskGiven(**{**usual, **more, **numbers})


def make_task(cast: Cast, **more: Any) -> Task:
    """A task that the office gave."""
    return make_tasks(actor=actor_of(cast.chief), lines=[NewTask(new_id(), given(cast, **more))], despite="试")[0]


def begun_task(cast: Cast, **more: Any) -> Task:
    """A task that its unit accepted."""
    made = make_task(cast, **more)
    take_step(actor=actor_of(cast.liaison), task_id=made.pk, step=Step("accept"))
    made.refresh_from_db()
    return made
