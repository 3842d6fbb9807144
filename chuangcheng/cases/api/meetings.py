"""Whistles, questions to the joint meeting, joins and re-checks of cases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from chuangcheng.cases import schemas, services, shapes
from chuangcheng.cases.access import VIEW, case_for
from chuangcheng.cases.api.moves import moved, term_of
from chuangcheng.cases.queries import escalated_cases, join_candidates, suspended_cases, whistles_of
from chuangcheng.core.access import require
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of

router = Router()
MOST_LISTED = 200  # cases in one answer


@router.post("/cases/{uuid:case_id}/whistle", response=schemas.StepOut)
def whistle(request: HttpRequest, case_id: UUID, given: schemas.WhistleIn) -> dict[str, Any]:
    """Calls units to the scene."""
    return moved(request, case_id, services.whistle, given)


@router.post("/cases/{uuid:case_id}/answer_whistle", response=schemas.StepOut)
def answer_whistle(request: HttpRequest, case_id: UUID, given: schemas.AnswerWhistleIn) -> dict[str, Any]:
    """A called unit tells when it came, who, and what it did."""
    return moved(request, case_id, services.answer_whistle, given)


@router.post("/cases/{uuid:case_id}/end_whistle", response=schemas.StepOut)
def end_whistle(request: HttpRequest, case_id: UUID, given: schemas.ResumeIn) -> dict[str, Any]:
    """Everybody has answered, or there is a reason."""
    return moved(request, case_id, services.end_whistle, given)


@router.get("/cases/{uuid:case_id}/whistles", response=list[schemas.WhistleOut])
def list_whistles(request: HttpRequest, case_id: UUID) -> list[dict[str, Any]]:
    """Every whistle of the case: who was called, who came, when, and what each did."""
    return [shapes.whistle(each) for each in whistles_of(case_for(actor_of(request), case_id))]


@router.post("/cases/{uuid:case_id}/escalate", response=schemas.StepOut)
def escalate(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """Brings the case to the joint meeting."""
    return moved(request, case_id, services.escalate, given)


@router.post("/cases/{uuid:case_id}/decide", response=schemas.StepOut)
def decide(request: HttpRequest, case_id: UUID, given: schemas.DecideIn) -> dict[str, Any]:
    """What the meeting decided."""
    return moved(request, case_id, services.decide, given, term=term_of(given.term))


@router.get("/cases/escalated", response=list[schemas.CaseLine])
def list_escalated(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for the joint meeting, those asked first first; at most 200."""
    actor, moment = actor_of(request), now()
    require(actor, VIEW)
    return [shapes.line(case, moment) for case in escalated_cases(actor=actor)[:MOST_LISTED]]


@router.get("/cases/suspended", response=list[schemas.CaseLine])
def list_suspended(request: HttpRequest) -> list[dict[str, Any]]:
    """Whose clock stands still, those that stand longest first; at most 200."""
    actor, moment = actor_of(request), now()
    require(actor, VIEW)
    return [shapes.line(case, moment) for case in suspended_cases(actor=actor)[:MOST_LISTED]]


@router.get("/cases/{uuid:case_id}/join_candidates", response=list[schemas.CandidateOut])
def list_candidates(request: HttpRequest, case_id: UUID, q: str = "") -> list[dict[str, Any]]:
    """Open cases that may be the main one, the nearest of the same class first."""
    actor, moment = actor_of(request), now()
    found = join_candidates(actor=actor, case=case_for(actor, case_id), words=q[:60])
    return [{**shapes.line(each.case, moment), "metres": each.metres, "days": each.days} for each in found]


@router.post("/cases/{uuid:case_id}/join", response=schemas.StepOut)
def join(request: HttpRequest, case_id: UUID, given: schemas.JoinIn) -> dict[str, Any]:
    """Any open state → 已结案 as a duplicate of the main case."""
    return moved(request, case_id, services.join_case, given)


@router.post("/cases/{uuid:case_id}/unjoin", response=schemas.StepOut)
def unjoin(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """Back to the state before the join."""
    return moved(request, case_id, services.unjoin_case, given)


@router.post("/cases/{uuid:case_id}/pass_recheck", response=schemas.StepOut)
def pass_recheck(request: HttpRequest, case_id: UUID, given: schemas.PassRecheckIn) -> dict[str, Any]:
    """A drawn case is still good."""
    return moved(request, case_id, services.pass_recheck, given)


@router.post("/cases/{uuid:case_id}/fail_recheck", response=schemas.StepOut)
def fail_recheck(request: HttpRequest, case_id: UUID, given: schemas.FailCheckIn) -> dict[str, Any]:
    """A drawn case is not good after all: 已结案 → 待派遣."""
    return moved(request, case_id, services.fail_recheck, given)
