"""Photos from phones, in pieces that go on where they broke off.

The hash is asked for first: what this person sent before is not sent again, what somebody else sent is, since knowing a
hash proves nothing. Pieces are appended to a file of the person's own below the folder of uploads under way; its length
is the only record of how far they came, so a killed server or phone goes on with what is there. A file that nothing was
added to for a day is swept by `core.files.cleaning` as every broken upload is, and begins anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BufferedRandom
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import File
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.files import PHOTOS, places, store
from chuangcheng.field.access import require_field_worker
from chuangcheng.field.models import SentFile

if TYPE_CHECKING:
    from chuangcheng.core.models import StoredFile

FOLDER = "field"  # below the folder of uploads under way
SHA256 = re.compile(r"[0-9a-f]{64}")
PIECE_BYTES = 1024 * 1024  # of one request at most; our choice
MOST_ASKED = 200  # hashes in one question; our choice
MOST_WAITING_BYTES = 200 * 1024 * 1024  # of one person's files that have not arrived whole; our choice
KEPT_FOR = timedelta(days=60)  # how long a photo waits for its record, as visits do; our choice


class WrongOffset(Refusal):
    """The piece does not begin where the last one ended; `offset` is where."""

    def __init__(self, offset: int) -> None:
        super().__init__(_("照片没有接着上次的位置上传，请从%(offset)s字节继续。") % {"offset": offset})
        self.offset = offset


class BrokenOnTheWay(InvalidInput):
    """All bytes are there and are not what the hash promised; they are thrown away."""


class TooMuchWaiting(InvalidInput):
    """More bytes under way than one person may have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a phone wants to send."""

    sha256: str  # hex
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that has not arrived whole, and how far it came."""

    sha256: str
    offset: int  # bytes that are here


@dataclass(frozen=True, slots=True)
class Received:
    """How far a file has come."""

    offset: int  # bytes that are here
    is_complete: bool


def missing_of(*, actor: Actor, wanted: Sequence[Wanted]) -> list[Missing]:
    """Those of the files that the person has not sent whole, in the order of the question. One query."""
    person_id = require_field_worker(actor)
    if len(wanted) > MOST_ASKED:
        raise InvalidInput(_("一次最多询问%(most)s张照片。") % {"most": MOST_ASKED})
    for each in wanted:
        _check(each)
    here = SentFile.objects.filter(person=person_id, sha256__in=[each.sha256 for each in wanted])
    known = set(here.values_list("sha256", flat=True))
    return [Missing(each.sha256, _length(person_id, each.sha256)) for each in wanted if each.sha256 not in known]


def receive_piece(*, actor: Actor, wanted: Wanted, offset: int, content: bytes) -> Received:
    """How far the file is after this piece; stored and the person's when it is whole. The same piece twice is one."""
    person_id = require_field_worker(actor)
    _check(wanted)
    if len(content) > PIECE_BYTES or not 0 <= offset <= wanted.size - len(content) or not content:
        raise InvalidInput(_("照片分块的位置或大小不对，请重新上传。"))
    with _under_way(person_id, wanted) as file:
        if SentFile.objects.filter(person=person_id, sha256=wanted.sha256).exists():
            return Received(wanted.size, is_complete=True)
        return _appended(person_id, wanted, offset, content, file)


def files_of(*, actor: Actor, hashes: Collection[str]) -> dict[str, StoredFile]:
    """The files that the person sent whole, by hash. One query."""
    rows = SentFile.objects.filter(person=actor.person_id or 0, sha256__in=hashes).select_related("file")
    return {row.sha256: row.file for row in rows}


def keep_sent(*, person_id: int, sha256: str, file: StoredFile) -> None:
    """Notes that the person sent this stored file."""
    SentFile.objects.get_or_create(person_id=person_id, sha256=sha256, defaults={"file": file})


def forget_old_files(*, now: datetime) -> int:
    """Lets go of photos that no record wanted, so that their files can go; gives their number."""
    return SentFile.objects.filter(arrived_at__lt=now - KEPT_FOR).delete()[0]


def _check(wanted: Wanted) -> None:
    if not SHA256.fullmatch(wanted.sha256):
        raise InvalidInput(_("照片的校验值不对，应为64位小写十六进制。"))
    if not 0 < wanted.size <= PHOTOS.max_bytes:
        most = PHOTOS.max_bytes // (1024 * 1024)
        raise InvalidInput(_("照片应大于0、不超过%(megabytes)s MB。") % {"megabytes": most})


def _appended(person_id: int, wanted: Wanted, offset: int, content: bytes, file: BufferedRandom) -> Received:
    here = file.seek(0, os.SEEK_END)
    if offset > here:
        raise WrongOffset(here)
    news = content[here - offset :]  # what was repeated is there already
    file.write(news)
    file.flush()
    here += len(news)
    if here < wanted.size:
        return Received(here, is_complete=False)
    os.fsync(file.fileno())
    try:
        _keep(person_id, wanted, file)
    finally:
        _path(person_id, wanted.sha256).unlink(missing_ok=True)
    return Received(wanted.size, is_complete=True)


def _keep(person_id: int, wanted: Wanted, file: BufferedRandom) -> None:
    file.seek(0)
    if hashlib.file_digest(file, "sha256").hexdigest() != wanted.sha256:
        raise BrokenOnTheWay(_("照片在途中损坏，请重新上传。"))
    file.seek(0)
    keep_sent(person_id=person_id, sha256=wanted.sha256, file=store(File(file), name="现场照片", limits=PHOTOS))


@contextmanager
def _under_way(person_id: int, wanted: Wanted) -> Iterator[BufferedRandom]:
    """The person's file, locked: two tabs that send the same photo take turns, and a killed server lets go."""
    path = _path(person_id, wanted.sha256)
    if not path.exists():
        _check_room(path.parent, wanted.size)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _check_room(folder: Path, size: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    waiting = sum(each.stat().st_size for each in os.scandir(folder) if each.is_file())
    if waiting + size > MOST_WAITING_BYTES:
        raise TooMuchWaiting(_("您没有传完的照片过多，请先等前面的照片传完。"))


def _length(person_id: int, sha256: str) -> int:
    try:
        return _path(person_id, sha256).stat().st_size
    except FileNotFoundError:
        return 0


def _path(person_id: int, sha256: str) -> Path:
    return places.root() / places.INCOMING / FOLDER / str(person_id) / sha256
