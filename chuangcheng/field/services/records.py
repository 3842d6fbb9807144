"""What a phone sends is taken in once for each id, when all of its photos have arrived; otherwise the missing are told.

What the rules refuse (closed meanwhile, handed to somebody else) is kept with both sides and never written over what is
here. A record that was refused may be sent again: it is tried anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now
from chuangcheng.field.access import require_field_worker
from chuangcheng.field.models import FieldRecord, RecordPhoto
from chuangcheng.field.positions import Fix, marks_of
from chuangcheng.field.queries.sides import how_it_stands, position_before, site_position
from chuangcheng.field.services.deeds import DEEDS, Deed, Result
from chuangcheng.field.services.receiving import files_of

if TYPE_CHECKING:
    from chuangcheng.core.models import StoredFile

DONE, REFUSED, SETTLED = FieldRecord.State.DONE, FieldRecord.State.REFUSED, FieldRecord.State.SETTLED
MOST_PHOTOS = 200  # of one record: a long checklist with nine for each item; our choice
MOST_REFUSAL = 300  # characters, as the column


class RecordIdTaken(InvalidInput):
    """The id belongs to another record already, or is none that a phone makes."""


class PhotosMissing(Refusal):
    """Photos of the record have not arrived; `hashes` names them."""

    def __init__(self, hashes: Sequence[str]) -> None:
        super().__init__(_("还有%(count)s张照片没有传到，记录没有入账，请先传照片。") % {"count": len(hashes)})
        self.hashes = hashes


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo as the phone knows it."""

    sha256: str
    taken_at: datetime | None = None
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None  # degrees WGS-84


@dataclass(frozen=True, slots=True)
class Sent:
    """A record as the phone sent it."""

    id: UUID
    kind: str  # FieldRecord.Kind
    made_at: datetime  # the device's word
    body: Mapping[str, Any]  # of the kind, as `deeds` takes it
    photos: Sequence[SentPhoto] = ()  # every one that the body names
    position: Fix | None = None
    sent_at: datetime | None = None  # the device's clock at sending
    whole: Mapping[str, Any] = field(default_factory=dict)  # everything, to be kept as it came


def take_record(*, actor: Actor, sent: Sent, brought_by: int | None = None) -> FieldRecord:
    """The record, taken in or refused; the same id again gives what is there. Raises PhotosMissing."""
    person_id = require_field_worker(actor)
    if not is_client_id(sent.id):
        raise RecordIdTaken(_("记录编号无效，请在手机上重新保存。"))
    if len(sent.photos) > MOST_PHOTOS:
        raise InvalidInput(_("一条记录最多%(most)s张照片。") % {"most": MOST_PHOTOS})
    known = _known(person_id, sent)
    if known is not None and known.state != REFUSED:
        return known
    files = _files(actor, sent)
    try:
        with transaction.atomic():
            return _taken(actor, sent, files, brought_by)
    except IntegrityError:
        # The same id at the same moment: the other one was first.
        known = _known(person_id, sent)
        if known is None:
            raise
        return known


def _known(person_id: int, sent: Sent) -> FieldRecord | None:
    found = FieldRecord.objects.filter(pk=sent.id).first()
    if found is not None and (found.person_id, found.kind) != (person_id, sent.kind):
        raise RecordIdTaken(_("记录编号已经用过，请在手机上重新保存。"))
    return found


def _files(actor: Actor, sent: Sent) -> dict[str, StoredFile]:
    wanted = list(dict.fromkeys(photo.sha256 for photo in sent.photos))
    files = files_of(actor=actor, hashes=wanted) if wanted else {}
    if missing := [sha256 for sha256 in wanted if sha256 not in files]:
        raise PhotosMissing(missing)
    return files


def _taken(actor: Actor, sent: Sent, files: Mapping[str, StoredFile], brought_by: int | None) -> FieldRecord:
    """Writes the record first: its key is the lock on which the same record at the same moment waits."""
    record = FieldRecord.objects.select_for_update().filter(pk=sent.id).first()
    if record is not None and record.state != REFUSED:
        return record
    if record is None:
        record = _first_time(actor, sent, files, brought_by)
    try:
        with transaction.atomic():
            result = DEEDS[sent.kind](_deed(actor, record, sent, files))
    except Refusal as refusal:
        _refuse(actor, record, sent, refusal)
    else:
        _finish(actor, record, result)
    return record


def _deed(actor: Actor, record: FieldRecord, sent: Sent, files: Mapping[str, StoredFile]) -> Deed:
    return Deed(
        actor=actor,
        id=sent.id,
        kind=sent.kind,
        made_at=sent.made_at,
        body=sent.body,
        position=sent.position,
        files=files,
        marks=record.marks,
        clock_off=record.clock_off,
    )


def _first_time(actor: Actor, sent: Sent, files: Mapping[str, StoredFile], brought_by: int | None) -> FieldRecord:
    at = now()
    clock_off = 0 if sent.sent_at is None else round((sent.sent_at - at).total_seconds())
    record = FieldRecord.objects.create(
        pk=sent.id,
        kind=sent.kind,
        person_id=actor.person_id or 0,
        sent=dict(sent.whole),
        made_at=sent.made_at,
        received_at=at,
        clock_off=max(-(2**31), min(clock_off, 2**31 - 1)),
        marks=marks_of(
            sent.position,
            made_at=sent.made_at,
            clock_off=clock_off,
            before=position_before(person_id=actor.person_id or 0),
            site=site_position(actor=actor, body=sent.body),
        ),
        brought_by_id=brought_by,
    )
    RecordPhoto.objects.bulk_create(
        RecordPhoto(record=record, file=files[photo.sha256], taken_at=photo.taken_at, order=order, **_place(photo))
        for order, photo in enumerate(sent.photos)
    )
    return record


def _place(photo: SentPhoto) -> dict[str, float | None]:
    return {"lon": photo.lon, "lat": photo.lat}


def _refuse(actor: Actor, record: FieldRecord, sent: Sent, refusal: Refusal) -> None:
    record.state = REFUSED
    record.refusal = str(refusal)[:MOST_REFUSAL]
    record.refusal_code = type(refusal).__name__
    record.theirs = how_it_stands(actor=actor, kind=sent.kind, body=sent.body)
    record.save(update_fields=["state", "refusal", "refusal_code", "theirs"])
    audit.record(actor=actor, action="field.refuse", subject=record, detail={"code": record.refusal_code})


def _finish(actor: Actor, record: FieldRecord, result: Result) -> None:
    record.state, record.refusal, record.refusal_code, record.theirs = DONE, "", "", {}
    record.result_id, record.result_number = result.id, result.number
    record.save(update_fields=["state", "refusal", "refusal_code", "theirs", "result_id", "result_number"])
    audit.record(actor=actor, action="field.take_in", subject=record, detail={"kind": record.kind})
