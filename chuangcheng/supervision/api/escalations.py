"""Escalation over the API: what goes up, what has gone up, what is done about it, the ladder."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.core.access import require
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of
from chuangcheng.supervision.api.step_deeds import DeedIn, DeedOut, told_deed
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS, step_for
from chuangcheng.supervision.escalation_policies import LADDER
from chuangcheng.supervision.models import EscalationStep
from chuangcheng.supervision.queries.escalations import coming_up, deeds_of, steps_shown
from chuangcheng.supervision.services.escalations import change_ladder, do_about, undo_deed, undo_step

router = Router()


class StepOut(Schema):
    id: UUID
    case_id: UUID
    number: str
    unit_id: int
    unit: str
    rung: str
    step: str  # remind, order, leader, talk, account
    by: str  # supervision_office, leader_in_charge, organisation, discipline
    deadline: datetime | None
    due_at: datetime
    taken_at: datetime
    is_passed_over: bool
    is_undone: bool
    deeds: list[str]  # kinds of what was done about it


class ComingOut(Schema):
    case_id: UUID
    number: str
    unit_id: int | None
    rung: str
    step: str
    by: str
    at: datetime | None
    working_minutes_left: int


class StepDetail(StepOut):
    story: list[DeedOut]


class UndoIn(Strict):
    reason: str


class RungIn(Strict):
    code: str
    after: str  # late, rework, relapse
    days: int = 0
    hours: int = 0
    times: int | None = None
    step: str
    by: str


class LadderIn(Strict):
    rungs: list[RungIn]
    valid_from: date
    reason: str


class LadderOut(Schema):
    rungs: list[dict[str, Any]]
    source: str


@router.get("/escalations", response=list[StepOut])
def list_steps(request: HttpRequest, step: str = "", before: UUID | None = None) -> list[dict[str, Any]]:
    """The steps that were taken, newest first, 50 of them; `before`: the id of the last one seen."""
    actor = actor_of(request)
    require(actor, VIEW_ESCALATIONS)
    parameters = request.GET.copy()
    parameters["before"] = str(before or "")
    rows = keyset_page(steps_shown(actor=actor, step=step[:8]), parameters=parameters).rows
    done = deeds_of(rows)
    return [_told(row, done.get(row.pk, set())) for row in rows]


@router.get("/escalations/coming", response=list[ComingOut])
def list_coming(request: HttpRequest) -> list[dict[str, Any]]:
    """What goes up within the next working day."""
    actor = actor_of(request)
    require(actor, VIEW_ESCALATIONS)
    return [
        {
            "case_id": each.case.pk,
            "number": each.case.number,
            "unit_id": each.case.lead_unit_id,
            "rung": each.step.rung.code,
            "step": each.step.rung.step.value,
            "by": each.step.rung.by.value,
            "at": each.step.at,
            "working_minutes_left": int(each.step.goes_up_in.total_seconds() // 60) if each.step.goes_up_in else 0,
        }
        for each in coming_up(actor=actor, now=now())
    ]


@router.get("/escalations/{uuid:step_id}", response=StepDetail)
def get_step(request: HttpRequest, step_id: UUID) -> dict[str, Any]:
    """One step."""
    return _one(request, step_id)


@router.post("/escalations/{uuid:step_id}/deeds", response=StepDetail)
def add_deed(request: HttpRequest, step_id: UUID, given: DeedIn) -> dict[str, Any]:
    """The leader's words, a talk planned or held, a lead referred."""
    do_about(actor=actor_of(request), step_id=step_id, given=given.deed())
    return _one(request, step_id)


@router.post("/escalations/{uuid:step_id}/deeds/{uuid:deed_id}/undo", response=StepDetail)
def undo_one(request: HttpRequest, step_id: UUID, deed_id: UUID, given: UndoIn) -> dict[str, Any]:
    """Says that a deed does not hold, for a reason."""
    undo_deed(actor=actor_of(request), step_id=step_id, deed_id=deed_id, reason=given.reason)
    return _one(request, step_id)


@router.post("/escalations/{uuid:step_id}/undo", response=StepDetail)
def undo(request: HttpRequest, step_id: UUID, given: UndoIn) -> dict[str, Any]:
    """Takes a step back, for a reason."""
    undo_step(actor=actor_of(request), step_id=step_id, reason=given.reason)
    return _one(request, step_id)


@router.get("/ladder", response=LadderOut)
def get_ladder(request: HttpRequest) -> dict[str, Any]:
    """The table in force today."""
    require(actor_of(request), VIEW_ESCALATIONS)
    return {"rungs": LADDER.on(today()), "source": str(LADDER.source)}


@router.put("/ladder", response=LadderOut)
def put_ladder(request: HttpRequest, given: LadderIn) -> dict[str, Any]:
    """The table from a day on; each row that is wrong is named."""
    rows = [_row(rung) for rung in given.rungs]
    change_ladder(actor=actor_of(request), rows=rows, valid_from=given.valid_from, reason=given.reason)
    return {"rungs": LADDER.on(today()), "source": str(LADDER.source)}


def _row(rung: RungIn) -> dict[str, Any]:
    said = {"code": rung.code, "after": rung.after, "step": rung.step, "by": rung.by}
    if rung.after == "late":
        return {**said, "days": rung.days, "hours": rung.hours}
    return {**said, "times": rung.times}


def _one(request: HttpRequest, step_id: UUID) -> dict[str, Any]:
    found = step_for(actor_of(request), step_id)
    deeds = list(found.deeds.select_related("undone"))
    done = {deed.kind for deed in deeds if not hasattr(deed, "undone")}
    return {**_told(found, done), "story": [told_deed(deed) for deed in deeds]}


def _told(row: EscalationStep, done: set[str]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "case_id": row.case_id,
        "number": row.case.number,
        "unit_id": row.unit_id,
        "unit": row.unit.name,
        "rung": row.rung,
        "step": row.step,
        "by": row.by,
        "deadline": row.deadline,
        "due_at": row.due_at,
        "taken_at": row.taken_at,
        "is_passed_over": row.is_passed_over,
        "is_undone": hasattr(row, "undone"),
        "deeds": sorted(done),
    }
