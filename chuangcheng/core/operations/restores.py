"""Restores a backup into an empty installation, of this release or an older one, on either database.

Tables come in one transaction, the contents before it is committed: a restore that is killed leaves an empty database
and perhaps contents without a row, which the clean-up removes in time; it can simply be started again.
"""

from __future__ import annotations

import gzip
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from chuangcheng.core.crypto import key_ids
from chuangcheng.core.errors import Refusal
from chuangcheng.core.files import path_of
from chuangcheng.core.numbers import set_last_numbers
from chuangcheng.core.operations.archives import BackupDamaged, Member, members
from chuangcheng.core.operations.emptiness import refuse_unless_empty, refuse_while_running
from chuangcheng.core.operations.first_tables import build_tables
from chuangcheng.core.operations.manifests import Manifest
from chuangcheng.core.operations.on_record import RESTORED, put_on_record
from chuangcheng.core.operations.rebuilding import ask_to_rebuild, rebuild_now
from chuangcheng.core.operations.releases import Migration, applied_migrations, known_migrations, last_of, tables_at
from chuangcheng.core.operations.tables import drop_tables, replace_rows
from chuangcheng.core.operations.verifying import verify
from chuangcheng.core.operations.writing import put
from chuangcheng.core.times import SHANGHAI, now

MAX_LINE = 256 << 20  # bytes of one row; PostgreSQL takes no longer JSON
GB = 1 << 30  # bytes
OTHER_COUNT = "备份中的行数与清单不符，没有写入任何数据，请换一份备份。"


def restore_backup(path: Path, *, using: str = "default") -> Manifest:
    """Puts the backup into an empty database, its files beside it. Raises BackupDamaged, NotEmpty: nothing changed."""
    if not path.is_file():
        raise Refusal(f"没有找到备份文件 {path}。")
    with path.open("rb") as stream:
        manifest = verify(stream)
        _refuse_newer(manifest)
        _refuse_other_tables(manifest)
        refuse_while_running(using)
        refuse_unless_empty(using)
        _refuse_without_room(manifest)
        _refuse_without_keys(manifest, stream)
        bring_tables_to(manifest.migrations, using)
        try:
            with transaction.atomic(using=using):
                _load_tables(stream, manifest, using)
                _put_files(stream)
        except IntegrityError as error:
            raise BackupDamaged("备份中的记录互相矛盾，没有写入任何数据，请换一份备份。") from error
    finish(using)
    put_on_record(RESTORED, using=using, made_at=manifest.made_at, rows=manifest.rows, files=manifest.files)
    return manifest


def bring_tables_to(migrations: Iterable[Migration], using: str) -> None:
    """Gives the empty database the tables as they were after these migrations."""
    wanted, applied = set(migrations), applied_migrations(using)
    if applied and wanted.issuperset(applied):
        MigrationExecutor(connections[using]).migrate(last_of(wanted))
        return
    drop_tables(tables_at(applied), using)
    build_tables(connections[using], wanted)


def finish(using: str) -> None:
    """What follows when the rows are there: the tables of this release, the search index, statistics."""
    if known_migrations() - set(applied_migrations(using)):
        call_command("migrate", database=using, interactive=False, verbosity=0)
    rebuild_now(using)
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("ANALYZE")  # else the first pages would be planned for empty tables


def _refuse_newer(manifest: Manifest) -> None:
    if not known_migrations().issuperset(manifest.migrations):
        raise Refusal(f"该备份来自更新的版本（{manifest.release}），请先升级程序再恢复。")


def _refuse_other_tables(manifest: Manifest) -> None:
    if [model._meta.label_lower for model in tables_at(manifest.migrations)] != sorted(manifest.tables):
        raise BackupDamaged("备份中的表与其版本不符，请换一份备份。")


def _refuse_without_room(manifest: Manifest) -> None:
    free = shutil.disk_usage(settings.DATA).free
    if free < manifest.content_bytes:
        raise Refusal(f"数据目录所在磁盘只剩 {free / GB:.1f} GB，恢复需要 {manifest.content_bytes / GB:.1f} GB。")


def _refuse_without_keys(manifest: Manifest, stream: IO[bytes]) -> None:
    """Personal data that nobody can read again would be half a restore."""
    inside = {member.base: member.content.read(member.size) for member in _of_folder(stream, "secrets")}
    if settings.FIELD_KEYS_ARE_GIVEN or "field_keys" not in inside:
        ring = settings.FIELD_KEYS
    else:
        ring = inside["field_keys"].decode(errors="replace").strip().split(",")
    if not set(manifest.keys) <= set(key_ids(ring)):
        raise Refusal("这份备份中的个人信息要用备份时的密钥才能读出，请把 CHUANGCHENG_FIELD_KEYS 设为那时的值。")


def _load_tables(stream: IO[bytes], manifest: Manifest, using: str) -> None:
    """Fills all tables from the archive, in which they stand in the order of their names."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # files are copied before the commit
    models = tables_at(manifest.migrations)
    waiting = _of_folder(stream, "tables")
    counts = replace_rows(models, lambda model: _lines(next(waiting, None), model, manifest), using)
    if counts != manifest.tables or next(waiting, None) is not None:
        raise BackupDamaged(OTHER_COUNT)
    set_last_numbers(manifest.numbers, using=using)
    ask_to_rebuild(models, using)


def _lines(member: Member | None, model: type[Model], manifest: Manifest) -> Iterator[bytes]:
    """The lines of a table, no more than the manifest says: what unpacks without end must not fill the disk first."""
    label = model._meta.label_lower
    if member is None or member.base != f"{label}.jsonl.gz":
        raise BackupDamaged("备份中的表与清单不符，没有写入任何数据，请换一份备份。")
    left = manifest.tables[label] + 1  # and the line that names the columns
    try:
        with gzip.GzipFile(fileobj=member.content) as lines:
            while line := lines.readline(MAX_LINE):
                left -= 1
                if left < 0:
                    raise BackupDamaged(OTHER_COUNT)
                yield line
    except (OSError, EOFError, zlib.error) as error:
        raise BackupDamaged("备份中的表无法读出，没有写入任何数据，请换一份备份。") from error


def _put_files(stream: IO[bytes]) -> None:
    for member in _of_folder(stream, "files"):
        put(path_of(member.base), member.chunks(), mode=settings.FILE_UPLOAD_PERMISSIONS)
    for member in _of_folder(stream, "secrets"):
        _put_secret(settings.DATA / "secrets" / member.base, member.content.read(member.size), now())
    os.sync()  # once for all: a row must not outlive its content in a power cut


def _put_secret(place: Path, content: bytes, moment: datetime) -> None:
    """Puts a secret in its place; another one that is there is set aside, never lost."""
    if place.exists() and place.read_bytes() != content:
        place.rename(place.with_name(f"{place.name}.before-{moment.astimezone(SHANGHAI):%Y%m%d-%H%M%S}"))
    put(place, [content], mode=0o600)


def _of_folder(stream: IO[bytes], folder: str) -> Iterator[Member]:
    return (member for member in members(stream) if member.folder == folder)
