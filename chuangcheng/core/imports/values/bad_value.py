from __future__ import annotations

import unicodedata

from chuangcheng.core.sheets import Cell, cell_text

_SHOWN_LETTERS = 20


class BadValue(ValueError):
    """A cell cannot be understood; the message is a Chinese sentence: what is wrong, how to write it."""


def shown(cell: Cell) -> str:
    """The cell as a message quotes it: in quotation marks, on one line, cut to 20 letters."""
    text = " ".join(cell_text(cell).split())
    return f"“{text[:_SHOWN_LETTERS]}…”" if len(text) > _SHOWN_LETTERS else f"“{text}”"


def plain(cell: Cell) -> str:
    """The cell's text with full-width letters, digits and signs made half-width, and no spaces at the ends."""
    text = cell_text(cell)
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
