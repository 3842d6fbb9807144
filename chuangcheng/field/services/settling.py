"""What could not be taken in is dealt with by hand, with a note; it stays in the list."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import now
from chuangcheng.field.access import record_to_mind
from chuangcheng.field.models import FieldRecord

MOST_NOTE = 300  # characters, as the column


class NotRefused(Refusal):
    """There is nothing to settle."""


@transaction.atomic
def settle_record(*, actor: Actor, record_id: UUID, note: str) -> FieldRecord:
    """The refused record, dealt with; again the same."""
    record = record_to_mind(actor, record_id)
    if record.state == FieldRecord.State.SETTLED:
        return record
    if record.state != FieldRecord.State.REFUSED:
        raise NotRefused(_("这条记录已经入账，不用处理。"))
    written = note.strip()
    if not written or len(written) > MOST_NOTE or "\x00" in written:
        raise InvalidInput(_("请写明怎样处理的，不超过%(most)s字。") % {"most": MOST_NOTE})
    record.state, record.settled_note = FieldRecord.State.SETTLED, written
    record.settled_by_name, record.settled_at = actor.name, now()
    record.save(update_fields=["state", "settled_note", "settled_by_name", "settled_at"])
    audit.record(actor=actor, action="field.settle", subject=record)
    return record
