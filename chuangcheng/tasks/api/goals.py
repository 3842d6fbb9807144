"""The visits that tasks serve: which there are, and many tasks put into one or taken out of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.core.access import require
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.tasks.access import VIEW
from chuangcheng.tasks.services import leave_visit, serve_visit, visits_offered

router = Router()


class VisitOut(Schema):
    key: str
    label: str
    day: date


class ServeIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same change
    task_ids: list[UUID]
    key: str  # of a visit in the list
    act: Literal["serve", "leave"] = "serve"


class ServingOut(Schema):
    task_id: UUID
    number: str


@router.get("/task-visits", response=list[VisitOut])
def list_visits(request: HttpRequest) -> list[dict[str, Any]]:
    """The visits to come for which tasks may be planned, the earliest first."""
    actor = actor_of(request)
    require(actor, VIEW)
    return [{"key": goal.key, "label": goal.label, "day": goal.day} for goal in visits_offered(actor)]


@router.post("/task-visits", response=list[ServingOut])
def serve(request: HttpRequest, given: ServeIn) -> list[dict[str, Any]]:
    """The tasks that changed: all of them, or none and why."""
    act = serve_visit if given.act == "serve" else leave_visit
    changed = act(actor=actor_of(request), batch_id=given.id or new_id(), task_ids=given.task_ids, key=given.key)
    return [{"task_id": task.pk, "number": task.number} for task in changed]
