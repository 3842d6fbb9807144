from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from chuangcheng.core.access import require
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.access import PLAN, VISIT, own_control_shown, round_to_control
from chuangcheng.inspections.agreement import Agreement
from chuangcheng.inspections.api.visits import AnswerIn, ItemOut, answer_given
from chuangcheng.inspections.models import Control
from chuangcheng.inspections.queries.controls import (
    control_items,
    control_result,
    controls_of_round,
    my_open_controls,
)
from chuangcheng.inspections.services.controls import (
    ControlGiven,
    assign_controls,
    draw_controls,
    settle_difference,
    submit_control,
)

router = Router()
MOST_OPEN = 500  # in the answer of what is mine


class ControlOut(Schema):
    id: UUID
    round_id: UUID
    site_id: UUID
    site: str
    inspector_id: int | None
    due_on: date
    submitted_at: datetime | None


class DrawIn(Strict):
    id: UUID  # UUIDv7 made by the client: the same one again is the same draw
    seed: str = ""  # empty: one is made


class DrawOut(Schema):
    id: UUID
    seed: str
    share: int  # per cent
    visited_count: int
    drawn_count: int


class AssignControlsIn(Strict):
    control_ids: list[UUID] = Field(min_length=1)
    inspector_id: int


class ControlVisitIn(Strict):
    started_at: datetime
    answers: list[AnswerIn]
    note: str = ""


class SettleIn(Strict):
    kept: str  # first, second
    reason: str


class AgreementOut(Schema):
    label: str
    count: int
    agreed: int
    raw: Decimal | None  # 0..1
    kappa: Decimal | None  # null: undefined


class DifferenceOut(Schema):
    answer_id: UUID  # of the second visit, to settle
    site: str
    item: str
    first: str
    second: str
    kept: str


class ResultOut(Schema):
    whole: AgreementOut
    by_item: list[AgreementOut]
    by_inspector: list[AgreementOut]
    differences: list[DifferenceOut]


class AssignedOut(Schema):
    count: int


@router.get("/rounds/{round_id}/controls", response=list[ControlOut])
def list_controls(request: HttpRequest, round_id: UUID) -> list[dict[str, Any]]:
    """The second visits drawn in a round, for who plans it."""
    found = round_to_control(actor_of(request), round_id)
    return [_control(control) for control in controls_of_round(found=found)]


@router.post("/rounds/{round_id}/controls", response={201: DrawOut})
def add_controls(request: HttpRequest, round_id: UUID, given: DrawIn) -> Status[Any]:
    """Draws visited sites up to the share that the kind of round asks for."""
    made = draw_controls(actor=actor_of(request), round_id=round_id, draw_id=given.id, seed=given.seed)
    return Status(201, made)


@router.post("/rounds/{round_id}/controls/assign", response=AssignedOut)
def assign(request: HttpRequest, round_id: UUID, given: AssignControlsIn) -> dict[str, int]:
    """Gives second visits to a person who did not make the first one."""
    return {"count": assign_controls(actor=actor_of(request), round_id=round_id, **given.dict())}


@router.get("/rounds/{round_id}/agreement", response=ResultOut)
def get_agreement(request: HttpRequest, round_id: UUID) -> dict[str, Any]:
    """How far first and second visits agree, and where they differ."""
    actor = actor_of(request)
    require(actor, PLAN)
    result = control_result(found=round_to_control(actor, round_id))
    return {
        "whole": _agreement("", result.whole),
        "by_item": [_agreement(row.label, row.agreement) for row in result.by_item],
        "by_inspector": [_agreement(row.label, row.agreement) for row in result.by_inspector],
        "differences": [
            {
                "answer_id": row.second.pk,
                "site": row.first.visit.site.name,
                "item": row.second.item.text,
                "first": row.first.verdict,
                "second": row.second.verdict,
                "kept": row.second.kept,
            }
            for row in result.differences
        ],
    }


@router.get("/controls/mine", response=list[ControlOut])
def list_my_controls(request: HttpRequest) -> list[dict[str, Any]]:
    """The second visits that the actor still has to make."""
    actor = actor_of(request)
    require(actor, VISIT)
    return [_control(control) for control in my_open_controls(actor=actor)[:MOST_OPEN]]


@router.get("/controls/{control_id}/checklist", response=list[ItemOut])
def get_control_checklist(request: HttpRequest, control_id: UUID) -> list[Any]:
    """What is asked on a second visit: the same as on the first."""
    return list(control_items(own_control_shown(actor_of(request), control_id)))


@router.post("/controls/{control_id}/visit", response=ControlOut)
def send_control(request: HttpRequest, control_id: UUID, given: ControlVisitIn) -> dict[str, Any]:
    """The second visit; sent again it gives what is there."""
    answers = [answer_given(row) for row in given.answers]
    sent = ControlGiven(control_id, given.started_at, answers, given.note)
    return _control(submit_control(actor=actor_of(request), given=sent))


@router.post("/control-answers/{second_id}/settle", response={204: None})
def settle(request: HttpRequest, second_id: UUID, given: SettleIn) -> Status[None]:
    """Which of two answers counts."""
    settle_difference(actor=actor_of(request), answer_id=second_id, **given.dict())
    return Status(204, None)


def _control(control: Control) -> dict[str, Any]:
    names = ("id", "round_id", "inspector_id", "due_on", "submitted_at")
    site = control.visit.site
    return {**{name: getattr(control, name) for name in names}, "site_id": site.pk, "site": site.name}


def _agreement(label: str, found: Agreement) -> dict[str, Any]:
    numbers = {"count": found.count, "agreed": found.agreed, "raw": found.raw, "kappa": found.kappa}
    return {"label": label, **numbers}
