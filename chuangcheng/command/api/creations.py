"""The campaigns and their stages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.command.access import creation_for
from chuangcheng.command.models import Creation
from chuangcheng.command.queries import closed_creation_rows, creation_rows, stage_line
from chuangcheng.command.services import (
    CreationGiven,
    change_creation,
    close_creation,
    create_creation,
    record_step,
    reopen_creation,
)
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of

router = Router()


class StageOut(Schema):
    name: str
    position: str  # done, now, ahead
    entered_on: date | None


class CreationOut(Schema):
    id: UUID
    name: str
    programme: str
    title_sought: str
    framework_code: str
    stages: list[StageOut]
    note: str
    outcome: str  # named, not_named, withdrawn; "" while it goes on


class StepOut(Schema):
    id: UUID
    stage: str
    happened_on: date
    note: str
    is_back: bool
    recorded_at: datetime


class EndingOut(Schema):
    id: UUID
    outcome: str  # "": it was reopened
    happened_on: date
    reason: str
    recorded_at: datetime


class CreationDetail(CreationOut):
    steps: list[StepOut]  # oldest first
    endings: list[EndingOut]  # oldest first


class CreationFacts(Strict):
    name: str
    programme: str
    title_sought: str
    framework_code: str = ""
    stages: list[str] = []  # empty: as the setting says
    note: str = ""

    def given(self) -> CreationGiven:
        """The campaign as the service takes it."""
        return CreationGiven(**self.dict(exclude={"id"}))


class CreationIn(CreationFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same campaign


class StepIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    stage: str
    happened_on: date
    note: str = ""


class CloseIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same ending
    outcome: Literal["named", "not_named", "withdrawn"]
    happened_on: date
    reason: str


class ReopenIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    happened_on: date
    reason: str


@router.get("/creations", response=list[CreationOut])
def list_creations(request: HttpRequest, view: Literal["open", "closed"] = "open") -> list[dict[str, Any]]:
    """The campaigns that go on, or those that have ended, with their stages."""
    actor = actor_of(request)
    if view == "open":
        return [_shown(row.creation, row.line) for row in creation_rows(actor=actor, today=today())]
    found = [row.creation for row in closed_creation_rows(actor=actor)]
    return [_shown(each, stage_line(each, list(each.steps.all()))) for each in found]


@router.post("/creations", response={201: CreationDetail})
def add_creation(request: HttpRequest, given: CreationIn) -> Status[dict[str, Any]]:
    """A campaign."""
    made = create_creation(actor=actor_of(request), creation_id=given.id or new_id(), given=given.given())
    return Status(201, _detail(made))


@router.get("/creations/{creation_id}", response=CreationDetail)
def get_creation(request: HttpRequest, creation_id: UUID) -> dict[str, Any]:
    """One campaign with every step."""
    return _detail(creation_for(actor_of(request), creation_id))


@router.put("/creations/{creation_id}", response=CreationDetail)
def edit_creation(request: HttpRequest, creation_id: UUID, given: CreationFacts) -> dict[str, Any]:
    """Other facts of a campaign."""
    return _detail(change_creation(actor=actor_of(request), creation_id=creation_id, given=given.given()))


@router.post("/creations/{creation_id}/steps", response={201: CreationDetail})
def add_step(request: HttpRequest, creation_id: UUID, given: StepIn) -> Status[dict[str, Any]]:
    """The campaign enters a stage; going back needs a note."""
    actor = actor_of(request)
    facts = given.dict(exclude={"id"})
    record_step(actor=actor, creation_id=creation_id, step_id=given.id or new_id(), **facts)
    return Status(201, _detail(creation_for(actor, creation_id)))


@router.post("/creations/{creation_id}/close", response=CreationDetail)
def end(request: HttpRequest, creation_id: UUID, given: CloseIn) -> dict[str, Any]:
    """The campaign ends: it leaves countdowns, calendar and the leaders' screen."""
    actor, facts = actor_of(request), given.dict(exclude={"id"})
    close_creation(actor=actor, creation_id=creation_id, ending_id=given.id or new_id(), **facts)
    return _detail(creation_for(actor, creation_id))


@router.post("/creations/{creation_id}/reopen", response=CreationDetail)
def reopen(request: HttpRequest, creation_id: UUID, given: ReopenIn) -> dict[str, Any]:
    """The campaign goes on."""
    actor, facts = actor_of(request), given.dict(exclude={"id"})
    reopen_creation(actor=actor, creation_id=creation_id, ending_id=given.id or new_id(), **facts)
    return _detail(creation_for(actor, creation_id))


def _detail(found: Creation) -> dict[str, Any]:
    steps = list(found.steps.all())
    return {**_shown(found, stage_line(found, steps)), "steps": steps, "endings": list(found.endings.all())}


def _shown(found: Creation, line: Any) -> dict[str, Any]:
    names = ("id", "name", "programme", "title_sought", "framework_code", "note", "outcome")
    stages = [
        {"name": stage.name, "position": stage.position, "entered_on": stage.step.happened_on if stage.step else None}
        for stage in line
    ]
    return {**{name: getattr(found, name) for name in names}, "stages": stages}
