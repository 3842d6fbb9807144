from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.sites.access import grid_cell_for
from chuangcheng.sites.models import GridCell
from chuangcheng.sites.queries import grid_page, site_count_of
from chuangcheng.sites.services import GridFacts, change_grid_cell, create_grid_cell

router = Router()


class CellOut(Schema):
    id: int
    code: str
    name: str
    unit_id: int
    unit: str
    keeper_id: int | None
    keeper: str


class CellLine(CellOut):
    site_count: int
    has_boundary: bool


class CellDetail(CellOut):
    boundary: dict[str, Any] | None  # GeoJSON geometry, WGS-84


class CellList(Schema):
    items: list[CellLine]
    next: str  # `after` of the next page; empty: none


class CellIn(Strict):
    code: str
    name: str
    unit_id: int
    keeper_id: int | None = None
    boundary: dict[str, Any] | None = None  # GeoJSON geometry, WGS-84


@router.get("/grid-cells", response=CellList)
def list_cells(request: HttpRequest, after: str = "") -> dict[str, Any]:
    """The cells of one's communities, by code, a hundred at a time."""
    found = grid_page(actor=actor_of(request), after=after[:40])
    lines = [
        {**_facts(cell), "site_count": site_count_of(cell), "has_boundary": bool(cell.boundary)} for cell in found.cells
    ]
    return {"items": lines, "next": found.following}


@router.post("/grid-cells", response={201: CellDetail})
def add_cell(request: HttpRequest, given: CellIn) -> Status[dict[str, Any]]:
    """Enters a cell."""
    return Status(201, _detail(create_grid_cell(actor=actor_of(request), facts=GridFacts(**given.dict()))))


@router.get("/grid-cells/{cell_id}", response=CellDetail)
def get_cell(request: HttpRequest, cell_id: int) -> dict[str, Any]:
    """One cell with its outline."""
    return _detail(grid_cell_for(actor_of(request), cell_id))


@router.put("/grid-cells/{cell_id}", response=CellDetail)
def change_cell(request: HttpRequest, cell_id: int, given: CellIn) -> dict[str, Any]:
    """Changes a cell."""
    return _detail(change_grid_cell(actor=actor_of(request), cell_id=cell_id, facts=GridFacts(**given.dict())))


def _detail(cell: GridCell) -> dict[str, Any]:
    return {**_facts(cell), "boundary": cell.boundary}


def _facts(cell: GridCell) -> dict[str, Any]:
    return {
        **{name: getattr(cell, name) for name in ("id", "code", "name", "unit_id", "keeper_id")},
        "unit": cell.unit.name,
        "keeper": cell.keeper.name if cell.keeper else "",
    }
