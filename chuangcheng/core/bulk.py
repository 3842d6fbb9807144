"""Many new rows at once: COPY on PostgreSQL, where an INSERT of many rows costs several times as much in Python as in
the database; INSERT elsewhere. Nothing is read back and no signal is sent; constraints and indexes hold as always."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models

BATCH = 500  # rows in one INSERT
NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x00": ""})


def insert_all(objects: Sequence[models.Model], *, using: str = "default") -> None:
    """Writes new objects of one model; ids that the database gives are not set on them."""
    if not objects:
        return
    fields = [field for field in type(objects[0])._meta.concrete_fields if not isinstance(field, models.AutoField)]
    for field in fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for each in objects:
                field.pre_save(each, add=True)
    names = [field.attname for field in fields]
    insert_rows(type(objects[0]), names, map(attrgetter(*names), objects), using=using)


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, using: str = "default"
) -> None:
    """Writes new rows, given as values of these attributes in their order; all other fields take their default, one
    for all rows."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        _insert(model, names, rows, using)
        return
    given = set(names)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [field for name, field in fields.items() if name not in given and not isinstance(field, models.AutoField)]
    columns = [fields[name].column for name in names] + [field.column for field in others]
    rest = "".join(f"\t{_text(field.get_default())}" for field in others)
    copy_in(model._meta.db_table, columns, ("\t".join(map(_text, row)) + rest for row in rows), using=using)


def copy_in(table: str, columns: Sequence[str], lines: Iterable[str], *, using: str = "default") -> None:
    """COPY of lines whose values are escaped (`copy_line`) and parted by tabs; PostgreSQL only."""
    quote = connections[using].ops.quote_name
    statement = f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN"
    waiting = iter(lines)
    with connections[using].cursor() as cursor, cursor.copy(statement) as copy:
        while block := "\n".join(islice(waiting, BATCH)):
            copy.write(f"{block}\n")


def copy_line(values: Iterable[Any]) -> str:
    """One line of `copy_in`."""
    return "\t".join(map(_text, values))


def _insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], using: str) -> None:
    for batch in _batches(rows):
        objects = [model(**dict(zip(names, row, strict=True))) for row in batch]
        model._default_manager.using(using).bulk_create(objects, batch_size=BATCH)


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _text(value: Any) -> str:
    """The value as COPY reads it."""
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    return _escaped(str(value) if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder))


def _escaped(text: str) -> str:
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _value: NULL,
    str: _escaped,
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    UUID: attrgetter("hex"),
    datetime: datetime.isoformat,
    date: date.isoformat,
}
