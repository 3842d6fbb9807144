"""Pages of a growing table, newest first, whose cost does not grow with their distance from the first one.

A page is named by the row it lies before or after (`?before=KEY`, `?after=KEY`), never by a number: nothing is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)

PAGE_ROWS = 50  # our choice


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """One page with the addresses of its neighbours; "" where there is none."""

    rows: list[M]
    newer: str  # "?after=…" with the other parameters kept
    older: str


def keyset_page(rows: QuerySet[M], *, parameters: QueryDict, size: int = PAGE_ROWS, key: str = "pk") -> KeysetPage[M]:
    """The page that the address asks for, of rows ordered by descending primary key; one query.

    A key that is none counts as the first page. `key` is another column with the same value: SQLite walks the index
    of a joined table in order only if the order names that table.
    """
    after, before = _key(rows, parameters.get("after")), _key(rows, parameters.get("before"))
    if after is not None:
        found = list(rows.filter(**{f"{key}__gt": after}).order_by(key)[: size + 1])
        shown, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        found = list(
            (rows if before is None else rows.filter(**{f"{key}__lt": before})).order_by(f"-{key}")[: size + 1]
        )
        shown, has_newer, has_older = found[:size], before is not None, len(found) > size
    return KeysetPage(
        rows=shown,
        newer=_address(parameters, "after", shown[0]) if shown and has_newer else "",
        older=_address(parameters, "before", shown[-1]) if shown and has_older else "",
    )


def _key(rows: QuerySet[M], text: str | None) -> Any:
    try:
        return rows.model._meta.pk.to_python(text) if text else None
    except (ValidationError, OverflowError):
        return None


def _address(parameters: QueryDict, name: str, row: Model) -> str:
    query = parameters.copy()
    for parameter in ("after", "before"):
        query.pop(parameter, None)
    query[name] = str(row.pk)
    return f"?{query.urlencode()}"
