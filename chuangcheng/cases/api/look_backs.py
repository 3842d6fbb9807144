"""Look-backs: what is due, taking it, and what was seen."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from chuangcheng.cases import services
from chuangcheng.cases.access import LOOK_BACK
from chuangcheng.cases.api.cases import require_any
from chuangcheng.cases.models import LookBack
from chuangcheng.cases.queries import DUE, look_back_page
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of

router = Router()


class LookBackOut(Schema):
    """One look at a fix, some days after closing."""

    id: UUID
    case_id: UUID
    case_number: str
    place: str
    area: str
    after_days: int
    due_on: date
    state: str
    finding: str
    assignee_id: int | None
    unit_id: int | None
    opened_case_id: UUID | None


class TakeIn(Strict):
    ids: list[UUID] = Field(max_length=200)


class AssignIn(TakeIn):
    person_id: int | None = Field(None, description="somebody who looks back; this or unit_id")
    unit_id: int | None = Field(None, description="the community or street in which they lie")


class Taken(Schema):
    count: int


class FindingIn(Strict):
    finding: str = Field(description="still_fixed, came_back or cannot_tell")
    note: str = ""
    photo_ids: list[UUID] = []
    case_id: UUID | None = Field(None, description="UUIDv7 of the case that is opened when it came back")


@router.get("/look-backs", response=list[LookBackOut])
def list_look_backs(request: HttpRequest, view: str = DUE) -> list[dict[str, Any]]:
    """Those of a view (due, mine, coming, done), by area and place; at most 300."""
    actor = actor_of(request)
    require_any(actor, LOOK_BACK, FIX_CASES)
    found = look_back_page(actor=actor, view=view, today=today())
    return [_shown(row) for group in found.groups for row in group.rows]


@router.post("/look-backs/take", response=Taken)
def take_look_backs(request: HttpRequest, given: TakeIn) -> dict[str, int]:
    """The asker will go there."""
    return {"count": services.take_look_backs(actor=actor_of(request), look_back_ids=given.ids)}


@router.post("/look-backs/assign", response=Taken)
def assign_look_backs(request: HttpRequest, given: AssignIn) -> dict[str, int]:
    """Gives all of them to a person or unit, and away from whoever had them; all or none."""
    return {
        "count": services.assign_look_backs(
            actor=actor_of(request), look_back_ids=given.ids, person_id=given.person_id, unit_id=given.unit_id
        )
    }


@router.post("/look-backs/{uuid:look_back_id}", response=LookBackOut)
def record_look_back(request: HttpRequest, look_back_id: UUID, given: FindingIn) -> dict[str, Any]:
    """What was seen; when it came back, the case is opened at once as a confirmed relapse."""
    actor = actor_of(request)
    return _shown(services.record_look_back(actor=actor, look_back_id=look_back_id, **given.dict()))


def _shown(row: LookBack) -> dict[str, Any]:
    plain = ("id", "case_id", "after_days", "due_on", "state", "finding", "assignee_id", "unit_id", "opened_case_id")
    return {
        **{name: getattr(row, name) for name in plain},
        "case_number": row.case.number,
        "place": row.case.place,
        "area": row.case.area.name if row.case.area is not None else "",
    }
