"""Tasks: the ledger, one with its story, given, split, changed, moved on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.tasks.access import task_for
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import TaskFilter, counted_elsewhere, standards_served, story_of, tasks_shown
from chuangcheng.tasks.services import (
    NewTask,
    Step,
    TaskGiven,
    change_task,
    link_tasks,
    make_tasks,
    split_task,
    take_step,
    unlink_tasks,
)
from chuangcheng.tasks.tags import read_tags, written_tags

if TYPE_CHECKING:
    from chuangcheng.standards.queries import Linked

router = Router()
MOST = 200  # in one answer; our choice

PLAIN = (
    *("id", "number", "title", "unit_id", "person_id", "standard_id", "parent_id", "target", "measure", "now_amount"),
    *("target_amount", "work_standard", "measures", "proof", "starts_on", "due_on", "days", "is_standing", "state"),
    *("done_amount", "percent"),
)


class TaskOut(Schema):
    id: UUID
    number: str
    title: str
    unit_id: int
    unit: str
    person_id: int | None
    standard_id: int | None
    parent_id: UUID | None
    target: str
    measure: str
    now_amount: Decimal | None
    target_amount: Decimal | None
    quantity: Decimal | None  # target − now
    work_standard: str
    measures: str
    proof: str
    tags: list[str]  # other programmes that it serves
    starts_on: date | None
    due_on: date
    days: int | None  # working days
    is_standing: bool
    state: str
    done_amount: Decimal
    percent: int


class EventOut(Schema):
    id: UUID
    move: str
    person_name: str
    unit_name: str
    at: datetime
    text: str
    amount: Decimal | None
    percent: int | None
    before: dict[str, str]
    after: dict[str, str]


class LinkOut(Schema):
    task_id: UUID
    number: str
    lag: int
    from_start: bool


class ServedOut(Schema):
    standard_id: int
    code: str
    framework_id: int
    framework: str
    relation: str  # of its standard to this one: equal, covers, covered_by, overlaps
    counts: bool  # what is found for the task's standard counts there


class TaskLine(TaskOut):
    counts_for: list[ServedOut]  # standards of other frameworks for which its work counts


class TaskDetail(TaskOut):
    serves: list[ServedOut]  # standards of other frameworks, through links
    goal_keys: list[str]
    parts: list[TaskOut]
    waits_for: list[LinkOut]
    events: list[EventOut]  # oldest first


class TaskFacts(Strict):
    title: str
    due_on: date | None = None
    target: str = ""
    measure: str = ""
    now_amount: Decimal | None = None
    target_amount: Decimal | None = None
    standard_id: int | None = None
    person_id: int | None = None
    work_standard: str = ""
    measures: str = ""
    proof: str = ""
    starts_on: date | None = None
    days: int | None = None
    is_standing: bool = False
    goal_keys: list[str] = []
    tags: list[str] = []  # names of the setting tasks.tags

    def given(self, **more: Any) -> TaskGiven:
        """The task as the service takes it."""
        facts = self.dict(exclude={"id", "reason", "event_id"})
        listed = {"goal_keys": tuple(self.goal_keys), "tags": written_tags(self.tags)}
        return TaskGiven(**{**facts, **more, **listed})


class TaskIn(TaskFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same task
    unit_id: int | None = None


class LinesIn(Strict):
    tasks: list[TaskIn]
    despite: str = ""  # why it is asked although the unit has the same open, or its number for the week


class ChangeIn(TaskFacts):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same change
    unit_id: int | None = None  # None: it stays; another one accepts the task anew
    reason: str


class StepIn(Strict):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same step
    move: Literal["accept", "send_back", "report", "finish", "assign", "verify", "fail", "reopen", "void"]
    text: str = ""
    amount: Decimal | None = None
    percent: int | None = None
    unit_id: int | None = None


class LinkIn(Strict):
    before_id: UUID
    lag: int = 0
    from_start: bool = False


@router.get("/tasks", response=list[TaskLine])
def list_tasks(
    request: HttpRequest,
    q: str = "",
    state: str = "",
    due: Literal["", "late", "week", "month"] = "",
    kind: Literal["", "top", "part", "standing"] = "",
    tag: str = "",
    goal: str = "",
    unit_id: int | None = None,
    standard_id: int | None = None,
    before: UUID | None = None,
) -> list[dict[str, Any]]:
    """The newest 200 visible tasks that meet the filter; `goal`: the key of a visit, or "none"; `before`: older than
    this one."""
    chosen = TaskFilter(
        words=q, state=state, due=due, kind=kind, goal=goal, tag=tag, unit_id=unit_id, standard_id=standard_id
    )
    rows = tasks_shown(actor=actor_of(request), chosen=chosen, today=today())
    rows = rows if before is None else rows.filter(pk__lt=before)
    tasks = list(rows.order_by("-pk")[:MOST])
    counted = counted_elsewhere(tasks)
    return [{**shown(task), "counts_for": [_served(each) for each in counted.get(task.pk, ())]} for task in tasks]


@router.post("/tasks", response={201: list[TaskOut]})
def add_tasks(request: HttpRequest, given: LinesIn) -> Status[list[dict[str, Any]]]:
    """Tasks, all or none; a line without target, unit or date is refused."""
    actor = actor_of(request)
    made = make_tasks(actor=actor, lines=_lines(given), despite=given.despite)
    return Status(201, [shown(task_for(actor, task.pk)) for task in made[:MOST]])


@router.get("/tasks/{task_id}", response=TaskDetail)
def get_task(request: HttpRequest, task_id: UUID) -> dict[str, Any]:
    """One task with its parts, what it waits for and every step."""
    return _detail(request, task_id)


@router.put("/tasks/{task_id}", response=TaskDetail)
def edit_task(request: HttpRequest, task_id: UUID, given: ChangeIn) -> dict[str, Any]:
    """Other facts of a task, with a reason. Another unit takes it over as by the move `assign`."""
    event_id = given.event_id or new_id()
    change_task(actor=actor_of(request), task_id=task_id, event_id=event_id, given=given.given(), reason=given.reason)
    return _detail(request, task_id)


@router.post("/tasks/{task_id}/parts", response={201: TaskDetail})
def add_parts(request: HttpRequest, task_id: UUID, given: LinesIn) -> Status[dict[str, Any]]:
    """Parts of a task within its unit, all or none; their progress adds up."""
    split_task(actor=actor_of(request), task_id=task_id, lines=_lines(given), despite=given.despite)
    return Status(201, _detail(request, task_id))


@router.post("/tasks/{task_id}/steps", response={201: TaskDetail})
def add_step(request: HttpRequest, task_id: UUID, given: StepIn) -> Status[dict[str, Any]]:
    """A move of the task."""
    step = Step(**{**given.dict(), "event_id": given.event_id or new_id()})
    take_step(actor=actor_of(request), task_id=task_id, step=step)
    return Status(201, _detail(request, task_id))


@router.post("/tasks/{task_id}/links", response=TaskDetail)
def add_link(request: HttpRequest, task_id: UUID, given: LinkIn) -> dict[str, Any]:
    """The task waits for another one."""
    link_tasks(actor=actor_of(request), after_id=task_id, **given.dict())
    return _detail(request, task_id)


@router.delete("/tasks/{task_id}/links/{before_id}", response=TaskDetail)
def remove_link(request: HttpRequest, task_id: UUID, before_id: UUID) -> dict[str, Any]:
    """The task waits for the other one no more."""
    unlink_tasks(actor=actor_of(request), before_id=before_id, after_id=task_id)
    return _detail(request, task_id)


def _lines(given: LinesIn) -> list[NewTask]:
    return [NewTask(each.id or new_id(), each.given()) for each in given.tasks]


def _detail(request: HttpRequest, task_id: UUID) -> dict[str, Any]:
    actor = actor_of(request)
    story = story_of(actor, task_for(actor, task_id))
    links = [
        {"task_id": link.before_id, "number": link.before.number, "lag": link.lag, "from_start": link.from_start}
        for link in story.waits_for
    ]
    return {
        **shown(story.task),
        "serves": [_served(each) for each in standards_served(story.task)],
        "goal_keys": [goal.key for goal in story.goals],
        "parts": [shown(part) for part in story.parts],
        "waits_for": links,
        "events": story.history,
    }


def _served(linked: Linked) -> dict[str, Any]:
    return {
        "standard_id": linked.standard.pk,
        "code": linked.standard.code,
        "framework_id": linked.framework.pk,
        "framework": str(linked.framework),
        "relation": linked.relation,
        "counts": linked.counts_there,
    }


def shown(task: Task) -> dict[str, Any]:
    """A task as the API tells it."""
    told = {"unit": task.unit.name, "quantity": task.quantity, "tags": read_tags(task.tags)}
    return {**{name: getattr(task, name) for name in PLAIN}, **told}
