"""Records of phones."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.field.access import check_person, require_field_worker
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.queries.lists import refused_records
from chuangcheng.field.schemas import (
    BroughtOut,
    ExportIn,
    RecordIn,
    RecordOut,
    RecordRefused,
    sent_record,
)
from chuangcheng.field.services import (
    Packed,
    PhotosMissing,
    bring_export,
    settle_record,
    take_record,
)
from chuangcheng.field.shell import url_of_result

router = Router()
MOST_LISTED = 200  # records in one answer


class SettleIn(Strict):
    note: str  # how it was dealt with


class RecordQuery(Strict):
    state: Literal["done", "refused", "settled"] = "refused"


@router.post("/field/records", response={201: RecordOut, 409: RecordRefused})
def send_record(request: HttpRequest, given: RecordIn) -> Status[dict[str, Any]]:
    """A record; the same id again gives what is there. 409 with `missing`: send these photos first.

    409 with state "refused": it was kept, was not taken in, and may be sent again after a look at `theirs`.
    """
    try:
        actor = actor_of(request)
        check_person(actor, given.person_id)
        record = take_record(actor=actor, sent=sent_record(given))
    except PhotosMissing as refusal:
        return Status(409, _not_complete(given, refusal))
    if record.state == FieldRecord.State.REFUSED:
        return Status(409, {**_shown(record), "missing": []})
    return Status(201, _shown(record))


@router.get("/field/records", response=list[RecordOut])
def list_records(request: HttpRequest, asked: Query[RecordQuery]) -> list[dict[str, Any]]:
    """One's own records in a state, newest first; everybody's for who minds them."""
    actor = actor_of(request)
    require_field_worker(actor)
    rows = refused_records(actor=actor, state=asked.state).order_by("-pk")[:MOST_LISTED]
    return [_shown(record) for record in rows]


@router.post("/field/records/{record_id}/settle", response=RecordOut)
def settle(request: HttpRequest, record_id: UUID, given: SettleIn) -> dict[str, Any]:
    """Notes how a refused record was dealt with."""
    return _shown(settle_record(actor=actor_of(request), record_id=record_id, note=given.note))


@router.post("/field/exports", response=BroughtOut)
def bring(request: HttpRequest, given: ExportIn) -> dict[str, Any]:
    """Takes in a file that a phone exported: one's own, or anybody's for who minds records."""
    brought = bring_export(
        actor=actor_of(request),
        seal=given.seal,
        photos=[Packed(photo.sha256, photo.base64) for photo in given.photos],
        records=[sent_record(record) for record in given.records],
    )
    refused = [record.refusal for record in brought.refused]
    return {"person": brought.person, "taken": brought.taken, "refused": refused, "problems": brought.problems}


def _shown(record: FieldRecord) -> dict[str, Any]:
    return {
        "id": record.pk,
        "kind": record.kind,
        "state": record.state,
        "detail": record.refusal,
        "code": record.refusal_code,
        "theirs": record.theirs,
        "marks": record.marks,
        "result_id": record.result_id,
        "result_number": record.result_number,
        "url": url_of_result(record),
        "made_at": record.made_at,
        "received_at": record.received_at,
    }


def _not_complete(given: RecordIn, refusal: PhotosMissing) -> dict[str, Any]:
    return {
        "id": given.id,
        "kind": given.kind,
        "state": "refused",
        "detail": str(refusal),
        "code": "PhotosMissing",
        "theirs": {},
        "marks": [],
        "result_id": "",
        "result_number": "",
        "url": "",
        "made_at": given.made_at,
        "received_at": given.made_at,
        "missing": list(refusal.hashes),
    }
