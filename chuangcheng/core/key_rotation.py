"""Changing the keys of personal data: everything is encrypted anew with the newest key, while people work.

The operator puts a new secret in front of `CHUANGCHENG_FIELD_KEYS` and restarts; within an hour a job does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.crypto import blind_index, decrypt, encrypt, is_outdated
from chuangcheng.core.jobs import JobContext, every, job, start
from chuangcheng.core.models import Job
from chuangcheng.core.slots import Slot

HOUR = 3600  # seconds
BATCH = 500  # rows read ahead
JOB = "core.rotate_keys"


@dataclass(frozen=True, slots=True)
class EncryptedColumn:
    """One column of personal data; contexts fill the slot below with theirs."""

    model: type[Model]
    field: str  # the ciphertext; b"" for none
    index_field: str = ""  # the blind index beside it, if there is one


encrypted_columns: Slot[EncryptedColumn] = Slot("encrypted columns")


@every(HOUR, name="core.rotate_keys_when_needed", label=gettext_lazy("检查是否需要更换密钥"))
def rotate_when_needed() -> None:
    """Starts the job when there is an older key in the ring and something is still encrypted with it."""
    is_under_way = Job.objects.filter(name=JOB, state__in=[Job.State.WAITING, Job.State.RUNNING]).exists()
    if len(settings.FIELD_KEYS) > 1 and not is_under_way and is_due():
        start(JOB, actor=SYSTEM)


def is_due() -> bool:
    """True while something is not encrypted with the newest key."""
    return any(True for column in encrypted_columns for _row in _outdated(column))


@job(JOB, label=gettext_lazy("更换密钥"))
def rotate(context: JobContext) -> dict[str, int]:
    """Encrypts every outdated value anew; gives their number. Safe to run again and beside writers."""
    count = 0
    for column in encrypted_columns:
        for pk, ciphertext in _outdated(column):
            count += _renew(column, pk, ciphertext)
            context.progress(count, message=_("正在更换%(name)s的密钥") % {"name": column.model._meta.label})
    audit.record(actor=SYSTEM, action="core.rotate_keys", detail={"values": count})
    return {"values": count}


def _outdated(column: EncryptedColumn) -> Iterator[tuple[Any, bytes]]:
    rows = column.model._base_manager.exclude(**{column.field: b""}).order_by("pk").values_list("pk", column.field)
    for pk, ciphertext in rows.iterator(chunk_size=BATCH):
        if is_outdated(bytes(ciphertext)):
            yield pk, bytes(ciphertext)


def _renew(column: EncryptedColumn, pk: object, ciphertext: bytes) -> int:
    text = decrypt(ciphertext)
    fields: dict[str, Any] = {column.field: encrypt(text)}
    if column.index_field:
        fields[column.index_field] = blind_index(text)
    # Only where nobody has written another value since it was read.
    return column.model._base_manager.filter(pk=pk, **{column.field: ciphertext}).update(**fields)
