"""What phones said of time and place, for who judges a visit or verifies a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.cases.access import VERIFY, case_for
from chuangcheng.core.access import require
from chuangcheng.core.web import actor_of
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.queries.lists import records_behind
from chuangcheng.inspections.access import visit_for

router = Router()


class PhoneRecordOut(Schema):
    id: UUID
    kind: str
    person: str
    made_at: datetime  # the device's word
    received_at: datetime  # the server's
    clock_off: int  # seconds that the device's clock was ahead
    accuracy: float | None  # metres; null: without a position
    marks: list[str]  # what is odd: none, poor, exact, leap, far, old, clock
    brought_by: str  # who brought the file that the phone had exported; else empty


@router.get("/field/visits/{visit_id}/records", response=list[PhoneRecordOut])
def list_records_of_visit(request: HttpRequest, visit_id: UUID) -> list[dict[str, Any]]:
    """What a phone sent as this visit; empty when it was filled in at a PC."""
    visit = visit_for(actor_of(request), visit_id)
    return [_shown(row) for row in records_behind(result_id=str(visit.pk))]


@router.get("/field/cases/{case_id}/records", response=list[PhoneRecordOut])
def list_records_of_case(request: HttpRequest, case_id: UUID) -> list[dict[str, Any]]:
    """What phones sent for this case, oldest first; for who verifies."""
    actor = actor_of(request)
    require(actor, VERIFY)
    case = case_for(actor, case_id)
    return [_shown(row) for row in records_behind(result_id=str(case.pk))]


def _shown(row: FieldRecord) -> dict[str, Any]:
    position = row.sent.get("position")
    names = ("id", "kind", "made_at", "received_at", "clock_off", "marks")
    return {
        **{name: getattr(row, name) for name in names},
        "person": row.person.name,
        "accuracy": position["accuracy"] if position else None,
        "brought_by": row.brought_by.name if row.brought_by else "",
    }
