"""Two dozen tasks broken down from the standards, on their way in all states, with two that come too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from chuangcheng.core.access import Actor
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Post
from chuangcheng.orgs.queries import people_of_units
from chuangcheng.standards.models import Duty, Framework
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services import NewTask, Step, TaskGiven, link_tasks, make_tasks, take_step
from chuangcheng.tasks.slots import coming_goals

TOTAL = 24
GIVEN, ACCEPTED, REPORTED = 40, 36, 8  # days ago
TITLE_LETTERS = 40
# What some are counted in: now, target, unit of measure; made up.
AMOUNTS = ((3, 15, "座"), (40, 120, "处"), (2, 10, "个"), (60, 95, "%"))
COURSES = (
    ("accept", "report"),
    ("accept",),
    (),
    ("accept", "report", "finish"),
    ("accept", "report", "finish", "verify"),
)
SHORT, LONG = (3, 5, 8, 10, 15), 45  # working days


def make_tasks_of_standards(framework: Framework, people: People, at: datetime) -> None:
    """By the services that people use, at the moments when they did it."""
    office = actor_with_id(people.by_username["chuangchengban"].pk)
    goals = [goal.key for goal in coming_goals(office, at.date())][:1]
    duties = list(Duty.objects.filter(standard__framework=framework, kind="lead").select_related("standard", "unit"))
    duties = sorted(duties, key=lambda duty: duty.standard.order)[:: max(1, len(duties) // TOTAL)][:TOTAL]
    made = _given(office, duties, goals, at)
    doers = people_of_units([duty.unit_id for duty in duties], duties=[Post.Duty.LIAISON], today=at.date())
    for number, task in enumerate(made):
        if ids := doers.get(task.unit_id):
            _moved(task, number, actor_with_id(ids[0]), office, at)
    with replayed_at(at - timedelta(days=GIVEN)):
        for before, after in pairwise(made[:3]):
            link_tasks(actor=office, before_id=before.pk, after_id=after.pk, lag=2)


def _given(office: Actor, duties: Sequence[Duty], goals: Sequence[str], at: datetime) -> list[Task]:
    moment = at - timedelta(days=GIVEN)
    rng = dice("tasks")
    lines = []
    for number, duty in enumerate(duties):
        now_amount, target_amount, measure = AMOUNTS[number % len(AMOUNTS)]
        is_counted = number % 3 == 0
        given = TaskGiven(
            title=duty.standard.text[:TITLE_LETTERS].rstrip("。"),
            unit_id=duty.unit_id,
            due_on=_due(number, at.date()),
            target=duty.standard.text[:200],
            measure=measure if is_counted else "",
            now_amount=Decimal(now_amount) if is_counted else None,
            target_amount=Decimal(target_amount) if is_counted else None,
            standard_id=duty.standard_id,
            days=LONG if number in (0, 1) else rng.choice(SHORT),
            is_standing=number in (6, 13, 20),
            proof="现场照片",
            goal_keys=tuple(goals) if number % 2 == 0 else (),
        )
        lines.append(NewTask(id_at(moment + timedelta(seconds=number), rng), given))
    with replayed_at(moment):
        return make_tasks(actor=office, lines=lines)


def _due(number: int, day: date) -> date:
    return day + timedelta(days=(number * 7) % 60 - 6)


def _moved(task: Task, number: int, doer: Actor, office: Actor, at: datetime) -> None:
    for day, move in zip((ACCEPTED, REPORTED, 2, 1), COURSES[number % len(COURSES)], strict=False):
        amount = None if task.quantity is None or move != "report" else task.quantity * (number % 5 + 1) // 5
        percent = 20 + number * 3 if task.quantity is None and move == "report" else None
        if move == "finish" and task.quantity is not None and task.quantity > (amount or 0):
            amount = _missing(task)
        text = {"report": "正在按方案推进。", "finish": "已按标准完成，现场照片存档。", "verify": "现场核验合格。"}.get(
            move, ""
        )
        step = Step(move, id_at(at - timedelta(days=day), dice(f"task {number} {move}")), text, amount, percent)
        with replayed_at(at - timedelta(days=day)):
            take_step(actor=office if move == "verify" else doer, task_id=task.pk, step=step)


def _missing(task: Task) -> Decimal | None:
    """What is still to be brought."""
    task.refresh_from_db()
    return None if task.quantity is None else task.quantity - task.done_amount
