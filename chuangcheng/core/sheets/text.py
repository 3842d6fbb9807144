from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from chuangcheng.core.sheets.book import Cell

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_BREAK = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_REPEATED_LENGTH = 64  # characters; longer texts hardly come twice in a sheet


def clean_text(text: str) -> str:
    """The text as it looks: no control, zero-width and direction characters, one kind of line break, trimmed ends."""
    if text.isprintable():
        return text.strip()
    return _HIDDEN.sub("", _LINE_BREAK.sub("\n", text)).replace("\xa0", " ").strip()


class Cleaner:
    """Cleans the texts of one sheet; what comes again and again is cleaned once and kept once."""

    def __init__(self) -> None:
        self._cleaned: dict[str, str] = {}

    def row(self, cells: Sequence[Cell]) -> list[Cell]:
        return [self.text(cell) if isinstance(cell, str) else cell for cell in cells]

    def text(self, text: str) -> str:
        known = self._cleaned.get(text)
        if known is None:
            known = clean_text(text)
            if len(text) <= _REPEATED_LENGTH:
                self._cleaned[text] = known
        return known


def cell_text(cell: Cell) -> str:
    """What a person reads in the cell: 6.0 is 6, a date is 2026-09-30, a moment 2026-09-30 14:05, a truth 是 or 否."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" + (f":{cell.second:02d}" if cell.second else "")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def column_letter(at: int) -> str:
    """What the spreadsheet calls the zero-based column: A, B … Z, AA."""
    letters = ""
    left = at + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
