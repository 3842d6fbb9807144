"""Lists of tasks, one task with its story, what waits for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.search import record_ids
from chuangcheng.core.times import start_of
from chuangcheng.core.together import rows_of
from chuangcheng.orgs.access import unit_ids_where, units_where
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, MANAGE, SPLIT, VERIFY, VIEW, WORK, visible_tasks
from chuangcheng.tasks.indexing import TASK
from chuangcheng.tasks.models import Task, TaskEvent, TaskGoal, TaskLink, TaskPhoto
from chuangcheng.tasks.tags import BETWEEN
from chuangcheng.tasks.workflow import OPEN_STATES, State

NUMBER = re.compile(r"\d{4}-\d{1,6}")
OPEN = Q(state__in=sorted(state.value for state in OPEN_STATES))
LATE, WEEK, MONTH = "late", "week", "month"
NO_VISIT = "none"  # instead of the key of a visit: tasks that serve none
LISTED = (  # what a line of the list tells, and who may change it
    "number",
    "title",
    "state",
    "due_on",
    "percent",
    "measure",
    "now_amount",
    "target_amount",
    "done_amount",
    "tags",
    "is_standing",
    "unit__name",
    "person__name",
    "parent__unit__path",
    "standard__code",
)
MOST_WAITING = 50  # of one context, as the to-do page takes
WEEK_DAYS, MONTH_DAYS = timedelta(days=7), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list shows."""

    words: str = ""
    state: str = ""  # "open", or a state; empty: all
    due: str = ""  # LATE, WEEK, MONTH
    kind: str = ""  # "standing", "top", "part"
    goal: str = ""  # key of a visit that it serves, or NO_VISIT
    tag: str = ""  # another programme that it serves
    unit_id: int | None = None
    standard_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaskStory:
    """A task with all around it."""

    task: Task
    history: list[TaskEvent]
    photos: list[TaskPhoto]
    parts: list[Task]
    goals: list[TaskGoal]
    waits_for: list[TaskLink]
    waited_by: list[TaskLink]


def tasks_shown(*, actor: Actor, chosen: TaskFilter, today: date) -> QuerySet[Task]:
    """The visible tasks that meet the filter, with what a list tells of them; order and slice them."""
    rows = visible_tasks(actor).filter(_conditions(actor, chosen, today))
    return rows.select_related(*KNOWN_WITH).defer(*HEAVY)


def tasks_listed(*, actor: Actor, chosen: TaskFilter, today: date) -> QuerySet[Task]:
    """The same tasks with no more than a line of the list tells: a page of fifty costs half as much to read."""
    rows = visible_tasks(actor).filter(_conditions(actor, chosen, today))
    return rows.select_related("unit", "person", "parent__unit", "standard").only(*LISTED)


def story_of(actor: Actor, task: Task) -> TaskStory:
    """Five queries; of linked tasks only those that the actor sees."""
    seen = visible_tasks(actor).values("pk")
    parts = task.parts.select_related("unit", "person").defer("unit__boundary").order_by("pk")
    around = Q(after=task, before__in=seen) | Q(before=task, after__in=seen)
    links = TaskLink.objects.filter(around).select_related("before__unit", "after__unit").order_by("pk")
    linked = list(links.defer("before__unit__boundary", "after__unit__boundary"))
    return TaskStory(
        task=task,
        history=list(task.history.all()),
        photos=list(TaskPhoto.objects.filter(event__task=task).select_related("file")),
        parts=list(parts),
        goals=list(task.goals.order_by("pk")),
        waits_for=[link for link in linked if link.after_id == task.pk],
        waited_by=[link for link in linked if link.before_id == task.pk],
    )


def visible_task_ids(actor: Actor, object_ids: Sequence[str]) -> set[str]:
    """Of these ids those that the actor sees. One query."""
    if not actor.may(VIEW):
        return set()
    return {str(pk) for pk in visible_tasks(actor).filter(pk__in=object_ids).values_list("pk", flat=True)}


def may_read_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a picture of a task that the actor sees."""
    if not actor.may(VIEW):
        return False
    tasks = TaskPhoto.objects.filter(file=file_id).values("event__task")
    return visible_tasks(actor).filter(pk__in=tasks).exists()


def waiting_tasks(*, actor: Actor, today: date) -> list[Task]:
    """At most MOST_WAITING tasks on which the actor acts next, the first due first. At most three queries."""
    conditions = _waiting(actor, today) if actor.may(VIEW) else []
    # One by one: one condition for all of them would have the database look through every task there is.
    firsts = [Task.objects.filter(each).order_by("due_on", "pk")[:MOST_WAITING] for each in conditions]
    shown = visible_tasks(actor).select_related("unit").defer("unit__boundary") if conditions else Task.objects.none()
    found = {task.pk: task for tasks in rows_of(firsts, shown=shown) for task in tasks}
    return sorted(found.values(), key=lambda task: (task.due_on, task.pk))[:MOST_WAITING]


def _waiting(actor: Actor, today: date) -> list[Q]:
    """Each way in which a task waits for the actor."""
    found = []
    if actor.may(WORK):
        soon = Q(state=State.DOING.value) & (Q(due_on__lte=today + WEEK_DAYS) | _unreported(today))
        waits = Q(state=State.ASSIGNED.value) | soon
        found += [_of_units(actor) & waits, Q(person=actor.person_id or 0) & waits]
    if actor.everywhere(VERIFY):
        found.append(Q(state=State.TO_VERIFY.value, parent__isnull=True) & ~Q(finished_by=actor.person_id or 0))
    if actor.everywhere(MANAGE):
        found.append(Q(state=State.RETURNED.value, parent__isnull=True))
    elif actor.may(SPLIT):
        given = Q(parent__unit__in=units_where(actor, SPLIT).values("pk"))
        found.append(given & Q(state__in=[State.RETURNED.value, State.TO_VERIFY.value]))
    return found


def _of_units(actor: Actor) -> Q:
    """The units as numbers, so that databases begin with them."""
    if actor.everywhere(WORK):
        return Q()
    return Q(unit__in=unit_ids_where(actor, WORK))


def _unreported(today: date) -> Q:
    """Standing tasks that nobody reported this month."""
    first = start_of(today.replace(day=1))
    return Q(is_standing=True) & (Q(reported_at__isnull=True) | Q(reported_at__lt=first))


def _conditions(actor: Actor, chosen: TaskFilter, today: date) -> Q:
    found = Q()
    if chosen.state:
        found &= OPEN if chosen.state == "open" else Q(state=chosen.state)
    if chosen.due:
        found &= OPEN & _due(chosen.due, today)
    if chosen.kind:
        kinds = {"standing": Q(is_standing=True), "top": Q(parent__isnull=True), "part": Q(parent__isnull=False)}
        found &= kinds.get(chosen.kind, Q())
    if chosen.goal:
        serves = Exists(TaskGoal.objects.filter(task=OuterRef("pk"), **_of_visit(chosen.goal)))
        found &= ~Q(serves) if chosen.goal == NO_VISIT else Q(serves)
    if chosen.tag:
        found &= _tagged(chosen.tag)
    if chosen.unit_id is not None:
        found &= Q(unit=chosen.unit_id)
    if chosen.standard_id is not None:
        found &= Q(standard=chosen.standard_id)
    words = chosen.words.strip()
    if NUMBER.fullmatch(words):
        return found & Q(number__startswith=words)
    return found & Q(pk__in=record_ids(actor=actor, kind=TASK, query=words)) if words else found


def _of_visit(goal: str) -> dict[str, str]:
    return {} if goal == NO_VISIT else {"key": goal}


def _tagged(name: str) -> Q:
    """One of the names on the task. The first condition is that of the index of tagged tasks."""
    among = Q(tags=name) | Q(tags__startswith=name + BETWEEN) | Q(tags__endswith=BETWEEN + name)
    return ~Q(tags="") & (among | Q(tags__contains=BETWEEN + name + BETWEEN))


def _due(due: str, today: date) -> Q:
    if due == LATE:
        return Q(due_on__lt=today)
    return Q(due_on__gte=today, due_on__lte=today + (WEEK_DAYS if due == WEEK else MONTH_DAYS))
