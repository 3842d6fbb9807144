"""Changing the keys of personal data: everything is encrypted anew with the newest key, while people work.

The operator puts a new secret in front of `CHUANGCHENG_FIELD_KEYS` and restarts; within an hour a job does the rest.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
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


class Encrypted(Protocol):
    """A place where ciphertexts are kept; contexts fill the slot below with theirs."""

    @property
    def label(self) -> str:
        """What it is of, for the person who watches."""

    def kept(self) -> Iterator[tuple[Any, bytes]]:
        """Every ciphertext with the key by which `renew` finds it again."""

    def renew(self, key: Any, ciphertext: bytes) -> int:
        """Encrypts one anew; 0 when somebody has written another value since it was read."""


@dataclass(frozen=True, slots=True)
class EncryptedColumn:
    """One column of personal data."""

    model: type[Model]
    field: str  # the ciphertext; b"" for none
    index_field: str = ""  # the blind index beside it, if there is one

    @property
    def label(self) -> str:
        """The model's name."""
        return self.model._meta.label

    def kept(self) -> Iterator[tuple[Any, bytes]]:
        """Primary key and ciphertext of each row that has one."""
        rows = self.model._base_manager.exclude(**{self.field: b""}).order_by("pk").values_list("pk", self.field)
        for pk, ciphertext in rows.iterator(chunk_size=BATCH):
            if ciphertext:
                yield pk, bytes(ciphertext)

    def renew(self, key: Any, ciphertext: bytes) -> int:
        """Writes ciphertext and blind index, unless the row has another value by now."""
        text = decrypt(ciphertext)
        fields: dict[str, Any] = {self.field: encrypt(text)}
        if self.index_field:
            fields[self.index_field] = blind_index(text)
        return self.model._base_manager.filter(pk=key, **{self.field: ciphertext}).update(**fields)


@dataclass(frozen=True, slots=True)
class EncryptedInJson:
    """Ciphertexts in base64 under some keys of a JSON column, as allauth keeps the secrets of the second step."""

    model: type[Model]
    field: str
    keys: tuple[str, ...]

    @property
    def label(self) -> str:
        """The model's name."""
        return self.model._meta.label

    def kept(self) -> Iterator[tuple[Any, bytes]]:
        """(primary key, key of the JSON) and ciphertext."""
        rows = self.model._base_manager.order_by("pk").values_list("pk", self.field)
        for pk, data in rows.iterator(chunk_size=BATCH):
            for key in self.keys:
                if data.get(key):
                    yield (pk, key), base64.b64decode(data[key])

    def renew(self, key: Any, ciphertext: bytes) -> int:
        """Writes the one value into the JSON as it is by now."""
        pk, name = key
        with transaction.atomic():
            row = self.model._base_manager.select_for_update().filter(pk=pk).first()
            if row is None or base64.b64decode(getattr(row, self.field).get(name, "")) != ciphertext:
                return 0
            getattr(row, self.field)[name] = base64.b64encode(encrypt(decrypt(ciphertext))).decode("ascii")
            row.save(update_fields=[self.field])
        return 1


encrypted_columns: Slot[Encrypted] = Slot("encrypted columns")


@every(HOUR, name="core.rotate_keys_when_needed", label=gettext_lazy("检查是否需要更换密钥"))
def rotate_when_needed() -> None:
    """Starts the job when there is an older key in the ring and something is still encrypted with it."""
    is_under_way = Job.objects.filter(name=JOB, state__in=[Job.State.WAITING, Job.State.RUNNING]).exists()
    if len(settings.FIELD_KEYS) > 1 and not is_under_way and is_due():
        start(JOB, actor=SYSTEM)


def is_due() -> bool:
    """True while something is not encrypted with the newest key."""
    return any(is_outdated(ciphertext) for column in encrypted_columns for _key, ciphertext in column.kept())


@job(JOB, label=gettext_lazy("更换密钥"))
def rotate(context: JobContext) -> dict[str, int]:
    """Encrypts every outdated value anew; gives their number. Safe to run again and beside writers."""
    count = 0
    for column in encrypted_columns:
        for key, ciphertext in column.kept():
            if is_outdated(ciphertext):
                count += column.renew(key, ciphertext)
                context.progress(count, message=_("正在更换%(name)s的密钥") % {"name": column.label})
    audit.record(actor=SYSTEM, action="core.rotate_keys", detail={"values": count})
    return {"values": count}
