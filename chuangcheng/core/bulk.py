"""Many new rows at once: COPY on PostgreSQL, where an INSERT of many rows costs several times as much in Python as in
the database; INSERT elsewhere. Nothing is read back and no signal is sent; constraints and indexes hold as always."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models

from chuangcheng.core.times import now

BATCH = 500  # rows in one INSERT
NULL = "\\N"
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_AS_JSON = DjangoJSONEncoder().encode
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x00": ""})


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    same: Mapping[str, Any] = _NOTHING,
    using: str = "default",
) -> None:
    """Writes new rows, given as values of these attributes in their order. `same`: attributes that all rows have in
    common; all other fields take their default, one for all rows."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        _insert(model, names, rows, same, using)
        return
    given = set(names)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = {
        field.column: same[name] if name in same else _default(field)
        for name, field in fields.items()
        if name not in given and not isinstance(field, models.AutoField)
    }
    columns = [*(fields[name].column for name in names), *others]
    rest = "".join(f"\t{_text(value)}" for value in others.values())
    copy_in(model._meta.db_table, columns, (copy_line(row) + rest for row in rows), using=using)


def _default(field: models.Field[Any, Any]) -> Any:
    stamps_itself = getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
    return now() if stamps_itself else field.get_default()


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
    write = _WRITERS
    return "\t".join([write[type(value)](value) for value in values])


def _insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    same: Mapping[str, Any],
    using: str,
) -> None:
    for batch in _batches(rows):
        objects = [model(**dict(zip(names, row, strict=True)), **same) for row in batch]
        model._default_manager.using(using).bulk_create(objects, batch_size=BATCH)


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _text(value: Any) -> str:
    """The value as COPY reads it."""
    return _WRITERS[type(value)](value)


def _other(value: Any) -> str:
    return _escaped(str(value) if isinstance(value, str) else _AS_JSON(value))


def _escaped(text: str) -> str:
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


class _Writers(dict[type, Callable[[Any], str]]):
    """Type → how COPY reads its values; of all other types the text, or JSON."""

    def __missing__(self, _kind: type) -> Callable[[Any], str]:
        return _other


_WRITERS = _Writers(
    {
        type(None): lambda _value: NULL,
        str: _escaped,
        bool: lambda value: "t" if value else "f",
        int: str,
        float: repr,
        UUID: attrgetter("hex"),
        datetime: datetime.isoformat,
        date: date.isoformat,
    }
)
