"""Several numbers by one statement, each counted to its own limit: a page asks for many, and the way to the database
and back costs more than most of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import DateTimeField, QuerySet, Value

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
    parts: list[str] = []
    values: list[Any] = []
    for number, query in enumerate(queries):
        try:
            rows, parameters = query.query.get_compiler(using=query.db).as_sql()
        except EmptyResultSet:  # the conditions leave nothing: Django would not ask the database either
            continue
        parts.append(f"SELECT {number}, COUNT(*), {least} FROM ({rows}) AS part_{number}")  # noqa: S608 - Django's own
        values += parameters
    told = _told(" UNION ALL ".join(parts), values, queries[0].db) if parts else {}
    return [told.get(number, (0, None)) for number in range(len(queries))]


def _told(statement: str, values: Sequence[Any], using: str) -> dict[int, tuple[int, Any]]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return {number: (count, least) for number, count, least in cursor.fetchall()}


def _moment(value: Any, using: str) -> datetime | None:
    """What the database told, as Django would read it."""
    connection = connections[using]
    for convert in connection.ops.get_db_converters(A_MOMENT):
        value = convert(value, A_MOMENT, connection)
    return cast("datetime | None", value)
