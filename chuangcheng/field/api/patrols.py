"""街巷巡查 over the API. Phones send patrols as records: `/field/records`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of
from chuangcheng.field.access import require_patrol_reader
from chuangcheng.field.models import Patrol, PatrolFinding, PatrolStop
from chuangcheng.field.patrol_words import PatrolLine, line_of
from chuangcheng.field.patrol_workbooks import duty_download, patrols_download
from chuangcheng.field.queries.patrol_duty import DutyFilter, PlaceDuty, duties, month_of
from chuangcheng.field.queries.patrols import PatrolFilter, length_of, minutes_of, patrol_list, patrol_told

router = Router()
MOST_LISTED = 200  # patrols in one answer
BIGGEST_ID = 2**31 - 1


class PatrolQuery(Strict):
    q: str = Field(default="", max_length=100)  # in the name of the steward or their unit
    unit: int | None = Field(default=None, ge=1, le=BIGGEST_ID)
    site: UUID | None = None
    person: int | None = Field(default=None, ge=1, le=BIGGEST_ID)
    ending: Literal["", "open", "finished", "abandoned"] = ""
    found: Literal["", "problems"] = ""
    first: date | None = None
    last: date | None = None
    before: UUID | None = None  # older than this one

    def chosen(self) -> PatrolFilter:
        """The filter that was asked for."""
        return PatrolFilter(
            words=self.q,
            unit_id=self.unit,
            site_id=self.site,
            person_id=self.person,
            ending=self.ending,
            found=self.found,
            first=self.first,
            last=self.last,
        )


class DutyQuery(Strict):
    first: date | None = None  # default: this month
    last: date | None = None
    unit: int | None = Field(default=None, ge=1, le=BIGGEST_ID)
    kind: Literal["", "lane_chief", "lane_keeper", "road_chief", "segment_chief"] = ""
    q: str = Field(default="", max_length=100)
    lacking: bool = False  # only whose last finished period lacks a patrol to this day

    def chosen(self) -> DutyFilter:
        """The filter that was asked for."""
        first, last = month_of(today())
        return DutyFilter(
            self.first or first, self.last or last, self.unit, self.kind, self.q, only_lacking=self.lacking
        )


class PatrolOut(Schema):
    id: UUID
    person: str
    unit: str
    started_at: datetime
    ended_at: datetime | None
    ending: str  # "", finished, abandoned
    reason: str
    note: str
    place_count: int  # places that there were to walk; 0: not told
    stop_count: int
    problem_count: int
    advice_count: int
    minutes: int | None
    metres: int


class StopOut(Schema):
    id: UUID
    site_id: UUID
    site: str
    finding: str  # clear, problem
    note: str
    at: datetime  # the device's word
    received_at: datetime
    lon: float | None
    lat: float | None
    accuracy: float | None  # metres
    marks: list[str]


class FindingOut(Schema):
    id: UUID
    kind: str  # problem, fix_on_spot, advice
    site_id: UUID | None
    result_id: str  # of the case or advice
    number: str
    title: str
    at: datetime


class PatrolDetail(PatrolOut):
    stops: list[StopOut]
    findings: list[FindingOut]
    path: list[tuple[float, float, int]]  # longitude, latitude, seconds since the start; empty: not kept


class DutyOut(Schema):
    person_id: int | None
    person: str
    kind: str
    site_id: UUID
    site: str
    segment: str
    area: str
    times: int
    per: str  # day, week, month
    asked: int
    done: int
    missed: int
    excused: int
    last_on: date | None


@router.get("/patrols", response=list[PatrolOut])
def list_patrols(request: HttpRequest, asked: Query[PatrolQuery]) -> list[dict[str, Any]]:
    """The visible patrols, newest first."""
    actor, at = require_patrol_reader(actor_of(request)), now()
    rows = patrol_list(actor=actor, chosen=asked.chosen()).order_by("-pk")
    rows = rows if asked.before is None else rows.filter(pk__lt=asked.before)
    return [_shown(line_of(row, at=at)) for row in rows[:MOST_LISTED]]


@router.get("/patrols/workbook", response={200: None})
def get_patrols_workbook(request: HttpRequest, asked: Query[PatrolQuery]) -> FileResponse:
    """The same as an Excel table."""
    return patrols_download(actor=require_patrol_reader(actor_of(request)), chosen=asked.chosen())


@router.get("/patrols/duty", response=list[DutyOut])
def list_duties(request: HttpRequest, asked: Query[DutyQuery]) -> list[dict[str, Any]]:
    """What was asked of each steward and place in periods that ended in the time, and what was done."""
    actor = require_patrol_reader(actor_of(request))
    return [_duty(row) for row in duties(actor=actor, chosen=asked.chosen(), today=today())]


@router.get("/patrols/duty/workbook", response={200: None})
def get_duty_workbook(request: HttpRequest, asked: Query[DutyQuery]) -> FileResponse:
    """The same as an Excel table."""
    return duty_download(actor=require_patrol_reader(actor_of(request)), chosen=asked.chosen())


@router.get("/patrols/{uuid:patrol_id}", response=PatrolDetail)
def get_patrol(request: HttpRequest, patrol_id: UUID) -> dict[str, Any]:
    """One patrol with its places, what came of it, and its way where it is kept."""
    told = patrol_told(actor=require_patrol_reader(actor_of(request)), patrol_id=patrol_id)
    is_advice = [row.kind == PatrolFinding.Kind.ADVICE for row in told.findings]
    return {
        **_facts(told.patrol),
        "stop_count": len(told.stops),
        "problem_count": len(is_advice) - sum(is_advice),
        "advice_count": sum(is_advice),
        "minutes": minutes_of(told.patrol),
        "metres": length_of(told.patrol, told.stops),
        "stops": [_stop(stop) for stop in told.stops],
        "findings": [_finding(row) for row in told.findings],
        "path": told.path.points if told.path is not None else [],
    }


def _facts(patrol: Patrol) -> dict[str, Any]:
    names = ("id", "started_at", "ended_at", "ending", "reason", "note", "place_count")
    return {
        **{name: getattr(patrol, name) for name in names},
        "person": patrol.person_name,
        "unit": patrol.unit_name,
    }


def _shown(line: PatrolLine) -> dict[str, Any]:
    return {
        **_facts(line.patrol),
        "stop_count": line.stops,
        "problem_count": line.problems,
        "advice_count": line.advice,
        "minutes": line.minutes,
        "metres": line.metres,
    }


def _stop(stop: PatrolStop) -> dict[str, Any]:
    names = ("id", "site_id", "finding", "note", "at", "received_at", "lon", "lat", "accuracy", "marks")
    return {**{name: getattr(stop, name) for name in names}, "site": stop.site.name}


def _finding(row: PatrolFinding) -> dict[str, Any]:
    names = ("id", "kind", "site_id", "result_id", "title", "at")
    return {**{name: getattr(row, name) for name in names}, "number": row.result_number}


def _duty(row: PlaceDuty) -> dict[str, Any]:
    held, duty = row.stewardship, row.duty
    return {
        "person_id": held.person_id,
        "person": held.name,
        "kind": held.kind,
        "site_id": held.site_id,
        "site": held.site.name,
        "segment": held.segment,
        "area": held.site.area.name,
        "times": row.frequency.times,
        "per": row.frequency.per,
        "asked": duty.asked,
        "done": duty.done,
        "missed": duty.missed,
        "excused": duty.excused,
        "last_on": row.last_on,
    }
