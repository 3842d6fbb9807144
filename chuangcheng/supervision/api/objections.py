"""Objections and their decisions; praise and faults."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from chuangcheng.core.files import DOCUMENTS, documents_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.supervision.appraisal_access import objection_for, require_appraiser, visible_objections
from chuangcheng.supervision.models import Decision, Merit, MeritWithdrawal, Objection
from chuangcheng.supervision.services.appraisals.merits import MeritGiven, enter_merit, withdraw_merit
from chuangcheng.supervision.services.appraisals.objecting import (
    MOST_FILES,
    add_objection_files,
    decide_objection,
    objection_to_prove,
    raise_objection,
)

router = Router()
MOST = 200  # in one answer; our choice


class ObjectionOut(Schema):
    id: UUID
    number: str
    run_id: UUID
    result_id: UUID
    unit_id: int | None
    line_name: str
    record_id: str
    record_label: str
    reason: str
    raised_by_name: str
    raised_at: datetime
    is_upheld: bool | None  # none: not decided yet
    effect: str
    decision_reason: str
    decided_by_name: str


class ObjectionIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same objection
    line: int  # from 1
    record_id: str = ""
    missing: Literal["", "city_praise", "praise", "clean_site_city", "clean_site_district"] = ""  # in place of a record
    reason: str


class FileOut(Schema):
    name: str
    size: int  # bytes


class DecisionIn(Strict):
    is_upheld: bool
    effect: Literal["", "leave_out", "on_time", "on_spot", "no_rework", "no_relapse", "add"] = ""
    reason: str


class MeritOut(Schema):
    id: UUID
    unit_id: int
    kind: str
    on: date
    is_doubled: bool
    source: str
    reason: str
    entered_by_name: str
    withdrawn_because: str  # empty: it holds


class MeritIn(Strict):
    id: UUID | None = None
    unit_id: int
    kind: str
    on: date
    is_doubled: bool = False
    source: str
    reason: str


class WithdrawIn(Strict):
    reason: str


@router.get("/appraisal-objections", response=list[ObjectionOut])
def list_objections(request: HttpRequest) -> list[dict[str, Any]]:
    """At most 200, the latest first."""
    return [_out(row) for row in visible_objections(actor_of(request)).order_by("-pk")[:MOST]]


@router.get("/appraisal-objections/{objection_id}", response=ObjectionOut)
def get_objection(request: HttpRequest, objection_id: UUID) -> dict[str, Any]:
    """One objection."""
    return _out(objection_for(actor_of(request), objection_id))


@router.post("/appraisal-sheets/{result_id}/objections", response={201: ObjectionOut})
def add_objection(request: HttpRequest, result_id: UUID, given: ObjectionIn) -> Status[dict[str, Any]]:
    """A unit objects to a record of its sheet."""
    actor = actor_of(request)
    made = raise_objection(
        actor=actor, objection_id=given.id or new_id(), result_id=result_id, **given.dict(exclude={"id"})
    )
    return Status(201, _out(objection_for(actor, made.pk)))


@router.post("/appraisal-objections/{objection_id}/files", response={201: list[FileOut]})
def add_files(
    request: HttpRequest,
    objection_id: UUID,
    files: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read from the request, which stores what is too big for memory; named here for the documentation
) -> Status[list[dict[str, Any]]]:
    """What proves an objection, while nobody has decided; gives all that it has then."""
    actor = actor_of(request)
    objection_to_prove(actor, objection_id)
    sent = documents_from_request(request, "files", at_least=1, at_most=MOST_FILES, limits=DOCUMENTS)
    made = add_objection_files(actor=actor, objection_id=objection_id, files=sent)
    return Status(201, [{"name": each.name, "size": each.file.size} for each in made])


@router.post("/appraisal-objections/{objection_id}/decision", response={201: ObjectionOut})
def decide(request: HttpRequest, objection_id: UUID, given: DecisionIn) -> Status[dict[str, Any]]:
    """认定: what is upheld is counted at once."""
    actor = actor_of(request)
    decide_objection(actor=actor, objection_id=objection_id, **given.dict())
    return Status(201, _out(objection_for(actor, objection_id)))


@router.get("/appraisal-merits", response=list[MeritOut])
def list_merits(request: HttpRequest) -> list[dict[str, Any]]:
    """At most 200, the latest entered first."""
    require_appraiser(actor_of(request))
    return [_merit(row) for row in Merit.objects.select_related("withdrawal").order_by("-pk")[:MOST]]


@router.post("/appraisal-merits", response={201: MeritOut})
def add_merit(request: HttpRequest, given: MeritIn) -> Status[dict[str, Any]]:
    """Enters praise or a fault for a day."""
    facts = MeritGiven(**given.dict(exclude={"id"}))
    return Status(201, _merit(enter_merit(actor=actor_of(request), merit_id=given.id or new_id(), given=facts)))


@router.post("/appraisal-merits/{merit_id}/withdraw", response=MeritOut)
def withdraw(request: HttpRequest, merit_id: UUID, given: WithdrawIn) -> dict[str, Any]:
    """It does not hold."""
    made = withdraw_merit(actor=actor_of(request), merit_id=merit_id, reason=given.reason)
    return _merit(made.merit)


def _out(row: Objection) -> dict[str, Any]:
    own = (
        *("id", "number", "run_id", "result_id", "unit_id", "line_name", "record_id", "record_label"),
        *("reason", "raised_by_name", "raised_at"),
    )
    decision: Decision | None = getattr(row, "decision", None)
    return {
        **{name: getattr(row, name) for name in own},
        "is_upheld": None if decision is None else decision.is_upheld,
        "effect": "" if decision is None else decision.effect,
        "decision_reason": "" if decision is None else decision.reason,
        "decided_by_name": "" if decision is None else decision.by_name,
    }


def _merit(row: Merit) -> dict[str, Any]:
    withdrawal: MeritWithdrawal | None = getattr(row, "withdrawal", None)
    names = [name for name in MeritOut.model_fields if name != "withdrawn_because"]
    return {
        **{name: getattr(row, name) for name in names},
        "withdrawn_because": withdrawal.reason if withdrawal else "",
    }
