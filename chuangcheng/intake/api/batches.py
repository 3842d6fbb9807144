from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of
from chuangcheng.intake import services, shapes
from chuangcheng.intake.access import VIEW, batch_for
from chuangcheng.intake.models import Batch
from chuangcheng.intake.queries import batches_shown, findings_of, progress_of
from chuangcheng.intake.schemas import ReportLine
from chuangcheng.intake.services import BatchGiven

router = Router()


class BatchOut(Schema):
    """A batch of a superior's findings."""

    id: UUID
    number: str
    name: str
    giver: str
    received_on: date
    due_on: date | None
    note: str
    total: int
    done: int


class BatchStepOut(Schema):
    """What a leader did."""

    id: UUID
    kind: str
    leader_name: str
    at: datetime
    visited_on: date | None
    text: str


class BatchDetail(BatchOut):
    """A batch with its leaders' steps and its findings."""

    overdue: int
    leader_ids: list[int]
    steps: list[BatchStepOut]
    findings: list[ReportLine]


class BatchIn(Strict):
    """What the office says of a batch."""

    id: UUID  # UUIDv7 made by the client: the same one again is the same batch
    name: str
    giver: str
    received_on: date
    due_on: date | None = None
    note: str = ""
    leader_ids: list[int] = []  # none: the top leaders


class ReadIn(Strict):
    """已阅."""

    id: UUID = Field(default_factory=new_id)
    text: str = ""


class FollowIn(Strict):
    """亲自督办."""

    id: UUID = Field(default_factory=new_id)
    text: str
    visited_on: date | None = None


@router.get("/superior-batches", response=list[BatchOut])
def list_batches(request: HttpRequest) -> list[Batch]:
    """The batches, newest first."""
    actor = actor_of(request)
    require(actor, VIEW)
    return batches_shown(actor=actor)


@router.post("/superior-batches", response={201: BatchDetail})
def add_batch(request: HttpRequest, given: BatchIn) -> Status[dict[str, Any]]:
    """Registers a batch; its findings come by the import `superior`."""
    actor = actor_of(request)
    made = services.save_batch(actor=actor, batch_id=given.id, given=BatchGiven(**given.dict(exclude={"id"})))
    return Status(201, _detail(batch_for(actor, made.pk)))


@router.get("/superior-batches/{uuid:batch_id}", response=BatchDetail)
def get_batch(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    """One batch."""
    return _detail(batch_for(actor_of(request), batch_id))


@router.post("/superior-batches/{uuid:batch_id}/read", response=BatchDetail)
def read_batch(request: HttpRequest, batch_id: UUID, given: ReadIn) -> dict[str, Any]:
    """The leader has read it."""
    actor = actor_of(request)
    services.acknowledge_batch(actor=actor, batch_id=batch_id, step_id=given.id, text=given.text)
    return _detail(batch_for(actor, batch_id))


@router.post("/superior-batches/{uuid:batch_id}/follow", response=BatchDetail)
def follow_batch(request: HttpRequest, batch_id: UUID, given: FollowIn) -> dict[str, Any]:
    """The leader followed it up in person."""
    actor = actor_of(request)
    services.follow_batch(
        actor=actor, batch_id=batch_id, step_id=given.id, text=given.text, visited_on=given.visited_on
    )
    return _detail(batch_for(actor, batch_id))


def _detail(batch: Batch) -> dict[str, Any]:
    findings = findings_of(batch)
    progress = progress_of(findings, now=now())
    names = ("id", "number", "name", "giver", "received_on", "due_on", "note")
    return {
        **{name: getattr(batch, name) for name in names},
        "total": progress.total,
        "done": progress.done,
        "overdue": progress.overdue,
        "leader_ids": [person.pk for person in batch.leaders.all()],
        "steps": list(batch.steps.all()),
        "findings": [shapes.line(report) for report in findings],
    }
