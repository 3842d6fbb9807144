"""The lines of a text with their places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

PAGE_END = "\f"
_LINE = re.compile(r"[^\n\f]*(?:[\n\f]|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `start`..`end` are its letters in the text without what ends it."""

    start: int
    end: int
    text: str
    page: int  # from 0

    @property
    def words(self) -> str:
        """Without space around it."""
        return self.text.strip()


def lines_of(text: str) -> list[Line]:
    """All lines, empty ones too."""
    found, page = [], 0
    for match in _LINE.finditer(text):
        whole = match[0]
        shown = whole.rstrip("\n\f")
        if whole or match.start() == 0:
            found.append(Line(match.start(), match.start() + len(shown), shown, page))
        page += whole.endswith(PAGE_END)
    return found


def written(lines: list[Line]) -> list[Line]:
    """Those that say something."""
    return [line for line in lines if line.words]
