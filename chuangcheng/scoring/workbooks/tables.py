"""Sheets found by name and columns found by header, whatever their order and language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.passing_over import PassingOver
from chuangcheng.core.sheets import Book, Cell, Merge, Sheet, Unreadable, cell_text
from chuangcheng.scoring.engine.written import same_word

_HEADER_ROWS = 20  # titles and notes may stand above the header
_NOTE = re.compile(r"\(.*?\)|[_*:]")
_HALVES = re.compile(r"[\s/／]+")
_TOTALS = ("合计", "小计", "总计", "共计")


@dataclass(frozen=True, slots=True)
class Column:
    field: str
    names: tuple[str, ...]  # the first is the one we tell people
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as the spreadsheet counts, from 1
    cells: Sequence[Cell]
    places: Mapping[str, int]  # field -> index in cells

    def __getitem__(self, field: str) -> Cell:
        place = self.places.get(field)
        return "" if place is None else self.cells[place]


@dataclass(frozen=True, slots=True)
class Table:
    name: str  # of the sheet
    rows: Sequence[Row]  # below the header, without empty ones and totals
    merged: Sequence[Merge]
    places: Mapping[str, int]  # field -> column index


def sheet_called(book: Book, names: Sequence[str]) -> Sheet | None:
    """The first sheet with one of the names, None when there is none."""
    return next((sheet for sheet in book if same_word(sheet.name) in names), None)


def table_in(sheet: Sheet, columns: Sequence[Column]) -> Table:
    """The rows of a sheet with a header, merged cells filled. Raises Unreadable when a needed column is missing."""
    if not sheet.rows:
        return Table(sheet.name, [], [], {})
    top, places = _header(sheet, columns)
    merged = [merge for merge in sheet.merged if merge[0][0] > top]
    cells = _filled(sheet.rows, merged)
    needed = [places[column.field] for column in columns if column.is_needed]
    is_data = _Data(sheet, top, needed, list(places.values()))
    rows = [Row(index + 1, row, places) for index, row in enumerate(cells) if index > top and is_data(index, row)]
    return Table(sheet.name, rows, merged, places)


def has_columns(sheet: Sheet, columns: Sequence[Column]) -> bool:
    """Whether a header with every needed column is there."""
    return any(not _missing(_places(row, columns), columns) for row in sheet.rows[:_HEADER_ROWS])


def field_of(header: Cell, fields: Mapping[str, str]) -> str | None:
    """The field that a header means, None when it means none; "编号 code" and "编号/code" mean what both halves mean.

    fields: name without case, spaces, underscores and bracketed notes -> field.
    """
    whole, *halves = _header_words(header)
    meanings = {fields.get(half) for half in halves}
    return fields.get(whole) or (meanings.pop() if len(meanings) == 1 else None)


def _header_words(header: Cell) -> list[str]:
    """The header without case, spaces, underscores and bracketed notes: the whole first, then its halves."""
    text = cell_text(header)
    return [_NOTE.sub("", same_word(part)) for part in (text, *_HALVES.split(text))]


def _header(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    found = [(index, _places(row, columns)) for index, row in enumerate(sheet.rows[:_HEADER_ROWS])]
    top, places = min(found, key=lambda each: (len(_missing(each[1], columns)), -len(each[1]), each[0]))
    missing = "、".join(f"“{column.names[0]}”" for column in _missing(places, columns))
    if missing:
        raise Unreadable(f"“{sheet.name}”表缺少{missing}列，请补上这一列的表头后再试。")
    return top, places


def _places(row: Sequence[Cell], columns: Sequence[Column]) -> dict[str, int]:
    """Field -> column index; of several columns for one field the one whose name stands first in the field's names."""
    fields = {name: column.field for column in columns for name in column.names}
    ranks = {name: rank for column in columns for rank, name in enumerate(column.names)}
    found: dict[str, tuple[int, int]] = {}
    for index, cell in enumerate(row):
        field = field_of(cell, fields)
        if field is not None:
            rank = min(ranks[word] for word in _header_words(cell) if word in ranks)
            found[field] = min(found.get(field, (rank, index)), (rank, index))
    return {field: index for field, (_, index) in found.items()}


def _missing(places: Mapping[str, int], columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.is_needed and column.field not in places]


def _filled(rows: Sequence[Sequence[Cell]], merged: Sequence[Merge]) -> list[list[Cell]]:
    filled = [list(row) for row in rows]
    for (top, left), (low, right) in merged:
        for index in range(top, low + 1):
            filled[index][left : right + 1] = [rows[top][left]] * (right + 1 - left)
    return filled


class _Data:
    """Tells data from what stands between it: empty rows, totals, titles, notes, the header again, column numbers.

    Millions of rows are sound; only one that looks odd is looked at closely.
    """

    def __init__(self, sheet: Sheet, top: int, needed: Sequence[int], read: Sequence[int]) -> None:
        self._grid, self._top, self._needed = Grid(sheet), top, needed
        self._headers = [cell_text(cell) for cell in self._grid.filled(top)]
        self._odd = PassingOver(self._grid, headers=self._headers, columns=read, required=needed)

    def __call__(self, index: int, row: Sequence[Cell]) -> bool:
        """Whether the row, merged cells filled, is data."""
        first = next((cell for cell in row if cell != ""), "")
        if first == "" or same_word(cell_text(first)).startswith(_TOTALS):
            return False
        return not (self._looks_odd(index, row) and self._odd.is_no_data(index))

    def _looks_odd(self, index: int, row: Sequence[Cell]) -> bool:
        return (
            index == self._top + 1
            or any(row[place] == "" for place in self._needed)
            or self._grid.widest_merge(index) > 1
            or any(row[place] == self._headers[place] for place in self._needed)
        )


def named_by_columns(book: Book, sheets: Sequence[tuple[str, Sequence[Column]]]) -> Book:
    """A book of one sheet, as a csv gives it, with the sheet called by the first name whose columns it has."""
    if len(book.sheets) != 1:
        return book
    only = book.sheets[0]
    name = next((name for name, columns in sheets if has_columns(only, columns)), only.name)
    return Book([Sheet(name, only.rows, only.merged)])


def rows_in(book: Book, names: Sequence[str], columns: Sequence[Column]) -> Iterator[tuple[str, Row]]:
    """Name of the sheet and row, for every row of the sheet with one of the names; nothing when it is not there."""
    sheet = sheet_called(book, names)
    if sheet is not None:
        table = table_in(sheet, columns)
        yield from ((table.name, row) for row in table.rows)
