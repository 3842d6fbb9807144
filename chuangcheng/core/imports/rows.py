from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from chuangcheng.core.imports.columns import header_key
from chuangcheng.core.sheets import Cell, cell_text

_NO_VALUES: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Layout:
    """What all rows of a sheet share."""

    sheet: str
    section: str
    positions: Mapping[str, int]  # key → position
    headers: Mapping[str, str]  # key → header word in the file, or the column's own name when the file has none
    extra: Mapping[str, int]  # header word → position, of columns that the kind does not know
    title: str = ""  # the first words above the header, such as the name of the ledger


@dataclass(frozen=True, slots=True)
class Row:
    """One data row, understood."""

    layout: Layout
    number: int  # 1-based, as the spreadsheet shows it
    cells: Sequence[Cell]  # merged and inherited values filled in
    values: Mapping[str, Any]  # key → what the column's parser made of it; None when empty
    sharing: Mapping[str, int]  # key → rows that share this one merged or inherited cell; only where more than one do

    @property
    def sheet(self) -> str:
        return self.layout.sheet

    @property
    def section(self) -> str:
        return self.layout.section

    def text(self, key: str) -> str:
        """The cell as people read it; "" when it is empty or the file has no such column."""
        position = self.layout.positions.get(key)
        return "" if position is None else cell_text(self.cells[position])

    def header(self, key: str) -> str:
        """The header word of a column in this file, for messages."""
        return self.layout.headers.get(key, key)

    def has(self, key: str) -> bool:
        """Whether the file has this column at all: an absent one says nothing, an empty cell says "none"."""
        return key in self.layout.positions

    def shared_by(self, key: str) -> int:
        """How many rows share the cell, 1 when it is this row's own."""
        return self.sharing.get(key, 1)

    def without_values(self) -> Row:
        """The same row without what its parsers made: for who keeps many rows."""
        return Row(self.layout, self.number, self.cells, _NO_VALUES, self.sharing)

    @property
    def extra(self) -> dict[str, str]:
        """Filled cells of columns that the kind does not know, by header word."""
        texts = {word: cell_text(self.cells[position]) for word, position in self.layout.extra.items()}
        return {word: text for word, text in texts.items() if text}

    def fingerprint(self) -> str:
        """The content of the row as a hex digest; the same whatever the order of columns and the header words."""
        known = sorted((key, self.text(key)) for key in self.layout.positions)
        extra = sorted((header_key(word), text) for word, text in self.extra.items())
        return hashlib.sha256(repr((self.section, known, extra)).encode()).hexdigest()
