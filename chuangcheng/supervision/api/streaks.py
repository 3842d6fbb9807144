"""Periods in a row over the API: cards, what was recorded, the table."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from chuangcheng.core.access import require
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.supervision.api.step_deeds import DeedIn, DeedOut, told_deed
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS, streak_step_for, visible_streak_steps
from chuangcheng.supervision.escalation_policies import STREAKS
from chuangcheng.supervision.models import StreakStep
from chuangcheng.supervision.queries.streak_steps import streak_deeds_of
from chuangcheng.supervision.queries.streaks import unit_streaks
from chuangcheng.supervision.services.escalations import (
    change_streaks,
    do_about_streak,
    undo_streak_deed,
    undo_streak_step,
)

router = Router()


class CardOut(Schema):
    unit_id: int
    unit: str
    board: str
    card: str  # red, yellow, green
    periods: list[str]  # in a row, oldest first


class StreakStepOut(Schema):
    id: UUID
    unit_id: int
    unit: str
    board: str
    run_id: UUID
    since: date
    periods: int
    rung: str
    step: str
    by: str
    taken_at: datetime
    is_passed_over: bool
    is_undone: bool
    deeds: list[str]  # kinds of what was done about it and holds


class StreakStepDetail(StreakStepOut):
    story: list[DeedOut]


class UndoIn(Strict):
    reason: str


class StreakRungIn(Strict):
    code: str
    periods: int
    step: str
    by: str


class StreaksIn(Strict):
    rungs: list[StreakRungIn] = Field(max_length=50)
    valid_from: date
    reason: str


class StreaksOut(Schema):
    rungs: list[dict[str, Any]]
    source: str


@router.get("/cards", response=list[CardOut], summary="红黄绿牌")
def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """The units that hold a card now."""
    actor = actor_of(request)
    require(actor, VIEW_ESCALATIONS)
    return [
        {
            "unit_id": each.unit.pk,
            "unit": each.unit.name,
            "board": each.board,
            "card": each.card.value if each.card else "",
            "periods": list(each.streak.periods),
        }
        for each in unit_streaks(actor=actor)
    ]


@router.get("/streak-steps", response=list[StreakStepOut], summary="连续上榜措施，新的在前")
def streak_steps(request: HttpRequest, before: UUID | None = None) -> list[dict[str, Any]]:
    """What was recorded, 50 of them; `before`: the id of the last one seen."""
    actor = actor_of(request)
    require(actor, VIEW_ESCALATIONS)
    parameters = request.GET.copy()
    parameters["before"] = str(before or "")
    rows = keyset_page(visible_streak_steps(actor), parameters=parameters).rows
    done = streak_deeds_of(rows)
    return [_told(row, done.get(row.pk, set())) for row in rows]


@router.get("/streak-steps/{uuid:streak_step_id}", response=StreakStepDetail, summary="一次连续上榜措施")
def get_step(request: HttpRequest, streak_step_id: UUID) -> dict[str, Any]:
    """One step with what was done about it."""
    return _one(request, streak_step_id)


@router.post("/streak-steps/{uuid:streak_step_id}/deeds", response=StreakStepDetail, summary="办理连续上榜措施")
def add_deed(request: HttpRequest, streak_step_id: UUID, given: DeedIn) -> dict[str, Any]:
    """The leader's words, a talk planned or held, a lead referred."""
    do_about_streak(actor=actor_of(request), step_id=streak_step_id, given=given.deed())
    return _one(request, streak_step_id)


@router.post(
    "/streak-steps/{uuid:streak_step_id}/deeds/{uuid:deed_id}/undo",
    response=StreakStepDetail,
    summary="撤销一条办理记录",
)
def undo_one(request: HttpRequest, streak_step_id: UUID, deed_id: UUID, given: UndoIn) -> dict[str, Any]:
    """Says that a deed does not hold, for a reason."""
    undo_streak_deed(actor=actor_of(request), step_id=streak_step_id, deed_id=deed_id, reason=given.reason)
    return _one(request, streak_step_id)


@router.post("/streak-steps/{uuid:streak_step_id}/undo", response=StreakStepDetail, summary="撤销连续上榜措施")
def undo(request: HttpRequest, streak_step_id: UUID, given: UndoIn) -> dict[str, Any]:
    """Takes a step back, for a reason."""
    actor = actor_of(request)
    undo_streak_step(actor=actor, step_id=streak_step_id, reason=given.reason)
    return _one(request, streak_step_id)


@router.get("/streaks", response=StreaksOut, summary="连续上榜措施表")
def get_streaks(request: HttpRequest) -> dict[str, Any]:
    """The table in force today."""
    require(actor_of(request), VIEW_ESCALATIONS)
    return {"rungs": STREAKS.on(today()), "source": str(STREAKS.source)}


@router.put("/streaks", response=StreaksOut, summary="修改连续上榜措施表")
def put_streaks(request: HttpRequest, given: StreaksIn) -> dict[str, Any]:
    """The table from a day on; each row that is wrong is named."""
    rows = [rung.dict() for rung in given.rungs]
    change_streaks(actor=actor_of(request), rows=rows, valid_from=given.valid_from, reason=given.reason)
    return {"rungs": STREAKS.on(today()), "source": str(STREAKS.source)}


def _one(request: HttpRequest, step_id: UUID) -> dict[str, Any]:
    found = streak_step_for(actor_of(request), step_id)
    deeds = list(found.deeds.select_related("undone"))
    done = {deed.kind for deed in deeds if not hasattr(deed, "undone")}
    return {**_told(found, done), "story": [told_deed(deed) for deed in deeds]}


def _told(row: StreakStep, done: set[str]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "unit_id": row.unit_id,
        "unit": row.unit.name,
        "board": str(row.board),
        "run_id": row.run_id,
        "since": row.since,
        "periods": row.periods,
        "rung": row.rung,
        "step": row.step,
        "by": row.by,
        "taken_at": row.taken_at,
        "is_passed_over": row.is_passed_over,
        "is_undone": hasattr(row, "undone"),
        "deeds": sorted(done),
    }
