"""Kept sheets, comparisons, points being lost and parts that nobody knows about, over the API."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.api.shapes import Asked, SheetOut, choice_of
from chuangcheng.scoring.bulletins import score_bulletin
from chuangcheng.scoring.engine import published
from chuangcheng.scoring.models import StoredSheet
from chuangcheng.scoring.queries import (
    SheetChoice,
    compared,
    last_day_kept,
    line_over_time,
    lost_parts,
    sheet_for,
    sheet_of_stored,
    stored_sheet,
    unknown_parts,
)
from chuangcheng.scoring.queries.voids import codes_voiding
from chuangcheng.scoring.services import keep_sheet
from chuangcheng.scoring.shown import shown_loss, shown_problems, shown_unknown
from chuangcheng.standards.access import framework_for

router = Router()
YEAR = 365  # days


class KeptOut(Schema):
    id: UUID
    framework_id: int
    unit_id: int | None  # None: the whole place
    day: date
    kinds: str
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    void: bool
    void_now: list[str]  # entries that void the results today, whatever was known when it was kept
    known_share: Decimal  # 0..1
    made_at: datetime


class KeptSheetOut(KeptOut):
    sheet: SheetOut


class ComparedOut(KeptOut):
    unit: str
    place: int | None  # ties share one
    change: Decimal | None  # points since the earlier day


class LossOut(Schema):
    standard_id: int
    code: str
    text: str
    method: str
    lost: str
    full: str
    failed_sites: int
    units: list[str]
    regain: str  # what brings it back, a sentence


class UnknownOut(Schema):
    standard_id: int
    code: str
    text: str
    method: str
    full: str
    takes_checks: bool
    last_checked_at: datetime | None
    units: list[str]


class LossesOut(Schema):
    total: str | None
    void: bool
    lost: list[LossOut]
    unknown: list[UnknownOut]


class LineAsked(Schema):
    unit_id: int | None = None
    first: date | None = None
    last: date | None = None


class ComparisonAsked(Schema):
    kind: str = "street"
    day: date | None = None
    since: date | None = None


@router.get("/scores/{framework_id}/losses", response=LossesOut)
def get_losses(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> dict[str, Any]:
    """Every part that loses marks with its way back, greatest first, and every part that nobody knows about."""
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice_of(request, asked))
    announced = published(found.sheet)
    lost = [_loss(shown_loss(line)) for line in lost_parts(found)]
    unknown = [_unknown(shown_unknown(line)) for line in unknown_parts(found)]
    return {"total": announced["total"], "void": announced["void"], "lost": lost, "unknown": unknown}


@router.get("/scores/{framework_id}/bulletin", response={200: None})
def get_bulletin(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> FileResponse:
    """The sheet as a bulletin in Word."""
    choice = choice_of(request, asked)
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice)
    return download(score_bulletin(found), f"{_('得分通报')}-{found.framework.name}-{choice.day}.docx", DOCX)


@router.post("/scores/{framework_id}/kept", response={201: KeptOut})
def add_kept(request: HttpRequest, framework_id: int, asked: Query[Asked]) -> Status[dict[str, Any]]:
    """Keeps a sheet for ever; the same facts kept twice are one sheet."""
    made = keep_sheet(actor=actor_of(request), framework_id=framework_id, choice=choice_of(request, asked))
    return Status(201, _kept(made, _void_now(made)))


@router.get("/scores/{framework_id}/kept", response=list[KeptOut])
def list_kept(request: HttpRequest, framework_id: int, asked: Query[LineAsked]) -> list[dict[str, Any]]:
    """The kept sheets of a subject, one a day, in order; the last year when no days are named."""
    actor = actor_of(request)
    row = framework_for(actor, framework_id, permission=VIEW)
    choice = choice_of(request, Asked(unit_id=asked.unit_id))
    last = asked.last or today()
    first = asked.first or last - timedelta(days=YEAR)
    void_now = codes_voiding(row, SheetChoice(today(), choice.subject))
    found = line_over_time(framework=row, subject=choice.subject, first=first, last=last)
    return [_kept(each, void_now) for each in found]


@router.get("/scores/{framework_id}/compared", response=list[ComparedOut])
def list_compared(request: HttpRequest, framework_id: int, asked: Query[ComparisonAsked]) -> list[dict[str, Any]]:
    """The units of a kind by their kept sheets of the last kept day up to `day`, by place."""
    actor = actor_of(request)
    row = framework_for(actor, framework_id, permission=VIEW)
    day = last_day_kept(framework=row, until=asked.day or today())
    if day is None:
        return []
    void_now = codes_voiding(row, SheetChoice(today()))
    return [
        {**_kept(line.sheet, void_now), "unit": line.unit.name, "place": line.place, "change": line.change}
        for line in compared(actor=actor, framework=row, day=day, kind=asked.kind, since=asked.since)
    ]


@router.get("/kept-sheets/{sheet_id}", response=KeptSheetOut)
def get_kept(request: HttpRequest, sheet_id: UUID) -> dict[str, Any]:
    """A kept sheet as it was."""
    row = stored_sheet(actor=actor_of(request), sheet_id=sheet_id)
    found = sheet_of_stored(row, actor=actor_of(request))
    more = {"linked_void": found.linked_void, "problems": shown_problems(found.sheet)}
    return {**_kept(row, _void_now(row)), "sheet": {**published(found.sheet), **more}}


def _void_now(row: StoredSheet) -> tuple[str, ...]:
    return codes_voiding(row.framework, SheetChoice(today(), row.subject))


def _kept(row: StoredSheet, void_now: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "framework_id": row.framework_id,
        "unit_id": row.subject_id,
        "day": row.day,
        "kinds": row.kinds,
        "total": row.total,
        "low": row.low,
        "high": row.high,
        "void": row.is_void,
        "void_now": void_now,
        "known_share": row.known_share,
        "made_at": row.made_at,
    }


def _loss(shown: Any) -> dict[str, Any]:
    line = shown.line
    return {
        "standard_id": line.key,
        "code": line.code,
        "text": line.text,
        "method": line.method,
        "lost": shown.lost,
        "full": shown.full,
        "failed_sites": line.basis.bad_sites,
        "units": list(line.units),
        "regain": shown.regain,
    }


def _unknown(shown: Any) -> dict[str, Any]:
    line = shown.line
    return {
        "standard_id": line.key,
        "code": line.code,
        "text": line.text,
        "method": line.method,
        "full": shown.full,
        "takes_checks": line.takes_checks,
        "last_checked_at": line.last_checked_at,
        "units": list(line.units),
    }
