from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.tasks.access import MANAGE, VIEW, may_change, task_for
from chuangcheng.tasks.forms.tasks import MoveForm
from chuangcheng.tasks.queries import TaskLine, TaskSchedule, task_schedule
from chuangcheng.tasks.services import CellsRefused, TaskEdit, edit_tasks, undo_days

MOST_ROWS = 200  # on the page, those with the least slack: our choice
WHOLE = 100  # per cent: the width of the chart
LEAST_DAYS = 14  # of the chart
MOST_MONTHS = 4  # named on the chart: more would run into each other in its width
MOST_UNDONE = 10  # moves that can be taken back one after another: our choice
MOVES = "moved_days"  # where the session keeps them


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the chart, in per cent of its width."""

    x: float
    width: float
    slack_x: float
    slack_width: float
    due_x: float  # the end of the task's own last day
    is_milestone: bool  # it takes no time
    may_move: bool


@require_safe
@page(VIEW)
def schedule(request: HttpRequest) -> HttpResponse:
    """倒排工期: for each visit whether everything can stand, what decides, and when each task must begin."""
    return _shown(request, actor_of(request))


@require_POST
@page(VIEW)
def reschedule(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Other days for a task, dragged or typed, with a reason."""
    actor, form = actor_of(request), MoveForm(request.POST)
    found = task_for(actor, task_id)
    if not may_change(actor, found):
        raise NotPermitted(_("只有交办这项任务的单位可以修改它。"))
    if not form.is_valid():
        return _shown(request, actor, problem=_("日期不对，请写成2026-09-30。"), status=422)
    values = form.cleaned_data
    edit = TaskEdit(found.pk, values["event_id"], {"starts_on": values["starts_on"], "due_on": values["due_on"]})
    try:
        changed = edit_tasks(actor=actor, edits=[edit], reason=values["reason"])
    except InvalidInput as refusal:
        return _shown(request, actor, problem=f"{found.number}：{refusal}", status=refusal.status)
    move = [str(found.pk), str(values["event_id"])]
    if changed:
        _tell(request, _("%(number)s的日期已改，原来的会留存。") % {"number": found.number}, [*_moves(request), move])
    return redirect("tasks:schedule")


@require_POST
@page(VIEW)
def undo(request: HttpRequest, task_id: UUID, event_id: UUID) -> HttpResponse:
    """The days as they were before one's own last move; the move before it can be taken back next."""
    actor = actor_of(request)
    try:
        found = undo_days(actor=actor, task_id=task_id, event_id=event_id)
    except CellsRefused as refusal:
        sentence = _("不能撤销：%(reason)s") % {"reason": refusal}
        return _shown(request, actor, problem=sentence, status=refusal.status)
    words = _("已撤销，%(number)s恢复为原来的日期。") % {"number": found.number}
    _tell(request, words, [each for each in _moves(request) if each[1] != str(event_id)])
    return redirect("tasks:schedule")


def _moves(request: HttpRequest) -> list[list[str]]:
    """Task and event of the moves that can be taken back in this session, the last one last."""
    return list(request.session.get(MOVES, []))


def _tell(request: HttpRequest, words: str, moves: list[list[str]]) -> None:
    """Says what was done, with the way back from the last move that is left."""
    request.session[MOVES] = moves[-MOST_UNDONE:]
    back = f"undo:{reverse('tasks:undo_days', args=moves[-1])}" if moves else ""
    messages.success(request, words, extra_tags=back)


def _shown(request: HttpRequest, actor: Actor, *, problem: str = "", status: int = 200) -> HttpResponse:
    found = task_schedule(actor=actor, today=today())
    lines = found.lines[:MOST_ROWS]
    first, last = today(), _last_day(found, lines)
    context = {
        "found": found,
        "rows": [(line, _bar(line, first, last, actor)) for line in lines],
        "goal_marks": [(each.goal, _x(each.goal.day, first, last)) for each in found.goals if each.goal.day <= last],
        "months": _months(first, last),
        "days": (last - first).days + 1,
        "more": max(0, len(found.lines) - MOST_ROWS),
        "today": first,
        "critical": {task.pk for goal in found.goals for task in goal.critical},
        "event_id": new_id(),
        "problem": problem,
        "may_give": actor.may(MANAGE),
    }
    return render(request, "tasks/schedule.html", context, status=status)


def _last_day(found: TaskSchedule, lines: list[TaskLine]) -> date:
    days = [line.planned_end for line in lines] + [line.latest_end for line in lines if line.latest_end is not None]
    days += [each.goal.day for each in found.goals if each.spare is not None]
    return max([*days, today() + timedelta(days=LEAST_DAYS)])


def _x(day: date, first: date, last: date) -> float:
    share = (day - first).days / ((last - first).days + 1)
    return round(WHOLE * min(1.0, max(0.0, share)), 2)


def _bar(line: TaskLine, first: date, last: date, actor: Actor) -> Bar:
    a_day = timedelta(days=1)
    start, end = _x(line.planned_start, first, last), _x(line.planned_end + a_day, first, last)
    early = _x(line.earliest_start, first, last)
    return Bar(
        x=start,
        width=round(max(0.3, end - start), 2),
        slack_x=early,
        slack_width=round(max(0.0, start - early), 2),
        due_x=_x(line.task.due_on + a_day, first, last),
        is_milestone=line.task.days == 0,
        may_move=may_change(actor, line.task),
    )


def _months(first: date, last: date) -> list[tuple[date, float]]:
    """The first days of the months on the chart, and where they stand; every second or third month of a long one."""
    found, day = [], first.replace(day=1)
    while day <= last:
        day = (day + timedelta(days=32)).replace(day=1)
        if day <= last:
            found.append((day, _x(day, first, last)))
    return found[:: -(-len(found) // MOST_MONTHS) or 1]
