from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from chuangcheng.core.sheets import Cell, Sheet, cell_text


class Grid:
    """A sheet with its merged ranges spread out, without losing what really stood in each row."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = len(sheet.rows[0]) if sheet.rows else 0
        self._spread: dict[int, dict[int, tuple[int, int]]] = {}  # row → column → cell it takes its value from
        for (top, left), (bottom, right) in sheet.merged:
            for row in range(top, bottom + 1):
                self._spread.setdefault(row, {}).update(dict.fromkeys(range(left, right + 1), (top, left)))

    @property
    def height(self) -> int:
        return len(self.sheet.rows)

    def raw(self, row: int) -> list[Cell]:
        """The cells as they stand: of a merged range only the first is filled."""
        return self.sheet.rows[row]

    def is_merged(self, row: int) -> bool:
        """Whether any cell of the row belongs to a merged range."""
        return row in self._spread

    def filled(self, row: int) -> list[Cell]:
        """The cells with every merged one showing the value of its range."""
        spread = self._spread.get(row)
        if not spread:
            return self.sheet.rows[row]
        cells = list(self.sheet.rows[row])
        for column, (top, left) in spread.items():
            cells[column] = self.sheet.rows[top][left]
        return cells

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell that a cell takes its value from: itself, or the first of its merged range."""
        return self._spread.get(row, {}).get(column, (row, column))

    def widest_merge(self, row: int) -> int:
        """How many columns the widest range that begins in this row spans; 1 when nothing is merged across."""
        return self._widths.get(row, 1)

    def paths(self, start: int, depth: int) -> list[tuple[str, ...]]:
        """For each column the header words from top to bottom, each once, taken from `depth` rows."""
        rows = [self._across(row, is_last=row == start + depth - 1) for row in range(start, start + depth)]
        return [tuple(dict.fromkeys(word for word in words if word)) for words in zip(*rows, strict=True)] or (
            [()] * self.width
        )

    def _across(self, row: int, *, is_last: bool) -> Sequence[str]:
        """The words of a header row; above the last one an empty cell over a sub-heading takes the word to its left."""
        words = [_one_line(cell) for cell in self.filled(row)]
        if is_last:
            return words
        below = self.raw(row + 1)
        for column in range(1, self.width):
            if not words[column] and below[column] != "":
                words[column] = words[column - 1]
        return words

    @cached_property
    def _widths(self) -> dict[int, int]:
        widths: dict[int, int] = {}
        for (top, left), (_bottom, right) in self.sheet.merged:
            widths[top] = max(widths.get(top, 1), right - left + 1)
        return widths


def _one_line(cell: Cell) -> str:
    return "".join(cell_text(cell).split()) if isinstance(cell, str) else cell_text(cell)
