"""What an exported line said, kept in a last column, so that the line tells when it comes back which of its cells
somebody has edited, whatever has moved on here since."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from chuangcheng.core.documents.values import Value, written, written_moment
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.sheets import Cell, cell_text, clean_text

MARK = "导出标记"  # the header of the column
LETTERS = 6  # of one cell: 24 bits
_MIDNIGHT = " 00:00"
_KEPT = 20_000  # texts whose letters are remembered


def mark_of(texts: Iterable[str]) -> str:
    """Six letters for each cell of a line, in the order of its columns."""
    return "".join(map(_letters, texts))


def mark_of_values(values: Sequence[Value]) -> str:
    """The mark of what a workbook shows for the values. Texts and figures come again and again and are looked up as
    they are, moments hardly ever: 20,000 lines a second leave two microseconds for a cell."""
    return "".join([_moment(value) if type(value) is datetime else _letters_of(value) for value in values])


def edited_words(row: Row, words: Sequence[str], mark: str) -> tuple[str, ...] | None:
    """The header words, of those exported, whose cells are others than they were; None when the mark is no mark of
    these columns. A column that was taken out says nothing."""
    if len(mark) != LETTERS * len(words):
        return None
    cells = _cells(row)
    before = [mark[at : at + LETTERS] for at in range(0, len(mark), LETTERS)]
    return tuple(
        word
        for word, letters in zip(words, before, strict=True)
        if word in cells and letters not in map(_letters, _readings(cells[word]))
    )


def headers_of(row: Row) -> frozenset[str]:
    """The header words of the row's sheet."""
    layout = row.layout
    return frozenset((*(layout.headers[key] for key in layout.positions), *layout.extra))


def text_under(row: Row, word: str) -> str:
    """What stands in the column with this header; "" when there is none."""
    cells = _cells(row)
    return _readings(cells[word])[0] if word in cells else ""


def _cells(row: Row) -> dict[str, Cell]:
    layout = row.layout
    placed = {layout.headers[key]: at for key, at in layout.positions.items()}
    return {word: row.cells[at] for word, at in (placed | dict(layout.extra)).items()}


def _readings(cell: Cell) -> tuple[str, ...]:
    """What the export may have written. Spreadsheets keep moments as fractions of a day, a second more or less, and
    tell no midnight from a day."""
    if isinstance(cell, datetime):
        text = f"{cell + timedelta(seconds=30):%Y-%m-%d %H:%M}"
        return (text, text.removesuffix(_MIDNIGHT)) if text.endswith(_MIDNIGHT) else (text,)
    if isinstance(cell, date):
        return cell.isoformat(), f"{cell.isoformat()}{_MIDNIGHT}"
    return (cell_text(cell),)


@lru_cache(maxsize=_KEPT, typed=True)
def _letters_of(value: Value) -> str:
    return _told(written(value))


def _moment(value: datetime) -> str:
    """The letters of a moment, which has nothing to be cleaned."""
    return f"{zlib.crc32(written_moment(value).encode()) & 0xFFFFFF:06x}"


@lru_cache(maxsize=_KEPT)
def _letters(text: str) -> str:
    return _told(text)


def _told(text: str) -> str:
    bare = text.strip() if text.isprintable() else clean_text(text)
    return f"{zlib.crc32(bare.encode()) & 0xFFFFFF:06x}" if bare else "-" * LETTERS
