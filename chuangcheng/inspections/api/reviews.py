from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from chuangcheng.core.access import require
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.access import REVIEW, visit_for
from chuangcheng.inspections.api.visits import AnswerIn, VisitOut, answer_given, visit_out
from chuangcheng.inspections.models import Visit
from chuangcheng.inspections.queries import waiting_visits
from chuangcheng.inspections.queries.reviews import MOST_SHOWN
from chuangcheng.inspections.services import (
    AmendmentGiven,
    accept_visits,
    amend_visit,
    leave_out_visit,
    return_visit,
)
from chuangcheng.inspections.services.reviews import MOST_AT_ONCE

router = Router()


class WaitingOut(Schema):
    id: UUID
    round_id: UUID
    round: str
    site_id: UUID
    site: str
    inspector: str
    submitted_at: datetime
    score: Decimal | None
    version: int


class AcceptIn(Strict):
    visit_ids: list[UUID] = Field(min_length=1, max_length=MOST_AT_ONCE)


class AcceptedOut(Schema):
    count: int


class ReturnIn(Strict):
    reason: str
    answer_ids: list[UUID] = []  # what has to be amended; none: everything may be


class ReasonIn(Strict):
    reason: str


class AmendmentIn(Strict):
    id: UUID  # UUIDv7 made by the client: the same one again is the same version
    started_at: datetime
    answers: list[AnswerIn]  # of the marked items
    note: str = ""


@router.get("/reviews", response=list[WaitingOut])
def list_waiting(request: HttpRequest, round_id: UUID | None = None) -> list[dict[str, Any]]:
    """The visits that the actor may decide on, oldest first, at most 200."""
    actor = actor_of(request)
    require(actor, REVIEW)
    return [_waiting(visit) for visit in waiting_visits(actor=actor, round_id=round_id)[:MOST_SHOWN]]


@router.post("/reviews/accept", response=AcceptedOut)
def accept(request: HttpRequest, given: AcceptIn) -> dict[str, int]:
    """These visits count once the round is released; all of them or none."""
    return {"count": accept_visits(actor=actor_of(request), visit_ids=given.visit_ids)}


@router.post("/visits/{visit_id}/return", response=VisitOut)
def send_back(request: HttpRequest, visit_id: UUID, given: ReturnIn) -> dict[str, Any]:
    """The visit goes back to its inspector with a reason and the answers to amend."""
    actor = actor_of(request)
    return_visit(actor=actor, visit_id=visit_id, reason=given.reason, answer_ids=given.answer_ids)
    return visit_out(request, visit_for(actor, visit_id))


@router.post("/visits/{visit_id}/leave-out", response=VisitOut)
def leave_out(request: HttpRequest, visit_id: UUID, given: ReasonIn) -> dict[str, Any]:
    """The visit does not count, whatever comes."""
    actor = actor_of(request)
    leave_out_visit(actor=actor, visit_id=visit_id, reason=given.reason)
    return visit_out(request, visit_for(actor, visit_id))


@router.post("/visits/{visit_id}/amendment", response={201: VisitOut})
def amend(request: HttpRequest, visit_id: UUID, given: AmendmentIn) -> Status[dict[str, Any]]:
    """The next version of a returned visit; what was not marked is taken over."""
    actor = actor_of(request)
    answers = [answer_given(row) for row in given.answers]
    made = amend_visit(actor=actor, given=AmendmentGiven(given.id, visit_id, given.started_at, answers, given.note))
    return Status(201, visit_out(request, visit_for(actor, made.pk)))


def _waiting(visit: Visit) -> dict[str, Any]:
    names = ("id", "round_id", "site_id", "submitted_at", "score", "version")
    words = {"round": visit.round.name, "site": visit.site.name, "inspector": visit.inspector.name}
    return {**{name: getattr(visit, name) for name in names}, **words}
