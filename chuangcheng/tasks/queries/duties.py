"""责任清单: what each unit and each leader has to see done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.orgs.queries import leaders_in_charge, person_names, unit_names
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import items_of_leader
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, visible_tasks
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries.lists import OPEN
from chuangcheng.tasks.workflow import State

MOST_LINES = 2000  # of one list: our choice


@dataclass(frozen=True, slots=True)
class DutyLine:
    """How many tasks a unit or a leader answers for."""

    key: int  # id of the unit or person
    name: str
    open_count: int
    late_count: int
    closed_count: int


@dataclass(frozen=True, slots=True)
class DutyList:
    """The tasks of a unit or leader, the first due first."""

    name: str
    tasks: list[Task]
    is_cut: bool  # there are more than MOST_LINES


def duty_units(*, actor: Actor, today: date) -> list[DutyLine]:
    """Each unit with tasks that the actor sees, in the order of the tree. A query."""
    rows = _counted(visible_tasks(actor), "unit__path", "unit", "unit__name", today=today).order_by("unit__path")
    return [DutyLine(each[1], each[2], *each[3:]) for each in rows]


def duty_leaders(*, actor: Actor, today: date) -> list[DutyLine]:
    """Each leader in charge of a unit with tasks: those of all their units. Two queries."""
    by_unit = {line.key: line for line in duty_units(actor=actor, today=today)}
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    names: dict[int, str] = {}
    for unit_id, (person_id, name) in leaders_in_charge(today=today).items():
        line = by_unit.get(unit_id)
        if line is not None:
            names[person_id] = name
            counts = (line.open_count, line.late_count, line.closed_count)
            sums[person_id] = [before + more for before, more in zip(sums[person_id], counts, strict=True)]
    return [DutyLine(person_id, names[person_id], *counts) for person_id, counts in sums.items()]


def duties_of_unit(*, actor: Actor, unit_id: int) -> DutyList:
    """The tasks of one unit. NotFound for a unit of which the actor sees none and that is not there."""
    name = unit_names([unit_id]).get(unit_id)
    if name is None:
        raise NotFound(_("没有找到这份责任清单，请从责任清单页面进入。"))
    return _list(name, visible_tasks(actor).filter(unit=unit_id))


def duties_of_leader(*, actor: Actor, person_id: int, today: date) -> DutyList:
    """The tasks of the units in a leader's charge, of the items that the leader answers for, and the leader's own."""
    name = person_names([person_id]).get(person_id)
    if name is None:
        raise NotFound(_("没有找到这份责任清单，请从责任清单页面进入。"))
    units = [unit for unit, (person, _name) in leaders_in_charge(today=today).items() if person == person_id]
    answers = Q(unit__in=units) | Q(person=person_id)
    if actor.may(VIEW_STANDARDS):
        items = items_of_leader(actor=actor, person_id=person_id, day=today)
        answers |= Q(standard__content__item__in=[each.item_id for each in items])
    return _list(name, visible_tasks(actor).filter(answers))


def _list(name: str, rows: QuerySet[Task]) -> DutyList:
    rows = rows.exclude(state=State.VOID.value).select_related(*KNOWN_WITH).defer(*HEAVY)
    tasks = list(rows.order_by("due_on", "pk")[: MOST_LINES + 1])
    return DutyList(name, tasks[:MOST_LINES], len(tasks) > MOST_LINES)


def _counted(rows: QuerySet[Task], *by: str, today: date) -> Any:
    counts = {
        "open_count": Count("pk", filter=OPEN),
        "late_count": Count("pk", filter=OPEN & Q(due_on__lt=today)),
        "closed_count": Count("pk", filter=Q(state=State.CLOSED.value)),
    }
    return rows.exclude(state=State.VOID.value).values(*by).annotate(**counts).values_list(*by, *counts)
