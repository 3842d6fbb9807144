"""Lines of data become rows: cells understood, every failure a problem. A row is made when it is asked for, so that a
ledger of any length can be gone through again and again without its rows ever standing in memory together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, overload

from django.utils.translation import gettext as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.report import Problem, Report
from chuangcheng.core.imports.rows import Layout, Row
from chuangcheng.core.imports.values import BadValue
from chuangcheng.core.sheets import Cell
from chuangcheng.core.sheets.limits import MAX_CELL_CHARACTERS

Origin = tuple[int, int]
Placed = tuple[Column, int]  # a column and its position
Line = tuple[int, Sequence[Cell], Mapping[str, Origin]]  # zero-based row, filled cells, key → cell of a shared value
MOST_REMEMBERED, MOST_REMEMBERED_LETTERS = 5_000, 40  # texts of a sheet, letters of each; our choice
_UNKNOWN = object()
_NOT_SHARED: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Lines:
    """The data of one sheet."""

    layout: Layout
    columns: Sequence[Placed]
    data: Sequence[Line]
    shares: Mapping[tuple[str, Origin], int]  # how many rows share a cell
    is_counted: bool  # lines of a sheet of names and values are facts about the file, not rows
    understood: dict[tuple[str, str], Any] = field(default_factory=dict)  # key, text → value, of texts that come again

    def row(self, place: int, report: Report) -> Row | None:
        """The row in this line; None for one with a bad cell, which is listed."""
        number, cells, origins = self.data[place]
        values = self._values(cells, number, report)
        if values is None:
            return None
        sharing = {key: self.shares[key, at] for key, at in origins.items() if self.shares[key, at] > 1}
        return Row(self.layout, number + 1, cells, values, sharing or _NOT_SHARED)

    def _values(self, cells: Sequence[Cell], row: int, report: Report) -> Mapping[str, Any] | None:
        """Key → value for a row; None when a cell is bad or a required one empty, each listed."""
        for cell in cells:
            if type(cell) is str and len(cell) > MAX_CELL_CHARACTERS:
                reason = _("有单元格的文字超过%(most)s个，这一行没有导入，请删短。") % {"most": MAX_CELL_CHARACTERS}
                report.problems.append(Problem(self.layout.sheet, row + 1, "", reason))
                return None
        values: dict[str, Any] = {}
        is_sound = True
        for column, at in self.columns:
            try:
                values[column.key] = self._value(column, cells[at])
            except BadValue as error:
                header = self.layout.headers[column.key]
                report.problems.append(Problem(self.layout.sheet, row + 1, header, str(error)))
                is_sound = False
        return values if is_sound else None

    def _value(self, column: Column, cell: Cell) -> Any:
        """What the cell means. The words of a column come again and again: each is understood once."""
        if cell == "":
            return _of_empty(column, self.layout.headers)
        if type(cell) is not str or len(cell) > MOST_REMEMBERED_LETTERS:
            return column.parse(cell)
        known = self.understood.get((column.key, cell), _UNKNOWN)
        if known is _UNKNOWN:
            known = column.parse(cell)
            if len(self.understood) < MOST_REMEMBERED:
                self.understood[column.key, cell] = known
        return known


class Rows(Sequence[Row]):
    """The sound rows of a file, in its order.

    As a sequence they are all made at the first use and kept. `streamed` and `at` make one at a time and keep none.
    """

    def __init__(self, sheets: Sequence[Lines], report: Report) -> None:
        self._sheets = sheets
        self._report = report
        self._kept: list[Row] | None = None

    def streamed(self) -> Iterator[tuple[int, Row]]:
        """Each sound row with its place, for `at`; lists the bad ones and counts all: go through it once."""
        place = 0
        for lines in self._sheets:
            for within, _line in enumerate(self._report.watched(lines.data)):
                self._report.read += lines.is_counted
                row = lines.row(within, self._report)
                if row is not None:
                    yield place, row
                place += 1

    def at(self, place: int) -> Row:
        """The sound row at a place that `streamed` gave, made again."""
        within = place
        for lines in self._sheets:
            if within < len(lines.data):
                row = lines.row(within, Report())
                if row is not None:
                    return row
                break
            within -= len(lines.data)
        raise LookupError(f"no sound row at {place}")

    def __iter__(self) -> Iterator[Row]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._all[index]

    @property
    def _all(self) -> list[Row]:
        if self._kept is None:
            self._kept = [row for _place, row in self.streamed()]
        return self._kept


def _of_empty(column: Column, headers: Mapping[str, str]) -> None:
    """Nothing; raises BadValue with the file's own word when the column is required."""
    if column.required:
        raise BadValue(_("没有填写“%(column)s”，请补上。") % {"column": headers[column.key]})
