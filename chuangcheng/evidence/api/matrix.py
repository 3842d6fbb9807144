"""Standard × unit: what is there of what was asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.core.web import actor_of
from chuangcheng.evidence.queries import Cell, matrix_of

router = Router()


class CellOut(Schema):
    asked: int  # pieces
    accepted: int
    waiting: int
    returned: int  # requests
    due_on: date | None


class UnitCellOut(CellOut):
    unit_id: int
    unit: str


class RowOut(Schema):
    standard_id: int
    standard: str  # code
    is_open: bool  # it wants material, and nobody was asked for any
    total: CellOut
    cells: list[UnitCellOut]  # of units that were asked for something


class MatrixOut(Schema):
    total: CellOut
    rows: list[RowOut]


@router.get("/material-matrix/{framework_id}", response=MatrixOut)
def get_matrix(request: HttpRequest, framework_id: int, item_id: int | None = None) -> dict[str, Any]:
    """The matrix of a framework, or of one item, as far as it may be seen."""
    found = matrix_of(actor=actor_of(request), framework_id=framework_id, item_id=item_id)
    rows = [
        {
            "standard_id": row.standard.pk,
            "standard": row.standard.code,
            "is_open": row.is_open,
            "total": _shown(row.total),
            "cells": [
                {"unit_id": unit.unit_id, "unit": unit.name, **_shown(cell)}
                for unit, cell in zip(found.units, row.cells, strict=True)
                if cell.asked
            ],
        }
        for row in found.rows
    ]
    return {"total": _shown(found.total), "rows": rows}


def _shown(cell: Cell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in ("asked", "accepted", "waiting", "returned", "due_on")}
