"""The open tasks as a plan for `tasks.backward`, and its answer with dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import local_date
from chuangcheng.tasks.access import HEAVY, visible_tasks
from chuangcheng.tasks.backward import Goal, Key, Line, Link, Plan, Ruler, Schedule, Work, effect_of_delay, schedule
from chuangcheng.tasks.models import Task, TaskGoal, TaskLink
from chuangcheng.tasks.policies import AT_ONCE, USUAL_DAYS
from chuangcheng.tasks.queries.lists import OPEN
from chuangcheng.tasks.slots import GoalDay, coming_goals
from chuangcheng.tasks.workflow import State

MOST_DELAY = 500  # working days: our choice
MOST_TASKS = 10_000  # in one schedule: our choice, about a second


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with its days. `slack`: working days; None: nothing asks for it by a day."""

    task: Task
    days: int  # working days that it takes
    is_guessed: bool  # nobody said how many
    earliest_start: date
    earliest_end: date
    latest_start: date | None
    latest_end: date | None
    planned_start: date
    planned_end: date
    slack: int | None

    @property
    def late(self) -> int:
        """Working days by which it ends too late even when it begins at once."""
        return max(0, -(self.slack or 0))


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A visit: whether everything that serves it can stand by then."""

    goal: GoalDay
    spare: int | None  # working days; negative: missed; None: no task serves it
    critical: list[Task]  # the tasks that decide, in order

    @property
    def late(self) -> int:
        """Working days by which it is missed."""
        return max(0, -(self.spare or 0))


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """What cannot be."""

    task: Task
    goal: GoalDay | None  # None: the task's own date
    days: int  # working days too late
    chain: list[Task]


@dataclass(frozen=True, slots=True)
class TaskSchedule:
    """All of it, the least slack first."""

    lines: list[TaskLine]
    goals: list[GoalLine]
    conflicts: list[ConflictLine]
    crowded: list[tuple[str, date, date, int, int]]  # unit, first day, last day, days of work needed and possible
    is_cut: bool


@dataclass(frozen=True, slots=True)
class DelayEffect:
    """What a delay of a task moves and spoils."""

    days: int  # working days later
    moved: list[tuple[Task, int]]  # other tasks and by how many working days, the most first
    missed: list[tuple[GoalDay, int]]  # visits and by how many working days they are missed then


def task_schedule(*, actor: Actor, today: date) -> TaskSchedule:
    """The schedule of the open tasks that the actor sees, as of today. Five queries."""
    tasks, shown = _open_tasks(actor)
    goals, ruler = coming_goals(actor, today), Ruler(office_calendar(), today)
    answer = schedule(_plan(shown, goals, ruler, today))
    return TaskSchedule(
        lines=_lines(shown, answer, ruler, today),
        goals=[_goal_line(goal, answer, shown) for goal in goals],
        conflicts=_conflicts(shown, answer, goals),
        crowded=_crowded(shown, answer, ruler),
        is_cut=len(tasks) > MOST_TASKS,
    )


def delay_effect(*, actor: Actor, task_id: UUID, days: int, today: date) -> DelayEffect:
    """What happens when an open task takes so many working days longer: of what the actor sees. Five queries."""
    _all, shown = _open_tasks(actor)
    if task_id not in shown:
        return DelayEffect(days, [], [])
    goals, ruler = coming_goals(actor, today), Ruler(office_calendar(), today)
    answer = effect_of_delay(_plan(shown, goals, ruler, today), task_id, days)
    moved = [(shown[key], more) for key, more in answer.moved.items() if isinstance(key, UUID) and key != task_id]
    missed = [(goal, answer.missed[goal.key]) for goal in goals if goal.key in answer.missed]
    return DelayEffect(days, sorted(moved, key=lambda each: -each[1]), missed)


def _open_tasks(actor: Actor) -> tuple[list[Task], dict[UUID, Task]]:
    """The open tasks that the actor sees, one more than MOST_TASKS when there are, and the first MOST_TASKS by id."""
    rows = visible_tasks(actor).filter(OPEN).select_related("unit", "person", "parent__unit").defer(*HEAVY)
    tasks = list(rows.order_by("due_on", "pk")[: MOST_TASKS + 1])
    return tasks, {task.pk: task for task in tasks[:MOST_TASKS]}


def _plan(tasks: dict[UUID, Task], goals: Sequence[GoalDay], ruler: Ruler, today: date) -> Plan:
    keys = {goal.key for goal in goals}
    serves: dict[UUID, list[str]] = defaultdict(list)
    for task_id, key in TaskGoal.objects.filter(task__in=list(tasks), key__in=keys).values_list("task", "key"):
        serves[task_id].append(key)
    parts: dict[UUID, list[UUID]] = defaultdict(list)
    for task in tasks.values():
        if task.parent_id in tasks:
            parts[task.parent_id].append(task.pk)
    usual = USUAL_DAYS.on(today)
    works = [
        _work(task, ruler, usual, tuple(serves[task.pk]), has_parts=bool(parts[task.pk])) for task in tasks.values()
    ]
    at_once = AT_ONCE.on(today)
    capacity: dict[Key, int] = {task.unit_id: at_once for task in tasks.values()} if at_once else {}
    return Plan(works, _links(tasks, parts), [Goal(goal.key, ruler.beginning(goal.day)) for goal in goals], capacity)


def _work(task: Task, ruler: Ruler, usual: int, serves: tuple[str, ...], *, has_parts: bool) -> Work:
    """A task that was split is a milestone after its parts; one that waits to be verified is done."""
    days = 0 if has_parts else usual if task.days is None else task.days
    is_done, has_begun = task.state == State.TO_VERIFY, task.state == State.DOING and not has_parts
    return Work(
        key=task.pk,
        days=days,
        unit=task.unit_id,
        not_before=None if task.starts_on is None else ruler.beginning(task.starts_on),
        ends_by=ruler.end(task.due_on),
        began=min(0, ruler.beginning(local_date(task.accepted_at))) if has_begun and task.accepted_at else None,
        ended=0 if is_done else None,
        serves=serves,
    )


def _links(tasks: dict[UUID, Task], parts: dict[UUID, list[UUID]]) -> list[Link]:
    links = [Link(part, whole) for whole, its in parts.items() for part in its]
    rows = TaskLink.objects.filter(before__in=list(tasks), after__in=list(tasks))
    for before, after, lag, from_start in rows.values_list("before_id", "after_id", "lag", "from_start"):
        links += [Link(before, each, lag, from_start) for each in [after, *parts.get(after, ())]]
    return links


def _lines(tasks: dict[UUID, Task], answer: Schedule, ruler: Ruler, today: date) -> list[TaskLine]:
    usual = USUAL_DAYS.on(today)
    lines = [_line(task, answer.lines[key], ruler, usual) for key, task in tasks.items()]
    return sorted(lines, key=lambda line: (line.slack is None, line.slack or 0, line.planned_end, line.task.pk))


def _line(task: Task, line: Line, ruler: Ruler, usual: int) -> TaskLine:
    latest_start, latest_end = _latest(line, ruler)
    planned_start, planned_end = ruler.first_day(line.planned_start), _last(ruler, line.planned_start, line.planned_end)
    if line.planned_start == line.planned_end and latest_end is not None and (line.slack or 0) >= 0:
        planned_start = planned_end = min(planned_end, latest_end)  # not on the morning after its last day
    return TaskLine(
        task=task,
        days=usual if task.days is None else task.days,
        is_guessed=task.days is None,
        earliest_start=ruler.first_day(line.earliest_start),
        earliest_end=_last(ruler, line.earliest_start, line.earliest_end),
        latest_start=latest_start,
        latest_end=latest_end,
        planned_start=planned_start,
        planned_end=planned_end,
        slack=line.slack,
    )


def _latest(line: Line, ruler: Ruler) -> tuple[date | None, date | None]:
    """The last days on which it can begin and end; they have passed where it is too late. A milestone has one day."""
    if line.latest_start is None or line.latest_end is None:
        return None, None
    end = ruler.last_day(line.latest_end)
    return (end if line.latest_start == line.latest_end else ruler.first_day(line.latest_start)), end


def _last(ruler: Ruler, start: int, end: int) -> date:
    """The last day of work; of a milestone the day on which it is reached."""
    return ruler.last_day(end) if end > start else ruler.first_day(start)


def _goal_line(goal: GoalDay, answer: Schedule, tasks: dict[UUID, Task]) -> GoalLine:
    chain = [tasks[key] for key in answer.critical.get(goal.key, ()) if isinstance(key, UUID)]
    return GoalLine(goal, answer.spare.get(goal.key), chain)


def _conflicts(tasks: dict[UUID, Task], answer: Schedule, goals: Sequence[GoalDay]) -> list[ConflictLine]:
    by_key = {goal.key: goal for goal in goals}
    return [
        ConflictLine(
            task=tasks[found.work],
            goal=None if found.goal is None else by_key[str(found.goal)],
            days=found.days,
            chain=[tasks[key] for key in found.chain if isinstance(key, UUID)],
        )
        for found in answer.conflicts
        if isinstance(found.work, UUID)
    ]


def _crowded(tasks: dict[UUID, Task], answer: Schedule, ruler: Ruler) -> list[tuple[str, date, date, int, int]]:
    names = {task.unit_id: task.unit.name for task in tasks.values()}
    return [
        (names[each.unit], ruler.first_day(each.start), ruler.last_day(each.end), each.needed, each.possible)
        for each in answer.overloads
        if isinstance(each.unit, int)
    ]
