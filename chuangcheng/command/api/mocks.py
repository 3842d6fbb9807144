"""Mock assessments and their reports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.command.access import mock_for, visible_mocks
from chuangcheng.command.mock_papers import file_name, mock_paper, mock_workbook
from chuangcheng.command.queries.mocks import MockReport, MockRow, mock_rows, released_report, report_of
from chuangcheng.command.services import rehearse_visit
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of, download

router = Router()
MOST_MOCKS = 200


class MockIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same mock assessment
    starts_on: date
    ends_on: date
    seed: str = ""  # empty: made by the system


class MockOut(Schema):
    id: UUID
    visit_id: UUID
    visit: str
    round_id: UUID
    round: str
    state: str  # of the round
    sites: int
    seed: str
    released_at: datetime | None
    total: str | None  # as it stood at the release, points of 100
    own_total: str | None  # our own sheet of the same day, without this round
    is_void: bool


class ComparedOut(Schema):
    name: str  # of the method or item, code of the standard
    full: str  # points that both know
    own_rate: str  # per cent
    mock_rate: str
    flattery: str  # points, with the sign: above 0 where we think better of ourselves


class UnknownOut(Schema):
    code: str
    method: str
    full: str
    is_known_to_us: bool


class ReportOut(Schema):
    day: date
    total: str | None
    low: str
    high: str
    void: bool
    own_total: str | None
    difference: str
    methods: list[ComparedOut]
    items: list[ComparedOut]
    standards: list[ComparedOut]
    unknown: list[UnknownOut]


class MockDetail(MockOut):
    report: ReportOut | None  # None until the round is released


@router.post("/assessor-visits/{visit_id}/mocks", response={201: MockOut})
def add_mock(request: HttpRequest, visit_id: UUID, given: MockIn) -> Status[dict[str, Any]]:
    """A rehearsal round with its sites drawn as the visit draws."""
    actor = actor_of(request)
    facts = given.dict(exclude={"id"})
    made = rehearse_visit(actor=actor, visit_id=visit_id, mock_id=given.id or new_id(), **facts)
    return Status(201, _shown(*mock_rows([mock_for(actor, made.pk)])))


@router.get("/mocks", response=list[MockOut])
def list_mocks(request: HttpRequest, creation_id: UUID | None = None) -> list[dict[str, Any]]:
    """The mock assessments, of one campaign when it is named, the newest first."""
    rows = visible_mocks(actor_of(request))
    if creation_id is not None:
        rows = rows.filter(visit__creation=creation_id)
    return [_shown(row) for row in mock_rows(rows[:MOST_MOCKS])]


@router.get("/mocks/{mock_id}", response=MockDetail)
def get_mock(request: HttpRequest, mock_id: UUID) -> dict[str, Any]:
    """One mock assessment; with its report once the round is released."""
    actor = actor_of(request)
    found = mock_for(actor, mock_id)
    report = report_of(actor=actor, mock=found)
    return {**_shown(*mock_rows([found])), "report": None if report is None else _report(report)}


@router.get("/mocks/{mock_id}/paper", response={200: None})
def paper(request: HttpRequest, mock_id: UUID) -> FileResponse:
    """The report as Word."""
    report = released_report(actor=actor_of(request), mock_id=mock_id)
    return download(mock_paper(report), f"{file_name(report)}.docx", DOCX)


@router.get("/mocks/{mock_id}/workbook", response={200: None})
def workbook(request: HttpRequest, mock_id: UUID) -> FileResponse:
    """The report as Excel."""
    report = released_report(actor=actor_of(request), mock_id=mock_id)
    return download(mock_workbook(report), f"{file_name(report)}.xlsx")


def _shown(row: MockRow) -> dict[str, Any]:
    found, result = row.mock, row.result
    return {
        "id": found.pk,
        "visit_id": found.visit_id,
        "visit": found.visit.name,
        "round_id": found.round_id,
        "round": found.round.name,
        "state": found.round.state,
        "sites": len(found.draw.site_ids),
        "seed": found.draw.seed,
        "released_at": found.round.released_at,
        "total": _text(result.total) if result else None,
        "own_total": _text(result.own_total) if result else None,
        "is_void": row.is_void,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _report(report: MockReport) -> dict[str, Any]:
    total, own = report.total, report.own_total
    return {
        "day": report.day,
        "total": total.total or None,
        "low": total.low,
        "high": total.high,
        "void": total.is_void,
        "own_total": own.total or None,
        "difference": report.difference,
        "methods": report.compared_methods,
        "items": report.compared_items,
        "standards": report.compared_standards,
        "unknown": report.unknown,
    }
