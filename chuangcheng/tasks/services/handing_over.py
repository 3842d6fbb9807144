"""Another unit takes a task over: when it may, what follows, and that both units hear of it.

A task that was split stays until its parts are void, since they lie with units below the one that has it; a task that
is reported done is judged first, so that what a unit did counts as its own. What was brought stays counted: it stands
there, whoever made it. The new unit accepts the task as any other (our choice).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.notices import Line, notify_all
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import liaisons_of_units, post_paths_of, unit_places
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services.asking import ask_others
from chuangcheng.tasks.services.checking import WrongFact
from chuangcheng.tasks.workflow import MOVES, State


@dataclass(frozen=True)
class Takers:
    """What must be known of tasks and the units that shall have them; read once for all."""

    places: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # unit → its name and tree path
    split: frozenset[UUID] = frozenset()  # tasks with parts that are not void
    people: Mapping[int, set[str]] = field(default_factory=dict)  # person → tree paths of the units of their posts


def takers_of(tasks: Sequence[Task], unit_ids: Iterable[int]) -> Takers:
    """Three queries."""
    parts = Task.objects.filter(parent__in=tasks).exclude(state=State.VOID.value)
    people = {task.person_id for task in tasks if task.person_id is not None}
    return Takers(
        places=unit_places(unit_ids),
        split=frozenset(each for each in parts.values_list("parent", flat=True) if each is not None),
        people=post_paths_of(people, today=today()) if people else {},
    )


def check_taker(task: Task, unit_id: int, takers: Takers) -> None:
    """WrongFact when the unit cannot take the task over."""
    if State(task.state) not in MOVES["assign"].sources:
        raise WrongFact("unit_id", _("这项任务已报完成，请先核验或退回，再改责任单位。"))
    if task.pk in takers.split:
        raise WrongFact("unit_id", _("这项任务已经分解，请先作废各分项，再改责任单位。"))
    if unit_id not in takers.places:
        raise WrongFact("unit_id", _("请选择责任单位。"))
    above = task.parent
    if above is not None and not takers.places[unit_id][1].startswith(above.unit.path):
        raise WrongFact("unit_id", _("只能分解给%(unit)s和它的下级单位。") % {"unit": above.unit.name})


def person_after(task: Task, unit_id: int, takers: Takers) -> int | None:
    """Who is responsible once the unit has the task: who was, where they hold a post there, else nobody yet."""
    paths = takers.people.get(task.person_id or 0, set())
    _name, root = takers.places[unit_id]
    return task.person_id if any(path.startswith(root) for path in paths) else None


def follow_takers(
    actor: Actor, tasks: Sequence[Task], units_before: Mapping[UUID, int], events: Mapping[UUID, UUID], reason: str
) -> None:
    """What is asked of units goes along, and the liaisons of both units are told."""
    if not tasks:
        return
    ask_others(actor, tasks, reason)
    unit_ids = {*units_before.values(), *(task.unit_id for task in tasks)}
    liaisons, places = liaisons_of_units(unit_ids, today=today()), unit_places(unit_ids)
    lines = []
    for task in tasks:
        told = {"number": task.number, "title": task.title[:60], "unit": places[task.unit_id][0]}
        title = inbox_text("任务%(number)s改由%(unit)s承担：%(title)s", told)
        people = {each for unit in (units_before[task.pk], task.unit_id) for each in liaisons.get(unit, ())}
        lines.append(Line(people, f"tasks.unit-{events[task.pk]}", title, reason, f"/tasks/{task.pk}/"))
    notify_all(lines)
