"""Boards over periods, their sheets, and how they are opened and published."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of, download
from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span, span_around
from chuangcheng.supervision.appraisal_access import result_for, run_for
from chuangcheng.supervision.appraisal_papers import board_workbook
from chuangcheng.supervision.models import Run
from chuangcheng.supervision.queries.appraisals.runs import BoardRow, RunFilter, board_page, runs_shown
from chuangcheng.supervision.queries.appraisals.sheets import record_ids_of, records_told, sheet_page
from chuangcheng.supervision.services.appraisals.computing import ask_to_appraise
from chuangcheng.supervision.services.appraisals.publishing import open_to_objections, publish_run

router = Router()
MOST = 200  # runs in one answer; our choice
MOST_RECORDS = 500  # of one line in one answer; our choice
Kind = Literal["week", "month", "quarter", "year", "cycle"]


class RunOut(Schema):
    id: UUID
    board_id: UUID
    board: str
    period: str
    first: date
    last: date
    state: str  # preview, open, final
    unit_count: int
    ranked_count: int
    case_count: int
    computed_at: datetime
    objections_until: datetime | None
    published_at: datetime | None


class RowOut(Schema):
    id: UUID  # of the sheet
    name: str
    unit_id: int | None
    person_id: int | None
    place: int | None
    not_ranked: str  # nothing, too_few; empty: ranked
    listed: str  # red, black; empty: neither
    points: Decimal
    lines: list[dict[str, Any]]
    bound: Decimal
    workload: int
    good: int
    counted: int
    rate: float | None  # 0..1
    low: Decimal | None
    high: Decimal | None
    shrunken: Decimal | None
    former_place: int | None
    points_put_right: Decimal | None  # where something was put right after publication


class RunDetail(RunOut):
    formula: dict[str, Any]  # as it was
    mean: Decimal | None  # points
    rows: list[RowOut]


class RecordOut(Schema):
    id: str
    label: str
    url: str
    points: Decimal | None
    is_good: bool | None  # in a rate


class LineOut(Schema):
    name: str
    points: Decimal
    is_capped: bool
    good: int | None
    of: int | None
    records: list[RecordOut]


class SheetOut(Schema):
    id: UUID
    run_id: UUID
    name: str
    points: Decimal
    start: Decimal
    bound: Decimal
    points_put_right: Decimal | None  # where something was put right after publication
    lines: list[LineOut]


class AppraiseIn(Strict):
    period: Kind
    day: date  # in the period; of a cycle its first one
    last: date | None = None  # of a cycle
    board_ids: list[UUID]


class JobStarted(Schema):
    job_id: UUID


NONE_OR_KIND = Literal["", "week", "month", "quarter", "year", "cycle"]


@router.get("/appraisals", response=list[RunOut])
def list_runs(request: HttpRequest, period: NONE_OR_KIND = "", board_id: UUID | None = None) -> list[dict[str, Any]]:
    """At most 200, the latest first."""
    rows = runs_shown(actor=actor_of(request), chosen=RunFilter(period, board_id))[:MOST]
    return [_run(run) for run in rows]


@router.post("/appraisals", response={202: JobStarted})
def appraise(request: HttpRequest, given: AppraiseIn) -> Status[dict[str, Any]]:
    """Asks for a period to be computed; the job tells how far it is."""
    job = ask_to_appraise(actor=actor_of(request), span=_span(given), board_ids=given.board_ids)
    return Status(202, {"job_id": job.pk})


@router.get("/appraisals/{run_id}", response=RunDetail)
def get_run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """A board over a period, with the rows that one may see."""
    actor = actor_of(request)
    return _detail(request, run_for(actor, run_id))


@router.get("/appraisals/{run_id}/board.xlsx", response={200: None})
def workbook(request: HttpRequest, run_id: UUID) -> FileResponse:
    """The board as a workbook."""
    actor = actor_of(request)
    name, content = board_workbook(actor=actor, run=run_for(actor, run_id))
    return download(content, name)


@router.post("/appraisals/{run_id}/open", response=RunDetail)
def open_run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """公示: from now on units see it and may object."""
    open_to_objections(actor=actor_of(request), run_id=run_id)
    return _detail(request, run_for(actor_of(request), run_id))


@router.post("/appraisals/{run_id}/publish", response=RunDetail)
def publish(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """发布: it never changes again."""
    publish_run(actor=actor_of(request), run_id=run_id)
    return _detail(request, run_for(actor_of(request), run_id))


@router.get("/appraisal-sheets/{result_id}", response=SheetOut)
def get_sheet(request: HttpRequest, result_id: UUID) -> dict[str, Any]:
    """How the points of a unit were made, with the first records of each line."""
    result = result_for(actor_of(request), result_id)
    found = sheet_page(result=result)
    lines = []
    for line in found.sheet.lines:
        wanted = record_ids_of(line)[:MOST_RECORDS]
        records = records_told(facts=found.facts, wanted=wanted)
        lines.append(
            {
                "name": line.line.name,
                "points": half_up(line.points),
                "is_capped": line.is_capped,
                "good": len(line.share.good) if line.share else None,
                "of": len(line.share.of) if line.share else None,
                "records": [
                    {
                        "id": record.id,
                        "label": record.label,
                        "url": record.url,
                        "points": None if record.points is None else half_up(record.points),
                        "is_good": record.is_good,
                    }
                    for record in records
                ],
            }
        )
    return {
        "id": result.pk,
        "run_id": result.run_id,
        "name": result.name,
        "points": found.sheet.points,
        "start": half_up(found.sheet.start),
        "bound": half_up(found.sheet.bound),
        "points_put_right": found.points_put_right,
        "lines": lines,
    }


def _span(given: AppraiseIn) -> Span:
    kind = PeriodKind(given.period)
    if kind != PeriodKind.CYCLE:
        return span_around(kind, given.day)
    if given.last is None:
        raise InvalidInput(_("请填写创建周期的最后一天。"))
    return Span(kind, given.day, given.last)


def _run(run: Run) -> dict[str, Any]:
    names = [name for name in RunOut.model_fields if name != "board"]
    return {**{name: getattr(run, name) for name in names}, "board": run.board.name}


def _detail(request: HttpRequest, run: Run) -> dict[str, Any]:
    found = board_page(actor=actor_of(request), run=run)
    return {
        **_run(run),
        "formula": run.formula,
        "mean": found.mean,
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: BoardRow) -> dict[str, Any]:
    own = [name for name in RowOut.model_fields if name not in {"former_place", "points_put_right"}]
    told = {name: getattr(row.result, name) for name in own}
    return told | {"former_place": row.former_place, "points_put_right": row.put_right}
