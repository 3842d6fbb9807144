"""From text to the words of the index and of a query.

A run of Chinese characters becomes its overlapping pairs and its last character alone; a run of letters or digits
becomes one word, digits with leading zeros also without them. A query asks for all its words: whole pairs, and
everything else as beginnings, so that one character finds every pair that begins with it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby, pairwise

MAX_WORD_LENGTH = 64  # characters of one run of letters
MAX_TEXT_LENGTH = 20_000  # characters of one record; our choice
MAX_QUERY_WORDS = 24  # our choice
IDEOGRAPHS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF), (0x3040, 0x30FF), (0xAC00, 0xD7AF))
CONTROLS = dict.fromkeys((*range(0x20), 0x7F), " ")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query."""

    text: str
    is_beginning: bool  # also finds longer words


def normalised(text: str) -> str:
    """One way of writing: width, case, compatibility forms and control characters do not matter."""
    return unicodedata.normalize("NFKC", text).casefold().translate(CONTROLS)


def words_of(text: str) -> list[str]:
    """The distinct words under which a text is found, sorted; only letters and digits of any script."""
    found: set[str] = set()
    for run in _runs(normalised(text[:MAX_TEXT_LENGTH])):
        if _is_ideograph(run[0]):
            found.update(first + second for first, second in pairwise(run))
            found.add(run[-1])
        else:
            found.update({run[:MAX_WORD_LENGTH], run.lstrip("0")[:MAX_WORD_LENGTH]} - {""})
    return sorted(found)


def query_words(query: str) -> list[Word]:
    """The words that a hit must have, all of them; empty when the query has none."""
    found: dict[str, Word] = {}
    for run in _runs(normalised(query)):
        if not _is_ideograph(run[0]):
            found[run] = Word(run[:MAX_WORD_LENGTH], is_beginning=True)
        elif len(run) == 1:
            found[run] = Word(run, is_beginning=True)
        else:
            found |= {pair: Word(pair, is_beginning=False) for pair in map("".join, pairwise(run))}
    return list(found.values())[:MAX_QUERY_WORDS]


def _runs(text: str) -> list[str]:
    """The longest stretches of one sort, ideographs or other letters and digits; everything else parts them."""
    return ["".join(letters) for sort, letters in groupby(text, key=_sort) if sort]


def _sort(letter: str) -> str:
    if _is_ideograph(letter):
        return "ideograph"
    return "letter" if letter.isalnum() else ""


def _is_ideograph(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in IDEOGRAPHS)
