"""The first rows of several queries on one table: their ids by one statement, the rows of all of them by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet, Value

Row = TypeVar("Row", bound=Model)
Query = QuerySet[Any, Any]


def rows_of(queries: Sequence[Query], *, shown: QuerySet[Row]) -> list[list[Row]]:
    """The rows of each query, which has its slice, as `shown` loads them; the order within a query is not kept.

    Two statements, one when there is nothing, however many queries.
    """
    pairs = _keys(queries)
    rows = {row.pk: row for row in shown.filter(pk__in={key for _number, key in pairs})} if pairs else {}
    found: list[list[Row]] = [[] for _query in queries]
    for number, key in pairs:
        if key in rows:  # not gone in between
            found[number].append(rows[key])
    return found


def _keys(queries: Sequence[Query]) -> list[tuple[int, Any]]:
    """The number of each query with the ids that it gives."""
    parts: list[str] = []
    values: list[Any] = []
    for number, query in enumerate(queries):
        try:
            rows, parameters = query.values("pk").query.get_compiler(using=query.db).as_sql()
        except EmptyResultSet:  # the conditions leave nothing: Django would not ask the database either
            continue
        parts.append(f"SELECT {number}, part_{number}.* FROM ({rows}) AS part_{number}")  # noqa: S608 - Django's own
        values += parameters
    if not parts:
        return []
    with connections[queries[0].db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [(number, _key(value, queries[0])) for number, value in cursor.fetchall()]


def _key(value: Any, query: Query) -> Any:
    """What the database told, as Django would read it."""
    connection = connections[query.db]
    an_id = Value(None, output_field=query.model._meta.pk)
    for convert in connection.ops.get_db_converters(an_id):
        value = convert(value, an_id, connection)
    return value
