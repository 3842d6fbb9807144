"""Facts of many tasks, changed cell by cell with one reason: all in one transaction, or none and the wrong named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.orgs.queries import open_unit_ids, person_names, unit_names
from chuangcheng.standards.queries import known_standard_ids, standard_codes
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, may_change, visible_tasks
from chuangcheng.tasks.figures import percent_of
from chuangcheng.tasks.indexing import index_tasks
from chuangcheng.tasks.ledger import EDITED, cell_words
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.policies import known_tags
from chuangcheng.tasks.services.asking import retell_asks
from chuangcheng.tasks.services.checking import Known, TaskGiven, WrongFact, facts_of, known_of
from chuangcheng.tasks.services.families import is_recounted, wrong_in_families
from chuangcheng.tasks.services.handing_over import Takers, check_taker, follow_takers, person_after, takers_of
from chuangcheng.tasks.services.progress import retell
from chuangcheng.tasks.tags import read_tags
from chuangcheng.tasks.workflow import OPEN_STATES, State

MOST_EDITS = 1000  # tasks in one go: our choice
MOST_REASON = 1000  # characters
BATCH = 500  # rows in one statement
NOT_ASKED = ("goal_keys",)  # facts that no cell holds
CHANGED = frozenset((*EDITED, "standard_id"))  # what an edit may change: the cells, and on the form the standard too


@dataclass(frozen=True, slots=True)
class TaskEdit:
    """Other facts of one task."""

    task_id: UUID
    event_id: UUID  # made by the client: the same one again is the same change
    facts: Mapping[str, Any]  # fact → value
    seen: Mapping[str, str] = field(default_factory=dict)  # fact → what its cell showed before; empty: whatever it was


@dataclass(frozen=True, slots=True)
class WrongCell:
    """What cannot be taken. `fact` is empty where the task as a whole is meant."""

    task_id: UUID
    fact: str
    sentence: str


class CellsRefused(InvalidInput):
    """Cells that cannot be taken; nothing was changed."""

    def __init__(self, wrong: Sequence[WrongCell]) -> None:
        super().__init__(wrong[0].sentence)
        self.wrong = list(wrong)


@dataclass
class Plan:
    """The edits as they would be written."""

    tasks: dict[UUID, Task] = field(default_factory=dict)  # changed already, unsaved
    before: dict[UUID, dict[str, Any]] = field(default_factory=dict)  # fact → value, of those that change
    events: dict[UUID, UUID] = field(default_factory=dict)
    wrong: list[WrongCell] = field(default_factory=list)


@transaction.atomic
def edit_tasks(*, actor: Actor, edits: Sequence[TaskEdit], reason: str) -> list[Task]:
    """The tasks that changed. CellsRefused names each cell that cannot be; the same edits again change nothing."""
    plan = plan_edits(actor=actor, edits=edits, reason=reason)
    if plan.wrong:
        raise CellsRefused(plan.wrong)
    write_edits(actor=actor, plan=plan, reason=reason)
    return [plan.tasks[task_id] for task_id in plan.before]


def plan_edits(*, actor: Actor, edits: Sequence[TaskEdit], reason: str) -> Plan:
    """What the edits come to, with the tasks locked; inside a transaction. Fourteen queries at most."""
    if not edits or len(edits) > MOST_EDITS:
        raise InvalidInput(_("一次可以修改1到%(most)s项任务。") % {"most": MOST_EDITS})
    if not reason.strip() or len(reason) > MOST_REASON or "\x00" in reason:
        raise InvalidInput(_("请写明修改的原因，以便日后查考。"))
    if len({each.task_id for each in edits}) < len(edits) or not all(is_client_id(each.event_id) for each in edits):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    done = set(TaskEvent.objects.filter(pk__in=[each.event_id for each in edits]).values_list("task_id", flat=True))
    wanted = [each for each in edits if each.task_id not in done]
    tasks = _locked(actor, [each.task_id for each in wanted])
    known = _known(wanted, tasks)
    takers, plan = _takers(wanted, tasks), Plan()
    for edit in wanted:
        _plan(edit, tasks.get(edit.task_id), (known, takers), actor, plan)
    plan.wrong += [WrongCell(*each) for each in wrong_in_families(plan.tasks, plan.before)]
    return plan


def write_edits(*, actor: Actor, plan: Plan, reason: str) -> None:
    """Writes a plan without wrong cells: facts, one event and one audit entry a task, progress above."""
    changed = [plan.tasks[task_id] for task_id in plan.before]
    if not changed:
        return
    facts = sorted({name for before in plan.before.values() for name in before})
    Task.objects.bulk_update(changed, [*facts, "percent", "state"], batch_size=BATCH)
    TaskEvent.objects.bulk_create(_events(actor, plan, changed, reason), batch_size=BATCH)
    units_before = {task_id: before["unit_id"] for task_id, before in plan.before.items() if "unit_id" in before}
    follow_takers(actor, [task for task in changed if task.pk in units_before], units_before, plan.events, reason)
    for parent in {task.parent_id: task.parent for task in changed if task.parent is not None}.values():
        retell(parent)
    whole = set(Task.objects.filter(parent__in=list(plan.before)).values_list("parent", flat=True))
    for task in changed:
        if task.pk in whole:
            retell(task)
    entries = [(task, {"fields": sorted(plan.before[task.pk])}) for task in changed]
    audit.record_all(actor=actor, action="tasks.change", subjects=entries)
    if {"title", "due_on"}.intersection(facts):
        retell_asks(changed)
    index_tasks([task.pk for task in changed])


def given_of(task: Task) -> TaskGiven:
    """What the task asks for, as it stands."""
    names = [name for name in TaskGiven.__dataclass_fields__ if name not in NOT_ASKED]
    return TaskGiven(**{name: getattr(task, name) for name in names})


def _locked(actor: Actor, task_ids: Iterable[UUID]) -> dict[UUID, Task]:
    ids = list(task_ids)
    # Alone and first: rows that were waited for come back with the joined rows of before.
    list(Task.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    rows = visible_tasks(actor).filter(pk__in=ids).select_related(*KNOWN_WITH).defer(*HEAVY)
    return {task.pk: task for task in rows}


def _known(edits: Sequence[TaskEdit], tasks: Mapping[UUID, Task]) -> Known:
    """What the edits refer to; what a task has already is not asked again."""
    there = [given_of(task) for task in tasks.values()]
    units = [edit.facts["unit_id"] for edit in edits if edit.facts.get("unit_id") is not None]
    standards = {edit.facts["standard_id"] for edit in edits if edit.facts.get("standard_id") is not None}
    people = [edit.facts["person_id"] for edit in edits if edit.facts.get("person_id") is not None]
    known = known_of([replace(each, standard_id=None, person_id=None) for each in there], ())
    if people and there:
        known = replace(known, people=known_of([replace(there[0], person_id=each) for each in people], ()).people)
    return replace(
        known,
        units=known.units | (open_unit_ids(units) if units else set()),
        standards=_standards(standards, tasks),
        tags=known.tags.union(known_tags(), *(read_tags(each.tags) for each in there)),
        people=known.people | {task.person_id for task in tasks.values() if task.person_id is not None},
    )


def _standards(wanted: set[int], tasks: Mapping[UUID, Task]) -> set[int]:
    there = {task.standard_id for task in tasks.values() if task.standard_id is not None}
    return there | (known_standard_ids(wanted - there) if wanted - there else set())


def _takers(edits: Sequence[TaskEdit], tasks: Mapping[UUID, Task]) -> Takers:
    wanted = {edit.task_id: edit.facts.get("unit_id") for edit in edits if edit.task_id in tasks}
    units = {key: unit for key, unit in wanted.items() if unit is not None and unit != tasks[key].unit_id}
    return takers_of([tasks[task_id] for task_id in units], set(units.values())) if units else Takers()


def _plan(edit: TaskEdit, task: Task | None, known: tuple[Known, Takers], actor: Actor, plan: Plan) -> None:
    wrong = _why_not(edit, task, actor)
    if wrong or task is None:
        plan.wrong += wrong
        return
    try:
        facts = facts_of(replace(given_of(task), **edit.facts), known[0])
        before = {name: getattr(task, name) for name in edit.facts if getattr(task, name) != facts[name]}
        if "unit_id" in before:
            check_taker(task, facts["unit_id"], known[1])
    except WrongFact as refusal:
        plan.wrong.append(WrongCell(task.pk, refusal.field_name, str(refusal)))
        return
    if not before:
        return
    if "unit_id" in before:
        task.state = State.ASSIGNED.value
        if "person_id" not in before:
            facts["person_id"] = person_after(task, facts["unit_id"], known[1])
            before |= {} if facts["person_id"] == task.person_id else {"person_id": task.person_id}
    for name in before:
        setattr(task, name, facts[name])
    if task.quantity is not None and is_recounted(before):
        task.percent = percent_of(task.done_amount, task.quantity)
    plan.tasks[task.pk], plan.before[task.pk], plan.events[task.pk] = task, before, edit.event_id


def _why_not(edit: TaskEdit, task: Task | None, actor: Actor) -> list[WrongCell]:
    if task is None:
        return [WrongCell(edit.task_id, "", _("没有找到这项任务，请从任务台账进入。"))]
    if not may_change(actor, task):
        return [WrongCell(task.pk, "", _("只有交办这项任务的单位可以修改它。"))]
    if State(task.state) not in OPEN_STATES:
        return [WrongCell(task.pk, "", _("这项任务已经结束，不能再修改。"))]
    if unknown := [name for name in edit.facts if name not in CHANGED]:
        return [WrongCell(task.pk, unknown[0], _("这一项不能在台账中修改，请在任务页面办理。"))]
    found = []
    for name, shown in edit.seen.items():
        now = cell_words(task, name) if name in EDITED else shown
        if now != shown:
            words = _("这一格已由别人改为“%(now)s”，请核对后再改。") % {"now": now or "—"}
            found.append(WrongCell(task.pk, name, words))
    return found


def _events(actor: Actor, plan: Plan, changed: Sequence[Task], reason: str) -> list[TaskEvent]:
    names = _names(plan, changed)
    return [
        TaskEvent(
            id=plan.events[task.pk],
            task=task,
            move="change",
            person_id=actor.person_id,
            person_name=actor.name,
            unit_name=actor.unit_name,
            text=reason.strip(),
            before={name: _told(name, value, names) for name, value in plan.before[task.pk].items()},
            after={name: _told(name, getattr(task, name), names) for name in plan.before[task.pk]},
        )
        for task in changed
    ]


def _names(plan: Plan, changed: Sequence[Task]) -> dict[str, Mapping[int, str]]:
    """What the ids of facts are called. A query for each kind of fact that changes."""
    found: dict[str, Mapping[int, str]] = {}
    for fact, called in (("person_id", person_names), ("unit_id", unit_names), ("standard_id", standard_codes)):
        before = {each[fact] for each in plan.before.values() if fact in each}
        after = {getattr(task, fact) for task in changed if fact in plan.before[task.pk]}
        found[fact] = called((before | after) - {None}) if before else {}
    return found


def _told(name: str, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if value is None:
        return ""
    return names[name].get(value, "") if name in names else str(value)
