"""A small installation with something of everything, a second empty one, and archives made by hand."""

from __future__ import annotations

import gc
import io
import json
import secrets
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from chuangcheng.core import audit, files, search
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.crypto import key_ids
from chuangcheng.core.models import AuditEntry, StagedImport, StoredFile
from chuangcheng.core.numbers import set_last_numbers
from chuangcheng.core.operations.archives import ArchiveWriter, members
from chuangcheng.core.operations.manifests import Manifest, member_name, parse_manifest
from chuangcheng.core.operations.on_record import BACKED_UP, MOVED, RESTORED
from chuangcheng.core.operations.releases import Migration, applied_migrations, known_migrations, tables_at
from chuangcheng.core.operations.restores import bring_tables_to
from chuangcheng.core.operations.snapshots import connection_named
from chuangcheng.core.operations.tables import lines_of
from chuangcheng.core.sealing import seal_waiting
from chuangcheng.core.testing import photo
from chuangcheng.orgs.testing import Cast

# Both where the tests run on PostgreSQL; there the embedded database is tried as well.
DATABASES = ["sqlite", "postgresql"] if connection.vendor == "postgresql" else ["sqlite"]

DEEDS = {BACKED_UP, RESTORED, MOVED}
FILE = "other.sqlite3"
OLDER, GUARDED = ("core", "0002_search_words"), ("core", "0003_audit_append_only")


def settle(settings: Any, folder: Path) -> None:
    """Lets the data folder be this one, with secrets of its own, as on another machine."""
    settings.DATA, settings.FILES_ROOT = folder, folder / "files"
    settings.FIELD_KEYS = [secrets.token_urlsafe(16)]
    settings.FIELD_KEYS_ARE_GIVEN = False
    (folder / "secrets").mkdir(parents=True)
    settings.FILES_ROOT.mkdir()
    (folder / "secrets" / "field_keys").write_text(settings.FIELD_KEYS[0])


def live_in(cast: Cast) -> list[StoredFile]:
    """Files that a record refers to, audit entries, a search entry, numbers; gives the files."""
    rows = [files.store(photo(shade=shade), name="a.jpg") for shade in range(3)]
    for row in rows:
        StagedImport.objects.create(kind="sites", file_name="点位.xlsx", source=row, staged_by=cast.chief)
    for number in range(3):
        audit.record(actor=SYSTEM, action="test.act", subject=cast.lane, detail={"序": number, "份额": 0.1, "空": None})
    seal_waiting()
    search.index(kind="test", object_id=1, title="柳巷菜市场", number="2026-000001", text="门前堆放杂物")
    set_last_numbers({"kit/2026": 2})
    return rows


def everything(using: str = "default") -> dict[str, list[Any]]:
    """The columns and every row of every table as plain values.

    Without the numbers (PostgreSQL has sequences) and without what the operator's own deeds left in the trail.
    """
    rows = {model._meta.label_lower: _rows(model, using) for model in tables_at(applied_migrations(using))}
    del rows["core.numberseries"]
    return {label: [row for row in found if not DEEDS & _texts(row)] for label, found in rows.items()}


@contextmanager
def bare_database(vendor: str, folder: Path, *, alias: str = "other") -> Iterator[str]:
    """The alias of a database without tables."""
    with _database(vendor, folder, "template0") as entry, connection_named(alias, entry):
        yield alias


@contextmanager
def other_database(
    vendor: str, folder: Path, prepared: Mapping[str, Path | str], *, alias: str = "other"
) -> Iterator[str]:
    """The alias of a database with the tables of this release and nothing else; they must stay as they are."""
    if vendor == "sqlite":
        with copied_database(vendor, folder, prepared, alias=alias):
            yield alias
        return
    with connection_named(alias, {**connection.settings_dict, "NAME": prepared[vendor]}):
        names = [name for name in connections[alias].introspection.table_names() if name != "django_migrations"]
        with connections[alias].cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
        yield alias


@contextmanager
def copied_database(
    vendor: str, folder: Path, prepared: Mapping[str, Path | str], *, alias: str = "other"
) -> Iterator[str]:
    """The same, and its tables may be changed."""
    if vendor == "sqlite":
        shutil.copy(prepared[vendor], folder / FILE)
    with _database(vendor, folder, str(prepared[vendor])) as entry, connection_named(alias, entry):
        yield alias


@contextmanager
def settled_heap() -> Iterator[None]:
    """What is in memory is not looked through for garbage: a worker late in its run has much, and hundreds of
    migrations make much more."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def bring_to_older_release(alias: str) -> None:
    """The tables as they were before the audit trail was guarded by the database."""
    bring_tables_to(_before([GUARDED]), alias)


def bring_to_first_release(alias: str) -> None:
    """The tables as each of our contexts made them first."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("chuangcheng.")}
    bring_tables_to(
        _before([node for node in known_migrations() if node[0] in ours and not node[1].startswith("0001")]), alias
    )


def _before(later: Sequence[Migration]) -> set[Migration]:
    """All migrations but these and those that build on them."""
    graph = MigrationLoader(None).graph
    return set(known_migrations()) - {node for each in later for node in graph.backwards_plan(each)}


def entry_of(alias: str) -> dict[str, Any]:
    """The Django database entry behind an alias."""
    return dict(connections[alias].settings_dict)


def members_of(path: Path) -> dict[str, bytes]:
    """Every member of an archive with its content, the manifest last."""
    with path.open("rb") as stream:
        return {member.name: member.content.read(member.size) for member in members(stream)}


def manifest_of(path: Path) -> Manifest:
    """The manifest of an archive."""
    name, content = list(members_of(path).items())[-1]
    return parse_manifest(name, content)


def forged(path: Path, changed: Mapping[str, bytes], **fields: Any) -> bytes:
    """The archive with members changed and added and with fields of its manifest changed, all hashes made anew."""
    found = {**members_of(path), **changed}
    manifest = manifest_of(path)
    stream = io.BytesIO()
    archive = ArchiveWriter(stream)
    for name in sorted(found):
        if not name.startswith("zz-"):
            archive.add(name, [found[name]])
    content = replace(manifest, digest=archive.digest, **fields).content()
    archive.add(member_name(content), [content])
    archive.end()
    return stream.getvalue()


def packed(text: str) -> bytes:
    """Lines as a table stands in the archive."""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(text.encode()) + packer.flush()


def table(path: Path, label: str) -> list[Any]:
    """The columns and the rows of a table in an archive."""
    return [json.loads(line) for line in zlib.decompress(members_of(path)[f"tables/{label}.jsonl.gz"], 31).splitlines()]


def ids_of(settings: Any) -> list[str]:
    """The ids of the keys in force."""
    return key_ids(settings.FIELD_KEYS)


def _rows(model: type[Model], using: str) -> list[Any]:
    return [json.loads(line) for line in lines_of(model, using)]


def _texts(row: list[Any]) -> set[str]:
    return {value for value in row if isinstance(value, str)}


@contextmanager
def _database(vendor: str, folder: Path, template: str) -> Iterator[dict[str, Any]]:
    if vendor == "sqlite":
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas}
        engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / FILE, "OPTIONS": options}
        yield {**connection.settings_dict, **engine}
        return
    name = f"other_chuangcheng_{secrets.token_hex(4)}"
    run_on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield {**connection.settings_dict, "NAME": name}
    finally:
        run_on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def run_on_server(statement: str) -> None:
    """Runs one statement outside of any transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def is_untouched(alias: str, settings: Any) -> bool:
    """Nobody, no record, no file, and the secrets as they were."""
    tables = connections[alias].introspection.table_names()
    has_rows = "core_auditentry" in tables and AuditEntry.objects.using(alias).exists()
    contents = [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]
    kept = (settings.DATA / "secrets" / "field_keys").read_text() == settings.FIELD_KEYS[0]
    return not has_rows and not contents and kept and len(list((settings.DATA / "secrets").iterdir())) == 1
