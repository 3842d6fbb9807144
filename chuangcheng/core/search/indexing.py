"""Writing the index: the entry, and its words in the database's own full-text index (see migration 0002)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from chuangcheng.core.bulk import copy_in, copy_line
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.search.scopes import kind_word, scope_words
from chuangcheng.core.search.words import MAX_TEXT_LENGTH, words_of

COPIED = ("kind", "object_id", "number", "title", "text", "scopes", "updated_at", "words")
UPSERT = """
    INSERT INTO core_searchentry (kind, object_id, number, title, text, scopes, updated_at, words)
    VALUES (%s, %s, %s, %s, %s, %s, %s, array_to_tsvector(%s))
    ON CONFLICT (kind, object_id) DO UPDATE SET number = excluded.number, title = excluded.title, text = excluded.text,
    scopes = excluded.scopes, updated_at = excluded.updated_at, words = excluded.words
"""
BATCH = 500  # entries written by one statement
TITLE_LENGTH, NUMBER_LENGTH = 200, 40  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a record is found. `text` holds no personal data: it is neither encrypted nor masked."""

    kind: str  # as in core.shell.SearchKind
    object_id: str
    title: str
    number: str = ""
    text: str = ""
    scopes: Sequence[str] = ()  # by whom it is found, besides those who see the whole kind (`search.scopes`)


def index(
    *, kind: str, object_id: object, title: str, number: str = "", text: str = "", scopes: Sequence[str] = ()
) -> None:
    """Makes a record findable, or changes what is found; call it in the transaction that writes the record."""
    index_all([Entry(kind, str(object_id), title, number, text, scopes)])


def index_all(entries: Iterable[Entry]) -> None:
    """The same for many records: one statement for 500 of them on PostgreSQL, two elsewhere."""
    waiting, write = iter(entries), _upsert if connections["default"].vendor == "postgresql" else _write_beside
    while batch := list(islice(waiting, BATCH)):
        latest = {(entry.kind, entry.object_id): _kept(entry) for entry in batch}
        write(list(latest.values()))


def index_new(entries: Iterable[Entry]) -> None:
    """The same for records that were written just now and are each in `entries` once: one COPY on PostgreSQL."""
    if connections["default"].vendor != "postgresql":
        index_all(entries)
        return
    at = timezone.now()
    copy_in(SearchEntry._meta.db_table, COPIED, (_line(_kept(entry), at) for entry in entries))


def remove(*, kind: str, object_id: object) -> None:
    """Makes a record unfindable; call it in the transaction that ends or hides the record."""
    rows = SearchEntry.objects.filter(kind=kind, object_id=str(object_id))
    with transaction.atomic(savepoint=False):
        if connections["default"].vendor == "sqlite":
            _execute_many(
                connections["default"],
                "DELETE FROM core_searchwords WHERE rowid = %s",
                [(pk,) for pk in rows.values_list("pk", flat=True)],
            )
        rows.delete()


def rebuild(*, using: str = "default") -> int:
    """Writes the words of all entries anew, after a restore or a change of how words are cut; gives their number."""
    connection = connections[using]
    count = 0
    with transaction.atomic(using=using):
        if connection.vendor == "sqlite":
            _execute_many(connection, "DELETE FROM core_searchwords WHERE rowid >= %s", [(0,)])
        rows = SearchEntry.objects.using(using).order_by("pk").iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            _write_words(connection, batch)
            count += len(batch)
    return count


class _Kept(NamedTuple):
    """An entry as its row has it, by the names of its attributes."""

    kind: str
    object_id: str
    number: str
    title: str
    text: str
    scopes: str


def _kept(entry: Entry) -> _Kept:
    return _Kept(
        entry.kind,
        entry.object_id,
        _cut(entry.number, NUMBER_LENGTH),
        _cut(entry.title, TITLE_LENGTH),
        _cut(entry.text, MAX_TEXT_LENGTH),
        " ".join(entry.scopes),
    )


def _line(row: _Kept, at: datetime) -> str:
    # As the text of a tsvector has them; what parts the words is none of their letters.
    words = "\n".join(_words(row)).replace("\\", "\\\\").replace("'", "''").replace("\n", "' '")
    return copy_line((*row, at, f"'{words}'"))


def _cut(text: str, length: int) -> str:
    return text.replace("\x00", "")[:length]  # PostgreSQL keeps no NUL


def _upsert(rows: Sequence[_Kept]) -> None:
    at = timezone.now()
    _execute_many(connections["default"], UPSERT, [(*row, at, _words(row)) for row in rows])


def _write_beside(rows: Sequence[_Kept]) -> None:
    with transaction.atomic(savepoint=False):
        kept = SearchEntry.objects.bulk_create(
            [SearchEntry(**row._asdict()) for row in rows],
            update_conflicts=True,
            unique_fields=["kind", "object_id"],
            update_fields=["number", "title", "text", "scopes", "updated_at"],
        )
        _write_words(connections["default"], kept)


def _write_words(connection: BaseDatabaseWrapper, rows: Sequence[SearchEntry]) -> None:
    words = [(_words(row), row.pk) for row in rows]
    if connection.vendor == "postgresql":
        _execute_many(connection, "UPDATE core_searchentry SET words = array_to_tsvector(%s) WHERE id = %s", words)
    else:
        sql = "INSERT OR REPLACE INTO core_searchwords (words, rowid) VALUES (%s, %s)"
        _execute_many(connection, sql, [(" ".join(found), pk) for found, pk in words])


def _words(row: SearchEntry | _Kept) -> list[str]:
    told = words_of(f"{row.number} {row.title} {row.text}")
    return [*told, kind_word(row.kind), *scope_words(row.scopes.split())]


def _execute_many(connection: BaseDatabaseWrapper, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
