"""The text of a laid-out page has a line for each line of print. Joined again, a word that the margin parted is found
and a sentence can be read; Chinese is written without the spaces that some printers put between its characters."""

from __future__ import annotations

import re

_HAN = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
# Between Chinese characters any space, and the single one that printers put between them and a number or a word.
_SPACED = re.compile(
    f"(?<=[{_HAN}])[ \t\u3000]+(?=[{_HAN}])|(?<=[{_HAN}]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[{_HAN}])"
)
_PARAGRAPH_ENDS = "。！？；：.!?;:"
_FULL_SHARE = 0.85  # of the longest line of the page: a shorter one ended by itself; our choice
_SHORTEST_FULL = 15  # letters; a page of shorter lines is a table or a cover; our choice


def joined_lines(page: str) -> str:
    """The page with the lines of a paragraph in one, without spaces between Chinese characters."""
    lines = [_SPACED.sub("", line).strip() for line in page.splitlines()]
    longest = max(map(len, lines), default=0)
    if longest < _SHORTEST_FULL:
        return "\n".join(lines)
    made: list[str] = []
    before = ""
    for line in lines:
        if line and _goes_on(before, longest):
            made[-1] += line if _is_han(before[-1]) or _is_han(line[0]) else f" {line}"
        else:
            made.append(line)
        before = line
    return "\n".join(made)


def _goes_on(line: str, longest: int) -> bool:
    return len(line) >= longest * _FULL_SHARE and line[-1] not in _PARAGRAPH_ENDS


def _is_han(letter: str) -> bool:
    return re.match(f"[{_HAN}]", letter) is not None
