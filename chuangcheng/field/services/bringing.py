"""A file that a phone exported because it could not send, brought by somebody else.

The file carries the seal that the phone was given when its owner signed in, so that nobody writes records in another
person's name. Each record is taken in as if the phone had sent it: once for each id, whoever comes first.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.files import PHOTOS, store
from chuangcheng.core.times import today
from chuangcheng.field.access import MIND, require_field_worker
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.services.receiving import SHA256, keep_sent
from chuangcheng.field.services.records import Sent, take_record
from chuangcheng.orgs.access import actor_for, person_for

SALT = "field.export"
SEAL_HOLDS = timedelta(days=60)  # as long as a record may wait on a phone


class Unsealed(InvalidInput):
    """The file was not made by a phone of ours, or too long ago."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A photo in the file."""

    sha256: str
    base64: str


@dataclass(slots=True)
class Brought:
    """What became of the records of a file."""

    person: str
    taken: int = 0  # now, or before
    refused: list[FieldRecord] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # of those that could not even be kept


def seal_for(actor: Actor) -> str:
    """What tells that a file was made by a phone on which this person was signed in."""
    return signing.dumps(actor.person_id, salt=SALT)


def bring_export(*, actor: Actor, seal: str, photos: Sequence[Packed], records: Sequence[Sent]) -> Brought:
    """Takes the records in, in the name of the person of the seal; what was sent meanwhile counts as taken."""
    require_field_worker(actor)
    owner = _owner(actor, seal)
    person_id = require_field_worker(owner)
    brought = Brought(owner.name)
    for photo in photos:
        _keep(person_id, photo)
    for sent in records:
        try:
            record = take_record(actor=owner, sent=sent, brought_by=actor.person_id)
        except Refusal as refusal:
            brought.problems.append(str(refusal))
            continue
        if record.state == FieldRecord.State.REFUSED:
            brought.refused.append(record)
        else:
            brought.taken += 1
    audit.record(actor=actor, action="field.bring", detail={"person_id": person_id, "count": len(records)})
    return brought


def _owner(actor: Actor, seal: str) -> Actor:
    try:
        person_id = signing.loads(seal, salt=SALT, max_age=SEAL_HOLDS)
    except signing.BadSignature as error:
        raise Unsealed(_("该文件不是由本系统的手机页面导出的，或导出已超过60天，不能导入。")) from error
    if person_id == actor.person_id:
        return actor
    require(actor, MIND)
    return actor_for(person_for(SYSTEM, person_id), today=today())


def _keep(person_id: int, photo: Packed) -> None:
    if not SHA256.fullmatch(photo.sha256):
        raise InvalidInput(_("照片的校验值不对，应为64位小写十六进制。"))
    try:
        content = base64.b64decode(photo.base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(_("文件中的照片已损坏，请重新导出。")) from error
    file = store(content, name="现场照片", limits=PHOTOS)
    if file.sha256 != photo.sha256:
        raise InvalidInput(_("文件中的照片与校验值不符，请重新导出。"))
    keep_sent(person_id=person_id, sha256=photo.sha256, file=file)
