"""The process that parses a workbook: bytes come in on stdin, rows go out on stdout as JSON.

It runs alone because a workbook of a few hundred bytes can name a cell in the last row and column, or repeat one long
text a million times, and the parser then aborts or takes all memory. Here it takes only its own. Started by file name
with `python -I`, so it imports nothing of ours; the limits come as its argument.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

Limits = dict[str, int]
_EXACT_INTEGER = 10**15
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_CELLS = frozenset({f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"})


class Refused(Exception):
    """The book breaks a limit; says which, and in which sheet."""


def main() -> None:
    limits: Limits = json.loads(sys.argv[1])
    _confine(limits)
    data = sys.stdin.buffer.read()
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(data))
        answer: dict[str, Any] = {"sheets": list(_sheets(book, data, limits)), "hidden": _hidden(book)}
    except PasswordError:
        answer = {"refused": "password"}
    except Refused as refusal:
        answer = {"refused": refusal.args[0], "sheet": refusal.args[1]}
    except MemoryError:
        answer = {"refused": "cells"}
    except Exception as error:  # noqa: BLE001 - a foreign parser over hostile bytes: any failure means broken
        answer = {"refused": "broken", "detail": repr(error)}
    json.dump(answer, sys.stdout)


def _confine(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the time limit of the caller is what is left
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits["PARSER_MEMORY_BYTES"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["PARSER_CPU_SECONDS"],) * 2)


def _sheets(book: CalamineWorkbook, data: bytes, limits: Limits) -> Iterator[dict[str, Any]]:
    shown = _shown(book)
    _keep(len(shown) <= limits["MAX_SHEETS"], "sheets", "")
    budget = {"cells": limits["MAX_CELLS"], "text": limits["MAX_TEXT_CHARACTERS"]}
    open_merges = _open_document_merges(data, limits)
    for index, meta in shown:
        sheet = book.get_sheet_by_index(index)
        _keep_size(sheet, meta.name, limits, budget)
        rows = [_row(row, meta.name, limits, budget) for row in sheet.to_python(skip_empty_area=False)]
        merges = open_merges.get(index) or sheet.merged_cell_ranges or []
        _keep(len(merges) <= limits["MAX_MERGES"], "merges", meta.name)
        yield {"name": meta.name, "rows": rows, "merged": merges}


def _open_document_merges(data: bytes, limits: Limits) -> dict[int, list[Any]]:
    """Place of the sheet → merged ranges of an ods, which calamine does not tell; empty for other workbooks."""
    if b"opendocument.spreadsheet" not in data[:200]:
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
        reader = _Merges(limits["MAX_MERGES"])
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.ParseFile(content)
    return reader.found


class _Merges:
    """Walks the elements of an ods and keeps where cells span more than one row or column."""

    def __init__(self, most: int) -> None:
        self.found: dict[int, list[Any]] = {}
        self._most = most
        self._sheet, self._depth = -1, 0  # tables inside cells are drawings of their own
        self._row = self._column = self._rows = 0

    def start(self, element: str, told: dict[str, str]) -> None:
        if element == f"{_TABLE} table":
            self._depth += 1
            if self._depth == 1:
                self._sheet, self._row = self._sheet + 1, 0
        elif self._depth == 1 and element == f"{_TABLE} table-row":
            self._column, self._rows = 0, _count(told, "number-rows-repeated")
        elif self._depth == 1 and element in _CELLS:
            rows, columns = _count(told, "number-rows-spanned"), _count(told, "number-columns-spanned")
            if rows > 1 or columns > 1:
                self._keep(self._row + rows - 1, self._column + columns - 1)
            self._column += _count(told, "number-columns-repeated")

    def end(self, element: str) -> None:
        if element == f"{_TABLE} table":
            self._depth -= 1
        elif self._depth == 1 and element == f"{_TABLE} table-row":
            self._row += self._rows

    def _keep(self, last_row: int, last_column: int) -> None:
        merges = self.found.setdefault(self._sheet, [])
        if len(merges) <= self._most:  # one too many is refused by who asked
            merges.append(((self._row, self._column), (last_row, last_column)))


def _count(told: dict[str, str], name: str) -> int:
    return max(1, int(told.get(f"{_TABLE} {name}", "1")))


def _shown(book: CalamineWorkbook) -> list[tuple[int, Any]]:
    """The visible sheets of tables with their places; all of them when all are hidden."""
    tables = [(index, meta) for index, meta in enumerate(book.sheets_metadata) if meta.typ is SheetTypeEnum.WorkSheet]
    return [(index, meta) for index, meta in tables if meta.visible is SheetVisibleEnum.Visible] or tables


def _hidden(book: CalamineWorkbook) -> list[str]:
    shown = {index for index, _meta in _shown(book)}
    return [
        meta.name
        for index, meta in enumerate(book.sheets_metadata)
        if meta.typ is SheetTypeEnum.WorkSheet and index not in shown
    ]


def _keep_size(sheet: CalamineSheet, name: str, limits: Limits, budget: dict[str, int]) -> None:
    last_row, last_column = sheet.end or (-1, -1)
    _keep(last_row < limits["MAX_ROWS"], "rows", name)
    _keep(last_column < limits["MAX_COLUMNS"], "columns", name)
    budget["cells"] -= (last_row + 1) * (last_column + 1)
    _keep(budget["cells"] >= 0, "cells", name)


def _row(row: list[Any], name: str, limits: Limits, budget: dict[str, int]) -> list[Any]:
    plain = [cell if isinstance(cell, str) else _plain(cell) for cell in row]
    budget["text"] -= sum(len(cell) for cell in plain if isinstance(cell, str))
    _keep(budget["text"] >= 0, "cells", name)
    most = limits["MAX_CELL_CHARACTERS"] + 1
    return [cell[:most] if isinstance(cell, str) else cell for cell in plain]


def _plain(cell: Any) -> Any:
    """The cell as JSON: whole numbers without a fraction, dates and times tagged, what is no number left empty."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, date | time):
        return {type(cell).__name__: cell.isoformat()}
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(cell)


def _number(cell: float) -> float | str:
    if cell != cell or cell in (float("inf"), float("-inf")):  # noqa: PLR0124 - the test for not-a-number
        return ""
    return int(cell) if abs(cell) < _EXACT_INTEGER and cell == int(cell) else cell


def _keep(kept: bool, limit: str, sheet: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not kept:
        raise Refused(limit, sheet)


if __name__ == "__main__":
    main()
