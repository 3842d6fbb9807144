"""Lines of data become rows: cells understood, every failure a problem. A row is made when it is asked for, so that a
ledger of any length can be gone through again and again without its rows ever standing in memory together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
_NOT_SHARED: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Lines:
    """The data of one sheet."""

    layout: Layout
    columns: Sequence[Placed]
    data: Sequence[Line]
    shares: Mapping[tuple[str, Origin], int]  # how many rows share a cell
    is_counted: bool  # lines of a sheet of names and values are facts about the file, not rows

    def row(self, place: int, report: Report) -> Row | None:
        """The row in this line; None for one with a bad cell, which is listed."""
        number, cells, origins = self.data[place]
        values = _values(self.columns, cells, number, self.layout, report)
        if values is None:
            return None
        sharing = {key: self.shares[key, at] for key, at in origins.items() if self.shares[key, at] > 1}
        return Row(self.layout, number + 1, cells, values, sharing or _NOT_SHARED)


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


def _values(
    columns: Sequence[Placed], cells: Sequence[Cell], row: int, layout: Layout, report: Report
) -> Mapping[str, Any] | None:
    """Key → value for a row; None when a cell is bad or a required one empty, each listed."""
    if any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
        reason = _("有单元格的文字超过%(most)s个，这一行没有导入，请删短。") % {"most": MAX_CELL_CHARACTERS}
        report.problems.append(Problem(layout.sheet, row + 1, "", reason))
        return None
    values: dict[str, Any] = {}
    is_sound = True
    for column, at in columns:
        try:
            values[column.key] = _value(column, cells[at])
        except BadValue as error:
            report.problems.append(Problem(layout.sheet, row + 1, layout.headers[column.key], str(error)))
            is_sound = False
    return values if is_sound else None


def _value(column: Column, cell: Cell) -> Any:
    if cell != "":
        return column.parse(cell)
    if column.required:
        raise BadValue(_("没有填写“%(column)s”，请补上。") % {"column": column.shown_label})
    return None
