"""Special campaigns: planned, started, extended, ended; what units report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.queries.specials.lists import Special, reports_of_day, specials_shown
from chuangcheng.command.queries.specials.work import work_of
from chuangcheng.command.services import specials as services
from chuangcheng.command.special_access import FOLLOW, special_for
from chuangcheng.command.special_templates import class_ids, site_type_ids, special_templates
from chuangcheng.core.access import require
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of

router = Router()
MOST = 200  # in one answer; our choice


class SpecialOut(Schema):
    id: UUID
    number: str
    name: str
    purpose: str
    state: str  # preparing, running, closing, ended, cancelled
    leader_id: int
    leader: str
    lead_unit_id: int
    lead_unit: str
    starts_on: date
    ends_on: date


class StepOut(Schema):
    move: str  # create, start, wind_up, resume, end, cancel, extend, change
    to_state: str
    reason: str
    what: str
    made_at: datetime


class SpecialDetail(SpecialOut):
    standard_ids: list[int]
    class_ids: list[int]
    site_type_ids: list[int]  # none: of all types
    area_ids: list[int]  # none: everywhere
    unit_ids: list[int]
    targets: dict[str, int]
    people: int  # who took part, as far as the reader sees the reports; of two days twice
    hours: int
    silent_unit_ids: list[int]  # never reported
    remains: str
    lessons: str
    steps: list[StepOut]


class TemplateOut(Schema):
    key: str
    name: str
    purpose: str
    class_ids: list[int]
    site_type_ids: list[int]


class ReportOut(Schema):
    id: UUID
    unit_id: int
    day: date
    people: int
    hours: int
    text: str
    is_correction: bool
    photos: int


class SpecialFacts(Strict):
    name: str
    leader_id: int
    lead_unit_id: int
    starts_on: date
    ends_on: date
    purpose: str = ""
    standard_ids: list[int] = []
    class_ids: list[int] = []
    site_type_ids: list[int] = []
    area_ids: list[int] = []
    unit_ids: list[int] = []
    targets: dict[str, int] = {}  # found, fixed, fixed_rate, sites, coverage, people, hours


class SpecialIn(SpecialFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same campaign


class SpecialChange(SpecialFacts):
    reason: str = ""  # needed once it runs
    despite: str = ""  # why units are asked all the same


class DespiteIn(Strict):
    despite: str = ""


class WhyIn(Strict):
    reason: str


class ExtendIn(WhyIn):
    ends_on: date


class SummaryIn(Strict):
    remains: str
    lessons: str


class DayReportIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    unit_id: int
    day: date
    people: int
    hours: int = 0
    text: str


@router.get("/specials", response=list[SpecialOut])
def list_specials(request: HttpRequest, view: str = "") -> list[dict[str, Any]]:
    """The campaigns of a state, or those that one leads (`mine`), the latest first; at most 200."""
    return [_out(row) for row in specials_shown(actor=actor_of(request), view=view)[:MOST]]


@router.get("/specials/templates", response=list[TemplateOut])
def templates(request: HttpRequest) -> list[dict[str, Any]]:
    """Ready-made campaigns to begin with; our choice."""
    require(actor_of(request), FOLLOW)
    return [
        {
            "key": each.key,
            "name": each.name,
            "purpose": each.purpose,
            "class_ids": class_ids(each),
            "site_type_ids": site_type_ids(each),
        }
        for each in special_templates().values()
    ]


@router.post("/specials", response={201: SpecialDetail})
def add_special(request: HttpRequest, given: SpecialIn) -> Status[dict[str, Any]]:
    """A campaign in preparation."""
    facts = services.SpecialGiven(**given.dict(exclude={"id"}))
    made = services.plan_special(actor=actor_of(request), special_id=given.id or new_id(), given=facts)
    return Status(201, _detail(request, made.pk))


@router.get("/specials/{special_id}", response=SpecialDetail)
def get_special(request: HttpRequest, special_id: UUID) -> dict[str, Any]:
    """One campaign with scope, targets, reported work and history."""
    return _detail(request, special_id)


@router.put("/specials/{special_id}", response=SpecialDetail)
def edit_special(request: HttpRequest, special_id: UUID, given: SpecialChange) -> dict[str, Any]:
    """Other facts, scope or units."""
    facts = services.SpecialGiven(**given.dict(exclude={"reason", "despite"}))
    services.change_special(
        actor=actor_of(request), special_id=special_id, given=facts, reason=given.reason, despite=given.despite
    )
    return _detail(request, special_id)


@router.post("/specials/{special_id}/start", response=SpecialDetail)
def start(request: HttpRequest, special_id: UUID, given: DespiteIn) -> dict[str, Any]:
    """The units are asked to report from now on."""
    services.start_special(actor=actor_of(request), special_id=special_id, despite=given.despite)
    return _detail(request, special_id)


@router.post("/specials/{special_id}/extend", response=SpecialDetail)
def extend(request: HttpRequest, special_id: UUID, given: ExtendIn) -> dict[str, Any]:
    """A later last day."""
    services.extend_special(actor=actor_of(request), special_id=special_id, ends_on=given.ends_on, reason=given.reason)
    return _detail(request, special_id)


@router.post("/specials/{special_id}/wind-up", response=SpecialDetail)
def wind_up(request: HttpRequest, special_id: UUID) -> dict[str, Any]:
    """收尾."""
    services.wind_up_special(actor=actor_of(request), special_id=special_id)
    return _detail(request, special_id)


@router.post("/specials/{special_id}/resume", response=SpecialDetail)
def resume(request: HttpRequest, special_id: UUID, given: WhyIn) -> dict[str, Any]:
    """Back to work."""
    services.resume_special(actor=actor_of(request), special_id=special_id, reason=given.reason)
    return _detail(request, special_id)


@router.put("/specials/{special_id}/summary", response=SpecialDetail)
def summary(request: HttpRequest, special_id: UUID, given: SummaryIn) -> dict[str, Any]:
    """What remains and what was learnt."""
    services.write_summary(actor=actor_of(request), special_id=special_id, **given.dict())
    return _detail(request, special_id)


@router.post("/specials/{special_id}/end", response=SpecialDetail)
def end(request: HttpRequest, special_id: UUID) -> dict[str, Any]:
    """It has ended."""
    services.end_special(actor=actor_of(request), special_id=special_id)
    return _detail(request, special_id)


@router.post("/specials/{special_id}/cancel", response=SpecialDetail)
def cancel(request: HttpRequest, special_id: UUID, given: WhyIn) -> dict[str, Any]:
    """It does not take place."""
    services.cancel_special(actor=actor_of(request), special_id=special_id, reason=given.reason)
    return _detail(request, special_id)


@router.get("/specials/{special_id}/reports", response=list[ReportOut])
def reports(request: HttpRequest, special_id: UUID, day: date | None = None) -> list[dict[str, Any]]:
    """What units reported of a day; today unless said."""
    actor = actor_of(request)
    rows = reports_of_day(actor=actor, found=special_for(actor, special_id), day=day or today())
    names = ("id", "unit_id", "day", "people", "hours", "text")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "is_correction": row.replaces_id is not None,
            "photos": len(row.photos.all()),
        }
        for row in rows.values()
    ]


@router.post("/specials/{special_id}/reports", response={201: SpecialDetail})
def report(request: HttpRequest, special_id: UUID, given: DayReportIn) -> Status[dict[str, Any]]:
    """A unit's work of a day; pictures are sent by the page."""
    facts = services.ReportGiven(**given.dict(exclude={"id"}))
    services.report_progress(
        actor=actor_of(request), special_id=special_id, report_id=given.id or new_id(), given=facts
    )
    return Status(201, _detail(request, special_id))


def _out(row: SpecialCampaign) -> dict[str, Any]:
    names = [name for name in SpecialOut.model_fields if name not in {"leader", "lead_unit"}]
    return {
        **{name: getattr(row, name) for name in names},
        "leader": row.leader.name,
        "lead_unit": row.lead_unit.name,
    }


def _detail(request: HttpRequest, special_id: UUID) -> dict[str, Any]:
    actor = actor_of(request)
    found = special_for(actor, special_id)
    parts, work = Special(found), work_of(actor=actor, found=found)
    unit_ids = [unit.pk for unit in parts.made_of.units]
    return {
        **_out(found),
        "standard_ids": [row.pk for row in parts.standards],
        "class_ids": [row.pk for row in parts.made_of.classes],
        "site_type_ids": [row.pk for row in parts.made_of.site_types],
        "area_ids": [row.pk for row in parts.made_of.areas],
        "unit_ids": unit_ids,
        "targets": {row.kind: row.number for row in parts.made_of.targets},
        "people": work.people,
        "hours": work.hours,
        "silent_unit_ids": work.silent(unit_ids),
        "remains": found.remains,
        "lessons": found.lessons,
        "steps": parts.steps,
    }
