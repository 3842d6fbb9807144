"""The backward schedule."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.tasks.access import task_for
from chuangcheng.tasks.queries import MOST_DELAY, delay_effect, task_schedule

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


class DelayIn(Strict):
    days: int = Field(5, ge=1, le=MOST_DELAY)  # working days


class MovedOut(Schema):
    number: str
    title: str
    days: int  # working days


class MissedOut(Schema):
    key: str
    label: str
    days: int  # working days by which it is missed then


class DelayOut(Schema):
    days: int
    moved: list[MovedOut]  # other tasks, those that move most first
    missed: list[MissedOut]


@router.get("/tasks/{task_id}/delay", response=DelayOut)
def get_delay(request: HttpRequest, task_id: UUID, asked: Query[DelayIn]) -> dict[str, Any]:
    """What happens when the task takes so many working days longer."""
    actor = actor_of(request)
    found = delay_effect(actor=actor, task_id=task_for(actor, task_id).pk, days=asked.days, today=today())
    return {
        "days": found.days,
        "moved": [{"number": task.number, "title": task.title, "days": days} for task, days in found.moved],
        "missed": [{"key": goal.key, "label": goal.label, "days": days} for goal, days in found.missed],
    }


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
