"""Standard × unit as an Excel table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.evidence.queries import Cell, Matrix, matrix_of

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework

MOST_UNITS = 200  # columns; a sheet of more nobody reads. Our choice


def export_matrix(*, actor: Actor, framework: Framework | None, item_id: int | None, target: BinaryIO) -> None:
    """Writes the matrix; without a framework in force an empty one."""
    found = Matrix([], [], Cell(), 0)
    if framework is not None:
        found = matrix_of(actor=actor, framework_id=framework.pk, item_id=item_id)
    columns = [
        Column(_("标准编号"), width=12),
        Column(_("测评项目"), width=18),
        Column(_("测评标准"), width=40),
        Column(_("应提供（份）"), "number", width=10),
        Column(_("已认可（份）"), "number", width=10),
        Column(_("待审核（份）"), "number", width=10),
        *(Column(unit.name, "centred", width=12) for unit in found.units[:MOST_UNITS]),
    ]
    with transaction.atomic():
        count = write_workbook(target=target, tables=[Table(_("材料完整性"), columns, _rows(found))])
        audit.record(actor=actor, action="evidence.export", detail={"lines": count})


def _rows(found: Matrix) -> Iterator[tuple[Value, ...]]:
    for row in found.rows:
        total, standard = row.total, row.standard
        yield (
            standard.code,
            standard.content.item.name,
            standard.text,
            total.asked,
            total.accepted,
            total.waiting,
            *(_told(cell) for cell in row.cells[:MOST_UNITS]),
        )


def _told(cell: Cell) -> str:
    return f"{cell.accepted}/{cell.asked}" if cell.asked else ""
