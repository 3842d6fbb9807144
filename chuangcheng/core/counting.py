"""Several numbers by one statement, each counted to its own limit: a page asks for many, and the way to the database
and back costs more than most of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import DateTimeField, QuerySet, Value

NOTHING = "SELECT 0 AS counted, NULL AS least"
A_MOMENT = Value(None, output_field=DateTimeField())

Query = QuerySet[Any, Any]


def counts_of(queries: Sequence[Query]) -> list[int]:
    """How many rows each query gives, in the order of the queries. One statement."""
    return [count for count, _least in _asked(queries, "NULL")]


def counts_since(queries: Sequence[Query]) -> list[tuple[int, datetime | None]]:
    """How many rows each query gives and the earliest of them; each query gives `moment` alone. One statement."""
    return [(count, _moment(least, queries[0].db)) for count, least in _asked(queries, "MIN(moment)")]


def _asked(queries: Sequence[Query], least: str) -> list[tuple[int, Any]]:
    """Count and least value of each query."""
    if not queries:
        return []
    parts: list[str] = []
    values: list[Any] = []
    for number, query in enumerate(queries):
        part, parameters = _part(query, least)
        parts.append(f"({part}) AS part_{number}")
        values += parameters
    with connections[queries[0].db].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {', '.join(parts)}", values)  # noqa: S608 - statements of Django, and parameters
        row = cursor.fetchone()
    return list(zip(row[::2], row[1::2], strict=True))


def _part(query: Query, least: str) -> tuple[str, Sequence[Any]]:
    try:
        rows, parameters = query.query.get_compiler(using=query.db).as_sql()
    except EmptyResultSet:  # the conditions leave nothing: Django would not ask the database
        return NOTHING, ()
    return f"SELECT COUNT(*) AS counted, {least} AS least FROM ({rows}) AS counted_rows", parameters  # noqa: S608


def _moment(value: Any, using: str) -> datetime | None:
    """What the database told, as Django would read it."""
    connection = connections[using]
    for convert in connection.ops.get_db_converters(A_MOMENT):
        value = convert(value, A_MOMENT, connection)
    return cast("datetime | None", value)
