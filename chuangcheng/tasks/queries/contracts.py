"""目标责任书: the facts that a contract with a unit is filled from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import first_responsible_name, unit_names
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, VIEW, visible_tasks
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.policies import CONTRACT_OFFICE
from chuangcheng.tasks.queries.lists import OPEN
from chuangcheng.tasks.slots import terms_of

MOST_IN_CONTRACT = 500  # lines of one paper: our choice


@dataclass(frozen=True, slots=True)
class Contract:
    """What the paper says."""

    office: str
    unit: str
    head: str  # first responsible person; empty: nobody is entered
    first_on: date
    last_on: date
    tasks: list[Task]  # open ones that others gave the unit, the first due first
    terms: list[str]  # sentences of how it is appraised


def contract_of(*, actor: Actor, unit_id: int, day: date) -> Contract:
    """The contract with a unit as things stand on a day. Five queries and those of the terms.

    NotFound for a unit that is not there; InvalidInput where the actor sees no open task of the unit, or too many.
    """
    if unit_id not in unit_names([unit_id]):
        raise NotFound(_("没有找到这份责任清单，请从责任清单页面进入。"))
    tasks = list(_given(actor).filter(unit=unit_id).order_by("due_on", "pk")[: MOST_IN_CONTRACT + 1])
    if not tasks:
        raise InvalidInput(_("这个单位没有在办的任务，交办以后才能签责任书。"))
    if len(tasks) > MOST_IN_CONTRACT:
        raise InvalidInput(_("这个单位的任务超过%(most)s项，请导出Excel作为附件。") % {"most": MOST_IN_CONTRACT})
    return Contract(
        office=CONTRACT_OFFICE.on(day),
        unit=tasks[0].unit.name,
        head=first_responsible_name(unit_id, today=day),
        first_on=day,
        last_on=max(day, *(task.due_on for task in tasks)),
        tasks=tasks,
        terms=terms_of(tasks[0].unit, day),
    )


def example_contract(actor: Actor) -> Contract | None:
    """The contract with the unit of the newest open task that the actor sees; None without one."""
    if not actor.may(VIEW):
        return None
    newest = _given(actor).order_by("-pk").values_list("unit_id", flat=True).first()
    try:
        return None if newest is None else contract_of(actor=actor, unit_id=newest, day=today())
    except InvalidInput:  # too many for one paper
        return None


def _given(actor: Actor) -> QuerySet[Task]:
    """Open tasks, without the parts that a unit split off for itself."""
    rows = visible_tasks(actor).filter(OPEN).exclude(parent__unit=F("unit"))
    return rows.select_related(*KNOWN_WITH).defer(*HEAVY)
