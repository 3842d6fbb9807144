"""Taking files in: received, examined, then row and content together. The same content twice is one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.core.files.base import File
from django.db import transaction

from chuangcheng.core import times
from chuangcheng.core.files import places
from chuangcheng.core.files.errors import EmptyFile, FileTooBig
from chuangcheng.core.files.kinds import DOCUMENTS, MEGABYTE, Limits
from chuangcheng.core.files.pictures import examined_picture
from chuangcheng.core.files.recognition import recognised
from chuangcheng.core.models import StoredFile

Content: TypeAlias = "File[bytes] | bytes"

UNUSED_FOR = timedelta(days=7)  # how long a content waits for a record that refers to it; our choice
RENEWED_AFTER = timedelta(days=1)  # a content sent again within a day keeps its date, which saves a write


@dataclass(frozen=True, slots=True)
class Upload:
    """A content with the name that the sender gave it."""

    content: Content
    name: str


def store(content: Content, *, name: str, limits: Limits = DOCUMENTS) -> StoredFile:
    """The row of this content, new or known; raises FileRefused (one sentence) and keeps nothing when not taken."""
    return store_all([Upload(content, name)], limits=limits)[0]


def store_all(uploads: Sequence[Upload], *, limits: Limits = DOCUMENTS) -> list[StoredFile]:
    """The rows of these contents in the given order: all of them, or FileRefused and none. At most four queries."""
    with ExitStack() as stack:
        arrived = [_received(upload, limits, stack) for upload in uploads]
        now = times.now()
        fresh = {
            incoming.sha256: _examined(incoming, upload.name, limits, now)
            for incoming, upload in zip(arrived, uploads, strict=True)
        }
        with transaction.atomic(savepoint=False):
            rows = _rows(fresh, now)
            # Inside the transaction: the clean-up removes a content while it holds the row.
            for incoming in arrived:
                places.keep(incoming)
    return [rows[incoming.sha256] for incoming in arrived]


def check(content: Content, *, name: str, limits: Limits = DOCUMENTS) -> str:
    """The hash of a content that would be taken; raises FileRefused like `store`. Keeps nothing."""
    with ExitStack() as stack:
        incoming = _received(Upload(content, name), limits, stack)
        _examined(incoming, name, limits, times.now())
        return incoming.sha256


def _received(upload: Upload, limits: Limits, stack: ExitStack) -> places.Incoming:
    try:
        incoming = stack.enter_context(places.received(_chunks(upload.content), max_bytes=limits.max_bytes))
    except places.TooLong as error:
        raise FileTooBig(upload.name, megabytes=limits.max_bytes // MEGABYTE) from error
    if not incoming.size:
        raise EmptyFile(upload.name)
    return incoming


def _chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    else:
        yield from content.chunks()


def _examined(incoming: places.Incoming, name: str, limits: Limits, now: datetime) -> StoredFile:
    kind = recognised(incoming.path, name=name, limits=limits)
    row = StoredFile(sha256=incoming.sha256, size=incoming.size, media_type=kind.media_type, review_at=now + UNUSED_FOR)
    if kind.is_picture:
        picture = examined_picture(incoming.path, name=name, limits=limits, now=now)
        row.width, row.height = picture.width, picture.height
        row.taken_at, row.taken_lon, row.taken_lat = picture.taken.at, picture.taken.lon, picture.taken.lat
        row.set_likeness(picture.likeness, at=now)
    return row


def _rows(fresh: dict[str, StoredFile], now: datetime) -> dict[str, StoredFile]:
    known = _known(fresh)
    if not _renewed(known.values(), now):
        known = _known(fresh)  # the clean-up took one of them in between
    # In order of hash, so that two requests with the same photos wait for each other instead of locking up.
    missing = [fresh[sha256] for sha256 in sorted(fresh) if sha256 not in known]
    if not missing:
        return known
    StoredFile.objects.bulk_create(missing, ignore_conflicts=True)
    return _known(fresh)


def _known(fresh: Iterable[str]) -> dict[str, StoredFile]:
    return {row.sha256: row for row in StoredFile.objects.filter(sha256__in=list(fresh))}


def _renewed(rows: Iterable[StoredFile], now: datetime) -> bool:
    ageing = [row.pk for row in rows if row.review_at < now + UNUSED_FOR - RENEWED_AFTER]
    if not ageing:
        return True
    return StoredFile.objects.filter(pk__in=sorted(ageing)).update(review_at=now + UNUSED_FOR) == len(ageing)
