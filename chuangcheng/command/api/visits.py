"""The assessors' visits with the countdown to each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from chuangcheng.command.access import assessor_visit_for, assessor_visits_that_count
from chuangcheng.command.icalendar import ICALENDAR, calendar_file
from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.queries import (
    VisitAhead,
    cancelled_visits,
    look_of,
    next_visits,
    past_visits,
    visits_of_closed,
    with_countdowns,
)
from chuangcheng.command.queries.specials.calendar import special_days_around
from chuangcheng.command.services import VisitGiven, cancel_visit, change_visit, plan_visit
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download
from chuangcheng.inspections.queries import Terms, UnusableTerms, sample_terms_from

router = Router()
MOST_VISITS = 200
View = Literal["coming", "past", "cancelled", "closed"]


class CountdownOut(Schema):
    phase: str  # ahead, running, ended
    days: int  # until the first day
    working_days: int
    day_number: int  # of the window while it runs, from 1
    length: int  # days
    assumed_years: list[int]  # no calendar published: Monday–Friday assumed


class VisitOut(Schema):
    id: UUID
    creation_id: UUID
    creation: str
    name: str
    level: str  # city, province, nation, other
    assessor: str
    first_on: date
    last_on: date
    is_announced: bool
    framework_id: int | None  # None: the edition in force
    round_kinds: list[str]  # empty: all
    note: str
    cancelled_at: datetime | None
    cancel_reason: str
    countdown: CountdownOut


class WindowOut(Schema):
    first_on: date
    last_on: date
    reason: str
    written_at: datetime


class MethodLookOut(Schema):
    name: str
    weight: str


class TypeLookOut(Schema):
    name: str
    available: int  # sites


class LookOut(Schema):
    framework_id: int | None
    methods: list[MethodLookOut]
    types: list[TypeLookOut]  # sites that may be drawn, by type
    frame: int | None  # sites that may be drawn; None: how they draw is not known
    asked: int | None  # sites of the sample
    drawn: int | None  # sites that would be drawn


class VisitDetail(VisitOut):
    sample: dict[str, Any] | None
    windows: list[WindowOut]  # oldest first
    look: LookOut


class VisitFacts(Strict):
    name: str
    level: str
    first_on: date
    last_on: date
    assessor: str = ""
    is_announced: bool = True
    framework_id: int | None = None
    round_kinds: list[str] = []
    sample: dict[str, Any] | None = Field(default=None, description="as the body of POST /rounds/{id}/sample")
    note: str = ""

    def given(self) -> VisitGiven:
        """The visit as the service takes it."""
        facts = self.dict(exclude={"id", "creation_id", "reason", "sample"})
        return VisitGiven(**facts, sample=_terms(self.sample))


class VisitIn(VisitFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same visit
    creation_id: UUID


class VisitChange(VisitFacts):
    reason: str = ""  # of another window


class CancelIn(Strict):
    reason: str


@router.get("/assessor-visits", response=list[VisitOut])
def list_visits(request: HttpRequest, view: View = "coming") -> list[dict[str, Any]]:
    """What is going on or to come, the next first; or what is over, called off, or of campaigns that have ended."""
    actor, day = actor_of(request), today()
    if view in ("coming", "past"):
        found = next_visits if view == "coming" else past_visits
        return [_shown(row) for row in found(actor=actor, today=day, at_most=MOST_VISITS)]
    others = cancelled_visits if view == "cancelled" else visits_of_closed
    return [_shown(row) for row in with_countdowns(others(actor=actor, at_most=MOST_VISITS), today=day)]


@router.post("/assessor-visits", response={201: VisitDetail})
def add_visit(request: HttpRequest, given: VisitIn) -> Status[dict[str, Any]]:
    """A visit of a campaign."""
    actor = actor_of(request)
    made = plan_visit(actor=actor, creation_id=given.creation_id, visit_id=given.id or new_id(), given=given.given())
    return Status(201, _detail(request, assessor_visit_for(actor, made.pk)))


@router.get("/assessor-visits/calendar", response={200: None})
def calendar(request: HttpRequest) -> FileResponse:
    """All visits that stand as an iCalendar file, with beginnings and ends of special campaigns."""
    actor = actor_of(request)
    rows, marks = assessor_visits_that_count(actor), special_days_around(actor=actor, today=today())
    return download(calendar_file(rows, marks, at=now()), f"{_('迎检日历')}.ics", ICALENDAR)


@router.get("/assessor-visits/{visit_id}", response=VisitDetail)
def get_visit(request: HttpRequest, visit_id: UUID) -> dict[str, Any]:
    """One visit with what it will look at and how its days moved."""
    return _detail(request, assessor_visit_for(actor_of(request), visit_id))


@router.put("/assessor-visits/{visit_id}", response=VisitDetail)
def edit_visit(request: HttpRequest, visit_id: UUID, given: VisitChange) -> dict[str, Any]:
    """Other facts of a visit; another window needs a reason."""
    actor = actor_of(request)
    change_visit(actor=actor, visit_id=visit_id, given=given.given(), reason=given.reason)
    return _detail(request, assessor_visit_for(actor, visit_id))


@router.post("/assessor-visits/{visit_id}/cancel", response=VisitOut)
def cancel(request: HttpRequest, visit_id: UUID, given: CancelIn) -> dict[str, Any]:
    """The visit does not take place."""
    found = cancel_visit(actor=actor_of(request), visit_id=visit_id, reason=given.reason)
    return _shown(with_countdowns([found], today=today())[0])


def _shown(row: VisitAhead) -> dict[str, Any]:
    kept = ("countdown", "creation")
    facts = {name: getattr(row.visit, name) for name in VisitOut.model_fields if name not in kept}
    return {**facts, "creation": row.visit.creation.name, "countdown": row.countdown}


def _detail(request: HttpRequest, found: AssessorVisit) -> dict[str, Any]:
    look = look_of(actor=actor_of(request), visit=found, today=today())
    preview = look.preview
    return {
        **_shown(with_countdowns([found], today=today())[0]),
        "sample": found.sample,
        "windows": list(found.windows.all()),
        "look": {
            "framework_id": look.edition.pk if look.edition else None,
            "methods": look.methods,
            "types": look.types,
            "frame": len(preview.frame.candidates) if preview else None,
            "asked": preview.asked if preview else None,
            "drawn": preview.drawn if preview else None,
        },
    }


def _terms(sample: dict[str, Any] | None) -> Terms | None:
    if sample is None:
        return None
    try:
        return sample_terms_from(sample)
    except UnusableTerms as error:
        raise InvalidInput(_(str(error))) from error
