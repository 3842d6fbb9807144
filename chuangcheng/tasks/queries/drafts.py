"""What a breakdown would give to whom: a line for each standard and each unit that answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from chuangcheng.core.access import Actor
from chuangcheng.standards.access import framework_for
from chuangcheng.standards.queries import StandardDuties, standards_with_duties
from chuangcheng.tasks.figures import asked_amount
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.policies import Template, templates_today
from chuangcheng.tasks.slots import Standing, standings_of
from chuangcheng.tasks.workflow import State

if TYPE_CHECKING:
    from chuangcheng.standards.models import Standard

MOST_LINES = 300  # on one page: our choice
NOBODY: Sequence[tuple[int | None, str]] = [(None, "")]
NO_TEMPLATE = Template("", None, "", "")
TITLE_LETTERS, TARGET_LETTERS = 60, 300


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
    standing: Standing | None  # how the standard stands today; None: not known, or not for this actor
    target_amount: Decimal | None  # as the standard names it
    measure: str
    days: int | None  # working days; this and the next two from the template of its method
    proof: str
    measures: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The lines of one item of a framework."""

    lines: list[DraftLine]
    is_cut: bool  # there are more than MOST_LINES


def breakdown_of(*, actor: Actor, framework_id: int, item_id: int | None, day: date) -> Breakdown:
    """The lines for the standards of an item, or of the whole framework. Four queries, and those of the standings."""
    framework = framework_for(actor, framework_id)
    found = standards_with_duties(framework_id=framework.pk, item_id=item_id, day=day, at_most=MOST_LINES + 1)
    tasks = _units_with_task(each.standard.pk for each in found)
    standings, templates = standings_of(actor, framework.pk), templates_today()
    lines = [
        _line(each, unit, tasks, standings.get(each.standard.pk), _template(each.standard, templates))
        for each in found
        for unit in each.units or NOBODY
    ]
    return Breakdown(lines[:MOST_LINES], len(lines) > MOST_LINES)


def _units_with_task(standard_ids: Iterable[int]) -> set[tuple[int | None, int]]:
    rows = Task.objects.filter(standard__in=list(standard_ids))
    rows = rows.exclude(state__in=[State.VOID.value, State.CLOSED.value])
    return set(rows.values_list("standard_id", "unit_id"))


def _template(standard: Standard, templates: Mapping[str, Template]) -> Template:
    """Of the method that judges the greatest share of it."""
    parts = sorted(standard.parts.all(), key=lambda part: -part.share)
    return next((templates[part.method] for part in parts if part.method in templates), NO_TEMPLATE)


def _line(
    found: StandardDuties,
    unit: tuple[int | None, str],
    tasks: set[tuple[int | None, int]],
    standing: Standing | None,
    template: Template,
) -> DraftLine:
    unit_id, unit_name = unit
    amount, measure = asked_amount(found.standard.text) or (None, "")
    return DraftLine(
        standard=found.standard,
        unit_id=unit_id,
        unit_name=unit_name,
        title=_short(found.standard.text.rstrip("。； "), TITLE_LETTERS),
        target=_short(found.standard.text, TARGET_LETTERS),
        due_on=found.due_on,
        is_standing="长期" in found.due,
        has_task=unit_id is not None and (found.standard.pk, unit_id) in tasks,
        standing=standing,
        target_amount=amount,
        measure=measure,
        days=template.days,
        proof=_short(found.standard.evidence, TARGET_LETTERS) or template.proof,
        measures=template.measures,
    )


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
