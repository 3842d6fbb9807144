from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from chuangcheng.core.errors import InvalidInput

Cell = str | int | float | bool | date | datetime | time
"""What stands in a cell; an empty cell is the empty text."""

Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range as (row, column), zero-based, both inclusive."""


class Unreadable(InvalidInput):
    """The file cannot be used; the message is one Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[list[Cell]]  # all of one width, from the first row and column of the sheet
    merged: list[Merge] = field(default_factory=list)  # inside rows; not known for ods and csv


@dataclass(frozen=True)
class Book:
    sheets: list[Sheet]  # visible ones, in the order of the file; never empty
    hidden: list[str] = field(default_factory=list)  # names of the sheets that are hidden and were not read

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def sheet(self, *names: str) -> Sheet | None:
        """The first sheet called by one of the names, whatever the case; None when there is none."""
        wanted = {name.casefold() for name in names}
        return next((sheet for sheet in self.sheets if sheet.name.strip().casefold() in wanted), None)
