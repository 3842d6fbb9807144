"""Standard × unit: how much of what was asked for is there. A fixed number of queries, whatever the number of cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Least

from chuangcheng.core.access import Actor
from chuangcheng.evidence.access import VIEW, visible_materials
from chuangcheng.evidence.workflow import State
from chuangcheng.orgs.queries import unit_places
from chuangcheng.standards.access import framework_for
from chuangcheng.standards.queries import standards_in_order

if TYPE_CHECKING:
    from chuangcheng.standards.models import Standard

NOT_BROUGHT = Q(state__in=[State.ASKED.value, State.RETURNED.value])


@dataclass(frozen=True, slots=True)
class Cell:
    """The requests of one standard to one unit together; also a sum of such."""

    asked: int = 0  # pieces
    accepted: int = 0  # pieces, of each request no more than it asks for
    waiting: int = 0  # pieces to be reviewed
    returned: int = 0  # requests that came back
    due_on: date | None = None  # the first date of those that are not brought; None: all are

    @property
    def is_complete(self) -> bool:
        """True when everything that was asked for is accepted."""
        return 0 < self.asked <= self.accepted

    @property
    def missing(self) -> int:
        """Pieces not accepted yet."""
        return self.asked - self.accepted

    def tone(self, today: date) -> str:
        """Green: complete; red: overdue; amber: to be reviewed or returned; else blue; empty: nothing was asked."""
        if not self.asked:
            return ""
        if self.is_complete:
            return "green"
        if self.due_on is not None and self.due_on < today:
            return "red"
        return "amber" if self.waiting or self.returned else "blue"


@dataclass(frozen=True, slots=True)
class MatrixUnit:
    """A column."""

    unit_id: int
    name: str
    total: Cell


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A standard with a cell for each column; `is_open`: it wants material, and nobody was asked for any."""

    standard: Standard
    cells: list[Cell]
    total: Cell
    is_open: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of a framework, or of an item."""

    units: list[MatrixUnit]  # in the order of the tree
    rows: list[MatrixRow]  # in the order of the framework
    total: Cell
    open_count: int  # standards that want material, and nobody was asked for any


def matrix_of(*, actor: Actor, framework_id: int, item_id: int | None = None) -> Matrix:
    """What is there of what was asked for, as far as the actor sees it. Four queries."""
    framework = framework_for(actor, framework_id)
    standards = standards_in_order(framework_id=framework.pk, item_id=item_id)
    part = Q(standard__content__item=item_id) if item_id else Q()
    cells = _cells(actor, Q(framework=framework.pk) & part)
    places = unit_places({unit_id for _standard, unit_id in cells})
    order = sorted(places, key=lambda unit_id: places[unit_id][1])
    lines = [_row(standard, order, cells) for standard in standards]
    shown = [line for line in lines if line.total.asked or line.is_open]
    units = [
        MatrixUnit(unit_id, places[unit_id][0], total_of(line.cells[place] for line in shown))
        for place, unit_id in enumerate(order)
    ]
    return Matrix(units, shown, total_of(line.total for line in shown), sum(line.is_open for line in shown))


def cells_of_standards(*, actor: Actor, standard_ids: Collection[int]) -> dict[int, Cell]:
    """Standard → what is there of what its units were asked for, as far as the actor sees it. One query."""
    if not actor.may(VIEW):
        return {}
    found: dict[int, list[Cell]] = defaultdict(list)
    for (standard_id, _unit_id), cell in _cells(actor, Q(standard__in=standard_ids)).items():
        found[standard_id].append(cell)
    return {standard_id: total_of(cells) for standard_id, cells in found.items()}


def total_of(cells: Iterable[Cell]) -> Cell:
    """The sum."""
    every = list(cells)
    return Cell(
        asked=sum(cell.asked for cell in every),
        accepted=sum(cell.accepted for cell in every),
        waiting=sum(cell.waiting for cell in every),
        returned=sum(cell.returned for cell in every),
        due_on=min((cell.due_on for cell in every if cell.due_on is not None), default=None),
    )


def _cells(actor: Actor, where: Q) -> dict[tuple[int, int], Cell]:
    rows = visible_materials(actor).filter(where).exclude(state=State.VOID.value)
    found = (
        rows.order_by()
        .values_list("standard_id", "unit_id")
        .annotate(
            asked=Sum("count"),
            accepted=Sum(Least(F("accepted_count"), F("count"))),
            waiting=Sum("waiting_count"),
            returned=Count("pk", filter=Q(state=State.RETURNED.value)),
            due=Min("due_on", filter=NOT_BROUGHT),
        )
    )
    return {(standard_id, unit_id): Cell(*numbers) for standard_id, unit_id, *numbers in found}


def _row(standard: Standard, order: list[int], cells: dict[tuple[int, int], Cell]) -> MatrixRow:
    nothing = Cell()
    mine = [cells.get((standard.pk, unit_id), nothing) for unit_id in order]
    total = total_of(mine)
    return MatrixRow(standard, mine, total, not total.asked and bool(standard.evidence.strip()))
