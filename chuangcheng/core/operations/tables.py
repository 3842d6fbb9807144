"""Every table as lines of JSON and back, the same for both databases: a backup of one restores into the other."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import Error as DatabaseFault
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.utils.duration import duration_string

from chuangcheng.core.errors import Refusal
from chuangcheng.core.sealing import allow_removal

LinesOf: TypeAlias = Callable[[type[Model]], Iterable[bytes]]

BATCH = 2_000  # rows inserted by one statement and read ahead


class RowsRefused(Refusal):
    """A row that the database does not take; nothing was written."""


def lines_of(model: type[Model], using: str, *, left_out: Collection[str] = ()) -> Iterator[bytes]:
    """The names of the columns, then each row in the order of its key: lines of JSON, each a list.

    `left_out`: keys, as text, of rows to leave out.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    yield _line(names)
    rows = model._base_manager.using(using).order_by("pk").values_list("pk", *names)
    for key, *row in rows.iterator(chunk_size=BATCH):
        if str(key) not in left_out:
            yield _line(row)


def replace_rows(models: Sequence[type[Model]], lines: LinesOf, using: str) -> dict[str, int]:
    """Empties the tables and fills them with the lines, inside the caller's transaction; gives rows by table.

    Key sequences go on after the last row. Raises RowsRefused.
    """
    _remove_rows(models, using)
    counts = {model._meta.label_lower: _insert(model, lines(model), using) for model in models}
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
    return counts


def drop_tables(models: Sequence[type[Model]], using: str) -> None:
    """Takes the tables away, and the list of migrations with them."""
    connection = connections[using]
    names = [*(model._meta.db_table for model in models), "django_session", "django_migrations"]
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}{cascade}")


def _remove_rows(models: Sequence[type[Model]], using: str) -> None:
    connection = connections[using]
    with allow_removal(using=using), connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our table


def _insert(model: type[Model], lines: Iterable[bytes], using: str) -> int:
    """Inserts the rows as they are: a model's own saving would set dates anew. Gives their number."""
    connection, waiting, count = connections[using], iter(lines), 0
    try:
        fields = _fields(model, next(waiting, b"[]"))
        with connection.cursor() as cursor:
            while batch := [_row(fields, line, connection) for line in islice(waiting, BATCH)]:
                cursor.executemany(_statement(model, fields, connection), batch)
                count += len(batch)
    except (DatabaseFault, ValidationError, ValueError, TypeError, OverflowError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        sentence = f"{model._meta.label_lower} 中有数据库不接受的数据（{reason}），没有写入任何数据。"
        raise RowsRefused(sentence) from error
    return count


def _fields(model: type[Model], line: bytes) -> list[Any]:
    """The fields in the order of the columns; raises ValueError when they are not those of the table."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    names = json.loads(line)
    if not isinstance(names, list) or sorted(map(str, names)) != sorted(fields):
        raise ValueError("other columns than the table's")
    return [fields[name] for name in names]


def _statement(model: type[Model], fields: Sequence[Any], connection: BaseDatabaseWrapper) -> str:
    quote = connection.ops.quote_name
    columns, marks = ", ".join(quote(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - our table


def _row(fields: Sequence[Any], line: bytes, connection: BaseDatabaseWrapper) -> list[Any]:
    values = json.loads(line)
    if not isinstance(values, list):
        raise TypeError("a row is a list of values")
    return [_stored(field, value, connection) for field, value in zip(fields, values, strict=True)]


def _stored(field: Any, value: Any, connection: BaseDatabaseWrapper) -> Any:
    """The value as the database takes it."""
    if field.get_internal_type() == "JSONField":
        return None if value is None and field.null else connection.ops.adapt_json_value(value, field.encoder)
    return field.get_db_prep_save(field.to_python(value), connection=connection)


def _line(values: Sequence[Any]) -> bytes:
    return json.dumps(values, default=_plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(type(value))
