"""What a breakdown would give to whom: a line for each standard and each unit that answers for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from chuangcheng.core.access import Actor
from chuangcheng.standards.access import framework_for
from chuangcheng.standards.models import Duty, Standard
from chuangcheng.standards.queries import running_on
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.workflow import State

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework

MOST_LINES = 300  # on one page: our choice
TITLE_LETTERS = 60


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A task that could be given."""

    standard: Standard
    unit_id: int | None  # None: nobody answers for the standard yet
    unit_name: str
    title: str
    target: str
    due_on: date | None  # as the breakdown table says
    is_standing: bool
    has_task: bool  # the unit has an open task for this standard already


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The lines of one item of a framework."""

    framework: Framework
    lines: list[DraftLine]
    is_cut: bool  # there are more than MOST_LINES


def breakdown_of(*, actor: Actor, framework_id: int, item_id: int | None, day: date) -> Breakdown:
    """The lines for the standards of an item, or of the whole framework. Four queries."""
    framework = framework_for(actor, framework_id)
    where = Q(content__item=item_id) if item_id else Q()
    rows = Standard.objects.filter(where, framework=framework).select_related("content", "arrangement")
    standards = list(rows.order_by("content__item__order", "content__order", "order")[: MOST_LINES + 1])
    duties, tasks = _duties(standards, day), _units_with_task(standards)
    lines = [_line(standard, unit, tasks) for standard in standards for unit in duties[standard.pk]]
    return Breakdown(framework, lines[:MOST_LINES], len(lines) > MOST_LINES)


def _duties(standards: list[Standard], day: date) -> dict[int, list[tuple[int | None, str]]]:
    """The units responsible for each standard; the one that leads where none is named responsible; else nobody."""
    kinds = (Duty.Kind.RESPONSIBLE, Duty.Kind.LEAD)
    rows = Duty.objects.filter(running_on(day), standard__in=standards, kind__in=kinds).select_related("unit")
    by_kind: dict[tuple[int, str], list[tuple[int | None, str]]] = defaultdict(list)
    for duty in rows.defer("unit__boundary").order_by("unit__path"):
        by_kind[duty.standard_id, duty.kind].append((duty.unit_id, duty.unit.name))
    return {
        each.pk: by_kind[each.pk, Duty.Kind.RESPONSIBLE] or by_kind[each.pk, Duty.Kind.LEAD] or [(None, "")]
        for each in standards
    }


def _units_with_task(standards: list[Standard]) -> set[tuple[int | None, int]]:
    rows = Task.objects.filter(standard__in=standards).exclude(state__in=[State.VOID.value, State.CLOSED.value])
    return set(rows.values_list("standard_id", "unit_id"))


def _line(standard: Standard, unit: tuple[int | None, str], tasks: set[tuple[int | None, int]]) -> DraftLine:
    unit_id, unit_name = unit
    arrangement = getattr(standard, "arrangement", None)
    due = "" if arrangement is None else arrangement.due
    return DraftLine(
        standard=standard,
        unit_id=unit_id,
        unit_name=unit_name,
        title=_short(standard.text.rstrip("。； ")),
        target=_short(standard.text, 300),
        due_on=None if arrangement is None else arrangement.due_on,
        is_standing="长期" in due,
        has_task=unit_id is not None and (standard.pk, unit_id) in tasks,
    )


def _short(text: str, most: int = TITLE_LETTERS) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
