from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.tasks.access import VIEW
from chuangcheng.tasks.queries import TaskLine, TaskSchedule, task_schedule

MOST_ROWS = 200  # on the page, those with the least slack: our choice
WIDTH = 1000  # of the chart, in its own units
LEAST_DAYS = 14  # of the chart


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the chart, in its own units."""

    x: float
    width: float
    slack_x: float
    slack_width: float


@require_safe
@page(VIEW)
def schedule(request: HttpRequest) -> HttpResponse:
    """倒排工期: for each visit whether everything can stand, what decides, and when each task must begin."""
    found = task_schedule(actor=actor_of(request), today=today())
    lines = found.lines[:MOST_ROWS]
    first, last = today(), _last_day(found, lines)
    context = {
        "found": found,
        "rows": [(line, _bar(line, first, last)) for line in lines],
        "goal_marks": [(each.goal, _x(each.goal.day, first, last)) for each in found.goals if each.goal.day <= last],
        "months": _months(first, last),
        "more": max(0, len(found.lines) - MOST_ROWS),
        "today": first,
        "critical": {task.pk for goal in found.goals for task in goal.critical},
    }
    return render(request, "tasks/schedule.html", context)


def _last_day(found: TaskSchedule, lines: list[TaskLine]) -> date:
    days = [line.planned_end for line in lines] + [line.latest_end for line in lines if line.latest_end is not None]
    days += [each.goal.day for each in found.goals if each.spare is not None]
    return max([*days, today() + timedelta(days=LEAST_DAYS)])


def _x(day: date, first: date, last: date) -> float:
    share = (day - first).days / ((last - first).days + 1)
    return round(WIDTH * min(1.0, max(0.0, share)), 1)


def _bar(line: TaskLine, first: date, last: date) -> Bar:
    start, end = _x(line.planned_start, first, last), _x(line.planned_end + timedelta(days=1), first, last)
    early = _x(line.earliest_start, first, last)
    return Bar(start, max(3.0, end - start), early, max(0.0, start - early))


def _months(first: date, last: date) -> list[dict[str, Any]]:
    """The first days of the months on the chart."""
    found, day = [], first.replace(day=1)
    while day <= last:
        day = (day + timedelta(days=32)).replace(day=1)
        if day <= last:
            found.append({"x": _x(day, first, last), "day": day})
    return found
