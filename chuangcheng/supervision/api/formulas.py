"""Formulas and boards, by date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.supervision.appraisal import ready_made, write_formula
from chuangcheng.supervision.appraisal_access import VIEW, formula_for, require_appraiser
from chuangcheng.supervision.models import BoardVersion, FormulaVersion
from chuangcheng.supervision.queries.appraisals.formulas import current_of, every_board, every_formula
from chuangcheng.supervision.rules_papers import file_name
from chuangcheng.supervision.rules_templates import write_rules
from chuangcheng.supervision.services.appraisals.boards import BoardGiven, save_board
from chuangcheng.supervision.services.appraisals.formulas import save_formula, take_over

router = Router()


class FormulaVersionOut(Schema):
    id: UUID
    formula_id: UUID
    valid_from: date
    body: dict[str, Any]
    reason: str
    set_by_name: str


class FormulaOut(Schema):
    id: UUID
    name: str
    versions: list[FormulaVersionOut]  # the newest first


class ReadyOut(Schema):
    code: str
    body: dict[str, Any]


class FormulaIn(Strict):
    id: UUID | None = None  # UUIDv7 of the version, made by the client: the same one again is the same version
    formula_id: UUID | None = None  # none: a new formula
    body: dict[str, Any]  # name, valid_from, start, lines …; numbers as texts
    reason: str


class TakeIn(Strict):
    id: UUID | None = None
    formula_id: UUID | None = None
    code: str
    valid_from: date
    reason: str


class BoardVersionOut(Schema):
    id: UUID
    valid_from: date
    formula_id: UUID
    kinds: list[str]  # of units; none: leaders of towns
    counts_below: bool
    minimum: int
    rate: str
    red: int
    black: int
    spare_line: Decimal | None
    objection_days: int
    is_shown_to_all: bool
    reason: str


class BoardOut(Schema):
    id: UUID
    name: str
    versions: list[BoardVersionOut]  # the newest first


class BoardIn(Strict):
    id: UUID | None = None  # of the version
    board_id: UUID | None = None  # none: a new board
    name: str
    valid_from: date
    formula_id: UUID
    kinds: list[str] = []
    counts_below: bool = True
    minimum: int = 1
    rate: str = "on_time"
    red: int = 0
    black: int = 0
    spare_line: Decimal | None = None
    objection_days: int = 3
    is_shown_to_all: bool = True
    reason: str


@router.get("/appraisal-formulas", response=list[FormulaOut])
def list_formulas(request: HttpRequest) -> list[dict[str, Any]]:
    """Every formula with its versions."""
    require(actor_of(request), VIEW)
    return [_formula(found.pk, found.name, found.versions.all()) for found in every_formula()]


@router.get("/appraisal-formulas/ready-made", response=list[ReadyOut])
def list_ready(request: HttpRequest) -> list[dict[str, Any]]:
    """Formulas to start from, each with its source."""
    require(actor_of(request), VIEW)
    return [{"code": code, "body": write_formula(found)} for code, found in ready_made(valid_from=today()).items()]


@router.post("/appraisal-formulas", response={201: FormulaVersionOut})
def add_version(request: HttpRequest, given: FormulaIn) -> Status[FormulaVersion]:
    """A new formula, or another version of one from its day on."""
    made = save_formula(
        actor=actor_of(request),
        formula_id=given.formula_id or new_id(),
        version_id=given.id or new_id(),
        body=given.body,
        reason=given.reason,
    )
    return Status(201, made)


@router.post("/appraisal-formulas/take-over", response={201: FormulaVersionOut})
def take(request: HttpRequest, given: TakeIn) -> Status[FormulaVersion]:
    """Takes a ready-made formula over."""
    made = take_over(
        actor=actor_of(request),
        formula_id=given.formula_id or new_id(),
        version_id=given.id or new_id(),
        code=given.code,
        valid_from=given.valid_from,
        reason=given.reason,
    )
    return Status(201, made)


@router.get("/appraisal-formulas/{formula_id}", response=FormulaOut)
def get_formula(request: HttpRequest, formula_id: UUID) -> dict[str, Any]:
    """One formula with its versions."""
    found = formula_for(actor_of(request), formula_id)
    return _formula(found.pk, found.name, found.versions.all())


@router.get("/appraisal-formulas/{formula_id}/rules")
def get_rules(request: HttpRequest, formula_id: UUID) -> FileResponse:
    """考核办法 as Word, by the version in force."""
    actor = actor_of(request)
    version = current_of(formula_for(actor, formula_id).versions.all(), today())
    return download(write_rules(actor=actor, version=version), file_name(version), DOCX)


@router.get("/appraisal-boards", response=list[BoardOut])
def list_boards(request: HttpRequest) -> list[dict[str, Any]]:
    """Every board with its versions."""
    require_appraiser(actor_of(request))
    return [{"id": found.pk, "name": found.name, "versions": list(found.versions.all())} for found in every_board()]


@router.post("/appraisal-boards", response={201: BoardVersionOut})
def add_board_version(request: HttpRequest, given: BoardIn) -> Status[BoardVersion]:
    """A new board, or another version of one from a day on."""
    made = save_board(
        actor=actor_of(request),
        board_id=given.board_id or new_id(),
        version_id=given.id or new_id(),
        given=BoardGiven(**given.dict(exclude={"id", "board_id"})),
    )
    return Status(201, made)


def _formula(pk: UUID, name: str, versions: Any) -> dict[str, Any]:
    return {"id": pk, "name": name, "versions": list(versions)}
