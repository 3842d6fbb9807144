"""Readiness of a visit: sites with go or no-go, plan of the days, phone list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.command.access import assessor_visit_for
from chuangcheng.command.models import AssessorVisit, DayPlanEntry
from chuangcheng.command.queries.readiness import (
    ReadySite,
    contacts_of,
    day_plan_of,
    preparations_of,
    readiness_of,
    ready_sites,
    rules_on,
)
from chuangcheng.command.queries.readiness_material import material_by_type, material_of_site
from chuangcheng.command.readiness_papers import workbook_for
from chuangcheng.command.readiness_wording import reason_words
from chuangcheng.command.services.readiness import (
    EntryGiven,
    PreparationGiven,
    add_day_entry,
    prepare_site,
    remove_day_entry,
)
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.evidence.queries import Cell, MaterialLine
from chuangcheng.sites.access import site_for

router = Router()


class MaterialOut(Schema):
    asked: int  # pieces
    accepted: int
    due_on: date | None  # the first date of what is not brought


class RequestOut(Schema):
    id: UUID
    number: str
    title: str
    unit: str
    accepted: int
    asked: int
    state: str  # for people


class StandardOut(Schema):
    standard: str  # code and wording
    requests: list[RequestOut]


class WrittenOut(Schema):
    person_id: int | None
    rehearsal: str
    rehearsed_on: date | None
    lacking: str
    note: str
    written_at: datetime


class ReadyOut(Schema):
    site_id: UUID
    number: str
    name: str
    site_type: str
    area: str
    owner: str
    last_checked_at: datetime | None
    open_cases: int
    overdue_cases: int
    person_id: int | None
    rehearsal: str  # passed, failed, empty
    rehearsed_on: date | None
    lacking: str
    is_go: bool
    reasons: list[str]  # codes
    words: list[str]  # the same for people
    material: MaterialOut | None  # of the standards that look at such places; None: nothing was asked for


class ReadySiteOut(ReadyOut):
    standards: list[StandardOut]  # that look at such a place and ask for material
    written: list[WrittenOut]  # the last first


class RulesOut(Schema):
    checked_within: int
    open_cases: int
    needs_person: bool
    needs_rehearsal: bool


class ReadinessOut(Schema):
    is_known: bool  # how they draw is known, and the actor sees sites
    rules: RulesOut
    go: int
    total: int
    left_out: int
    sites: list[ReadyOut]  # those that are not ready first


class EntryOut(Schema):
    id: UUID
    day: date
    starts: time
    text: str
    place: str
    unit_id: int | None
    person_id: int | None


class ContactOut(Schema):
    unit: str
    name: str
    duty: str
    phone: str  # masked
    person_id: int


class PreparationIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same row
    person_id: int | None = None
    rehearsal: str = ""
    rehearsed_on: date | None = None
    lacking: str = ""
    note: str = ""


class EntryIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    day: date
    starts: time
    text: str
    place: str = ""
    unit_id: int | None = None
    person_id: int | None = None


@router.get("/assessor-visits/{visit_id}/readiness", response=ReadinessOut)
def get_readiness(request: HttpRequest, visit_id: UUID) -> dict[str, Any]:
    """Every site that the visit may draw."""
    actor = actor_of(request)
    visit = assessor_visit_for(actor, visit_id)
    found = readiness_of(actor=actor, visit=visit, today=today())
    material = material_by_type(actor=actor, visit=visit, sites=[row.site for row in found.rows])
    return {
        "is_known": found.is_known,
        "rules": found.rules,
        "go": found.go,
        "total": len(found.rows),
        "left_out": found.left_out,
        "sites": [_ready(row, material) for row in found.rows],
    }


@router.post("/assessor-visits/{visit_id}/readiness/{site_id}", response={201: ReadyOut})
def add_preparation(
    request: HttpRequest, visit_id: UUID, site_id: UUID, given: PreparationIn
) -> Status[dict[str, Any]]:
    """Who stands at a site, what is lacking, how the rehearsal went; the last one counts."""
    actor, facts = actor_of(request), PreparationGiven(**given.dict(exclude={"id"}))
    key = given.id or new_id()
    made = prepare_site(actor=actor, visit_id=visit_id, site_id=site_id, preparation_id=key, given=facts)
    return Status(201, _one(actor, made.visit, made.site_id))


@router.get("/assessor-visits/{visit_id}/readiness/{site_id}", response=ReadySiteOut)
def get_ready_site(request: HttpRequest, visit_id: UUID, site_id: UUID) -> dict[str, Any]:
    """One site: what holds it back, the material of its standards, what was written of it."""
    actor = actor_of(request)
    visit, site = assessor_visit_for(actor, visit_id), site_for(actor, site_id)
    standards = [
        {"standard": label, "requests": [_request(line) for line in lines]}
        for label, lines in material_of_site(actor=actor, visit=visit, site=site)
    ]
    return {
        **_one(actor, visit, site.pk),
        "standards": standards,
        "written": preparations_of(visit=visit, site=site),
    }


@router.get("/assessor-visits/{visit_id}/readiness.xlsx", response={200: None})
def workbook(request: HttpRequest, visit_id: UUID) -> FileResponse:
    """Sites, plan and phone list in Excel."""
    actor = actor_of(request)
    name, content = workbook_for(actor=actor, visit=assessor_visit_for(actor, visit_id), today=today())
    return download(content, name)


@router.get("/assessor-visits/{visit_id}/day-plan", response=list[EntryOut])
def get_day_plan(request: HttpRequest, visit_id: UUID) -> list[DayPlanEntry]:
    """The plan of the days, in order."""
    return day_plan_of(assessor_visit_for(actor_of(request), visit_id))


@router.post("/assessor-visits/{visit_id}/day-plan", response={201: EntryOut})
def add_entry(request: HttpRequest, visit_id: UUID, given: EntryIn) -> Status[DayPlanEntry]:
    """A line of the day plan."""
    facts = EntryGiven(**given.dict(exclude={"id"}))
    key = given.id or new_id()
    return Status(201, add_day_entry(actor=actor_of(request), visit_id=visit_id, entry_id=key, given=facts))


@router.delete("/assessor-visits/{visit_id}/day-plan/{entry_id}", response=list[EntryOut])
def remove_entry(request: HttpRequest, visit_id: UUID, entry_id: UUID) -> list[DayPlanEntry]:
    """A line off the day plan."""
    actor = actor_of(request)
    remove_day_entry(actor=actor, visit_id=visit_id, entry_id=entry_id)
    return day_plan_of(assessor_visit_for(actor, visit_id))


@router.get("/assessor-visits/{visit_id}/phone-list", response=list[ContactOut])
def get_phone_list(request: HttpRequest, visit_id: UUID) -> list[Any]:
    """Whom to call."""
    actor, day = actor_of(request), today()
    visit = assessor_visit_for(actor, visit_id)
    rows = readiness_of(actor=actor, visit=visit, today=day).rows
    return list(contacts_of(rows=rows, plan=day_plan_of(visit), today=day))


def _one(actor: Actor, visit: AssessorVisit, site_id: UUID) -> dict[str, Any]:
    [row] = ready_sites(actor=actor, visit=visit, site_ids=[site_id], today=today(), rules=rules_on(today()))
    return _ready(row, material_by_type(actor=actor, visit=visit, sites=[row.site]))


def _request(line: MaterialLine) -> dict[str, Any]:
    return {
        **{name: getattr(line, name) for name in ("id", "number", "title", "accepted")},
        "unit": line.unit_name,
        "asked": line.count,
        "state": line.state_words,
    }


def _ready(row: ReadySite, material: Mapping[int, Cell]) -> dict[str, Any]:
    site, own = row.site, row.preparation
    return {
        "site_id": site.pk,
        "number": site.number,
        "name": site.name,
        "site_type": site.site_type.name,
        "area": site.area.name,
        "owner": site.owner.name if site.owner else "",
        "last_checked_at": site.last_checked_at,
        "open_cases": row.open_cases,
        "overdue_cases": row.overdue_cases,
        "person_id": own.person_id if own else None,
        "rehearsal": own.rehearsal if own else "",
        "rehearsed_on": own.rehearsed_on if own else None,
        "lacking": own.lacking if own else "",
        "is_go": row.is_go,
        "reasons": [reason.value for reason in row.reasons],
        "words": [reason_words(reason, row) for reason in row.reasons],
        "material": material.get(site.site_type_id),
    }
