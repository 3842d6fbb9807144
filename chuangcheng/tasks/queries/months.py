"""Standing work (长期坚持) in a month: who has reported, what, and who has not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from chuangcheng.core.access import Actor
from chuangcheng.core.times import start_of
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, visible_tasks
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.workflow import State

MOST_LINES = 2000  # on the page and in the workbook: our choice
REPORTS = ("report", "finish")


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A task with what was reported in the month, oldest first."""

    task: Task
    reports: list[TaskEvent]


@dataclass(frozen=True, slots=True)
class StandingMonth:
    """All of it, those that nobody reported first, then by unit."""

    first: date  # of the month
    lines: list[StandingLine]
    silent: list[tuple[str, int]]  # unit and how many of its tasks nobody reported, the most first
    is_cut: bool  # there are more than MOST_LINES

    @property
    def reported(self) -> int:
        """How many tasks were reported."""
        return sum(1 for line in self.lines if line.reports)


def standing_month(*, actor: Actor, first: date) -> StandingMonth:
    """The standing tasks that ran in the month and that the actor sees. Two queries."""
    after = next_month(first)
    ran = Q(created_at__lt=start_of(after)) & (Q(ended_at__isnull=True) | Q(ended_at__gte=start_of(first)))
    rows = visible_tasks(actor).filter(ran, is_standing=True).exclude(state=State.VOID.value)
    rows = rows.select_related(*KNOWN_WITH).defer(*HEAVY).order_by("unit__path", "pk")
    tasks = list(rows[: MOST_LINES + 1])
    reports = _reports(tasks[:MOST_LINES], first, after)
    lines = [StandingLine(task, reports[task.pk]) for task in tasks[:MOST_LINES]]
    silent = Counter(line.task.unit.name for line in lines if not line.reports)
    lines.sort(key=lambda line: bool(line.reports))
    return StandingMonth(first, lines, silent.most_common(), len(tasks) > MOST_LINES)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=32)).replace(day=1)


def _reports(tasks: list[Task], first: date, after: date) -> dict[UUID, list[TaskEvent]]:
    found: dict[UUID, list[TaskEvent]] = defaultdict(list)
    events = TaskEvent.objects.filter(
        task__in=[task.pk for task in tasks], move__in=REPORTS, at__gte=start_of(first), at__lt=start_of(after)
    )
    for event in events.order_by("at", "pk"):
        found[event.task_id].append(event)
    return found
