"""兼顾工作: what a task may serve besides the title, put on many tasks or taken off them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.core.access import require
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.tasks.access import VIEW
from chuangcheng.tasks.policies import known_tags
from chuangcheng.tasks.services import tag_tasks
from chuangcheng.tasks.tags import read_tags

router = Router()


class TagsIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same change
    task_ids: list[UUID]
    put_on: list[str] = []
    taken_off: list[str] = []
    reason: str = ""


class TaggedOut(Schema):
    task_id: UUID
    tags: list[str]


@router.get("/task-tags", response=list[str])
def list_tags(request: HttpRequest) -> list[str]:
    """What may be put on a task today; the setting tasks.tags."""
    require(actor_of(request), VIEW)
    return known_tags()


@router.post("/task-tags", response=list[TaggedOut])
def tag(request: HttpRequest, given: TagsIn) -> list[dict[str, Any]]:
    """The tasks that changed: all of them, or none and why."""
    changed = tag_tasks(
        actor=actor_of(request),
        batch_id=given.id or new_id(),
        task_ids=given.task_ids,
        put_on=given.put_on,
        taken_off=given.taken_off,
        reason=given.reason,
    )
    return [{"task_id": task.pk, "tags": read_tags(task.tags)} for task in changed]
