"""The backward schedule."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.tasks.queries import task_schedule

router = Router()


class LineOut(Schema):
    task_id: UUID
    number: str
    title: str
    days: int  # working days
    is_guessed: bool
    earliest_start: date
    earliest_end: date
    latest_start: date | None
    latest_end: date | None
    planned_start: date
    planned_end: date
    slack: int | None  # working days


class GoalOut(Schema):
    key: str
    label: str
    day: date
    spare: int | None  # working days; negative: missed
    critical: list[str]  # numbers of tasks, in order


class ConflictOut(Schema):
    number: str
    goal: str | None  # None: the task's own date
    days: int
    chain: list[str]


class CrowdedOut(Schema):
    unit: str
    first_on: date
    last_on: date
    needed: int
    possible: int


class ScheduleOut(Schema):
    lines: list[LineOut]
    goals: list[GoalOut]
    conflicts: list[ConflictOut]
    crowded: list[CrowdedOut]
    is_cut: bool


@router.get("/task-schedule", response=ScheduleOut)
def get_schedule(request: HttpRequest) -> dict[str, Any]:
    """When each open task can and must be done, for each visit to come."""
    found = task_schedule(actor=actor_of(request), today=today())
    names = [name for name in LineOut.model_fields if name not in ("task_id", "number", "title")]
    return {
        "lines": [
            {
                "task_id": line.task.pk,
                "number": line.task.number,
                "title": line.task.title,
                **{name: getattr(line, name) for name in names},
            }
            for line in found.lines
        ],
        "goals": [
            {
                "key": each.goal.key,
                "label": each.goal.label,
                "day": each.goal.day,
                "spare": each.spare,
                "critical": [task.number for task in each.critical],
            }
            for each in found.goals
        ],
        "conflicts": [
            {
                "number": each.task.number,
                "goal": None if each.goal is None else each.goal.key,
                "days": each.days,
                "chain": [task.number for task in each.chain],
            }
            for each in found.conflicts
        ],
        "crowded": [dict(zip(CrowdedOut.model_fields, each, strict=True)) for each in found.crowded],
        "is_cut": found.is_cut,
    }
