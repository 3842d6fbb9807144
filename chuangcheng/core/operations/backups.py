"""Writes a backup while people work: all tables at one moment, every file that they refer to, the secrets.

Contents are immutable and named by their hash, so those of the moment are still there when they are copied; what the
clean-up removed in between was referred to by nothing, and its row is left out. The manifest stands last: an archive
without it was cut off. The whole archive is read again before it gets its name.
"""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Model, Sum

from chuangcheng.core.crypto import key_ids
from chuangcheng.core.errors import Refusal
from chuangcheng.core.files import path_of
from chuangcheng.core.models import StoredFile
from chuangcheng.core.numbers import last_numbers
from chuangcheng.core.operations.archives import (
    CHUNK,
    NAMES,
    ArchiveWriter,
    BackupDamaged,
    ContentDamaged,
)
from chuangcheng.core.operations.manifests import Manifest, member_name
from chuangcheng.core.operations.on_record import BACKED_UP, put_on_record
from chuangcheng.core.operations.releases import applied_migrations, known_migrations, tables_at
from chuangcheng.core.operations.snapshots import snapshot
from chuangcheng.core.operations.tables import BATCH, lines_of
from chuangcheng.core.operations.verifying import verify
from chuangcheng.core.operations.writing import appearing
from chuangcheng.core.times import now

FILES_LABEL = StoredFile._meta.label_lower
LEVEL, GZIP = 3, 31  # zlib's effort and the kind of wrapper
GB = 1 << 30  # bytes


@dataclass
class _Copied:
    """What became of the contents."""

    files: int = 0
    bytes: int = 0
    lost: int = 0
    removed: set[str] = field(default_factory=set)  # keys of rows that the clean-up removed meanwhile


def write_backup(target: Path, *, source: str = "default") -> Manifest:
    """The manifest of a verified backup at `target`, which appears whole or not at all."""
    if target.exists():
        raise Refusal(f"{target} 已存在，请换一个文件名。")
    if not target.parent.is_dir():
        raise Refusal(f"目录 {target.parent} 不存在，请先建立。")
    _refuse_other_release(source)
    with appearing(target) as stream:
        with snapshot(source) as using:
            _refuse_without_room(target.parent, using)
            manifest = _write_members(stream, using, source)
        stream.flush()
        os.fsync(stream.fileno())
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # read again from the disk, not from memory
        if verify(stream) != manifest:
            raise BackupDamaged("写出的备份与数据不符，请检查磁盘后重新备份。")
        put_on_record(BACKED_UP, using=source, file=target.name, rows=manifest.rows, files=manifest.files)
    return manifest


def _refuse_other_release(source: str) -> None:
    migrations = applied_migrations(source)
    if not migrations:
        raise Refusal("数据库还是空的，没有可备份的数据。")
    if not known_migrations().issuperset(migrations):
        raise Refusal("数据库比程序新，请用与数据库一致的版本备份。")


def _write_members(stream: IO[bytes], using: str, source: str) -> Manifest:
    migrations = applied_migrations(using)
    models = tables_at(migrations)
    made_at = now().isoformat(timespec="seconds")
    archive = ArchiveWriter(stream)
    copied = _write_files(archive, using, source)
    _write_secrets(archive)
    tables = {model._meta.label_lower: _write_table(archive, model, copied.removed, using) for model in models}
    manifest = Manifest(
        made_at=made_at,
        migrations=migrations,
        tables=tables,
        numbers=last_numbers(using=using),
        files=copied.files,
        content_bytes=copied.bytes,
        lost=copied.lost,
        keys=key_ids(settings.FIELD_KEYS),
        digest=archive.digest,
    )
    content = manifest.content()
    archive.add(member_name(content), [content])
    archive.end()
    return manifest


def _write_files(archive: ArchiveWriter, using: str, source: str) -> _Copied:
    copied = _Copied()
    rows = StoredFile.objects.using(using).order_by("sha256").values_list("pk", "sha256")
    for key, sha256 in rows.iterator(chunk_size=BATCH):
        try:
            with path_of(sha256).open("rb") as content:
                copied.bytes += archive.add(f"files/{sha256}", _chunks(content), content_hash=sha256)
            copied.files += 1
        except (FileNotFoundError, ContentDamaged):
            if StoredFile.objects.using(source).filter(pk=key).exists():
                copied.lost += 1
            else:
                copied.removed.add(str(key))
    return copied


def _write_secrets(archive: ArchiveWriter) -> None:
    for path in sorted((settings.DATA / "secrets").glob("*")):
        if NAMES.fullmatch(f"secrets/{path.name}"):
            archive.add(f"secrets/{path.name}", [path.read_bytes()])


def _write_table(archive: ArchiveWriter, model: type[Model], removed: set[str], using: str) -> int:
    """Writes one table; gives its number of rows."""
    label, count = model._meta.label_lower, 0

    def counted() -> Iterator[bytes]:
        nonlocal count
        for line in lines_of(model, using, left_out=removed if label == FILES_LABEL else ()):
            count += 1
            yield line

    archive.add(f"tables/{label}.jsonl.gz", _packed(counted()))
    return count - 1  # the first line names the columns


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines as a gzip stream."""
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    for line in lines:
        if chunk := packer.compress(line):
            yield chunk
    yield packer.flush()


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk


def _refuse_without_room(folder: Path, using: str) -> None:
    needed = StoredFile.objects.using(using).aggregate(bytes=Sum("size"))["bytes"] or 0
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refusal(f"{folder} 所在磁盘只剩 {free / GB:.1f} GB，备份需要至少 {needed / GB:.1f} GB，请换一处。")
