"""The moves by which a case changes hands, waits, or gets more time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from chuangcheng.cases import schemas, services
from chuangcheng.cases.api.moves import moved, term_of

router = Router()


@router.post("/cases/{uuid:case_id}/claim", response=schemas.StepOut)
def claim(request: HttpRequest, case_id: UUID, given: schemas.ClaimIn) -> dict[str, Any]:
    """待派遣 → 处置中, by a unit itself; the clock starts with the limit of the class."""
    return moved(request, case_id, services.claim_case, given)


@router.post("/cases/{uuid:case_id}/reassign", response=schemas.StepOut)
def reassign(request: HttpRequest, case_id: UUID, given: schemas.ReassignIn) -> dict[str, Any]:
    """Another unit leads; the deadline stays."""
    return moved(request, case_id, services.reassign_case, given)


@router.post("/cases/{uuid:case_id}/change_assists", response=schemas.StepOut)
def change_assists(request: HttpRequest, case_id: UUID, given: schemas.ChangeAssistsIn) -> dict[str, Any]:
    """Other units assist."""
    return moved(request, case_id, services.change_assists, given)


@router.post("/cases/{uuid:case_id}/note", response=schemas.StepOut)
def note(request: HttpRequest, case_id: UUID, given: schemas.NoteIn) -> dict[str, Any]:
    """What a lead or assisting unit did; no change of state."""
    return moved(request, case_id, services.add_note, given)


@router.post("/cases/{uuid:case_id}/suspend", response=schemas.StepOut)
def suspend(request: HttpRequest, case_id: UUID, given: schemas.SuspendIn) -> dict[str, Any]:
    """处置中 → 挂账; the clock stands still."""
    return moved(request, case_id, services.suspend_case, given)


@router.post("/cases/{uuid:case_id}/resume", response=schemas.StepOut)
def resume(request: HttpRequest, case_id: UUID, given: schemas.ResumeIn) -> dict[str, Any]:
    """挂账 → 处置中; the deadline is moved by the pause."""
    return moved(request, case_id, services.resume_case, given)


@router.post("/cases/{uuid:case_id}/ask_extension", response=schemas.StepOut)
def ask_extension(request: HttpRequest, case_id: UUID, given: schemas.AskExtensionIn) -> dict[str, Any]:
    """The lead unit asks for more time."""
    return moved(request, case_id, services.ask_extension, given, term=term_of(given.term))


@router.post("/cases/{uuid:case_id}/grant_extension", response=schemas.StepOut)
def grant_extension(request: HttpRequest, case_id: UUID, given: schemas.GrantExtensionIn) -> dict[str, Any]:
    """The deadline is moved."""
    return moved(request, case_id, services.grant_extension, given, term=term_of(given.term))


@router.post("/cases/{uuid:case_id}/refuse_extension", response=schemas.StepOut)
def refuse_extension(request: HttpRequest, case_id: UUID, given: schemas.ReasonIn) -> dict[str, Any]:
    """The deadline stays."""
    return moved(request, case_id, services.refuse_extension, given)
