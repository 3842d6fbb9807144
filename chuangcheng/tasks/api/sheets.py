"""Cells of the ledger, saved together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.tasks.services import CellsRefused, SheetCell, save_cells, shown_cells

router = Router()


class CellIn(Strict):
    task_id: UUID
    fact: str  # title, person_id (by name), target, now_amount, target_amount, measure, starts_on, due_on, days …
    text: str  # as people write it
    seen: str | None = None  # what the cell showed before: when it shows something else now, nothing is saved


class CellsIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same change
    reason: str
    cells: list[CellIn]


class RowOut(Schema):
    task_id: UUID
    cells: dict[str, str]  # fact → what its cell shows
    percent: int


class SavedOut(Schema):
    rows: list[RowOut]


class WrongOut(Schema):
    task_id: UUID
    fact: str
    sentence: str


class RefusedOut(Schema):
    detail: str
    code: str
    wrong: list[WrongOut]


@router.post("/task-cells", response={200: SavedOut, 422: RefusedOut}, url_name="save_task_cells")
def save(request: HttpRequest, given: CellsIn) -> Status[dict[str, Any]]:
    """Cells of several tasks as one change with one reason: all, or none and each wrong cell with its sentence."""
    cells = [SheetCell(**each.dict()) for each in given.cells]
    try:
        tasks = save_cells(actor=actor_of(request), batch_id=given.id or new_id(), cells=cells, reason=given.reason)
    except CellsRefused as refusal:
        told = {"detail": str(refusal), "code": type(refusal).__name__, "wrong": refusal.wrong}
        return Status(422, told)
    rows = [{"task_id": task.pk, "cells": shown_cells(task), "percent": task.percent} for task in tasks]
    return Status(200, {"rows": rows})
