"""From text to the words of the index and of a query.

A run of Chinese characters becomes its overlapping pairs and its last character alone; a run of letters or digits
becomes one word, digits with leading zeros also without them. A query asks for all its words: whole pairs, and
everything else as beginnings, so that one character finds every pair that begins with it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

MAX_WORD_LENGTH = 64  # characters of one run of letters
MAX_TEXT_LENGTH = 20_000  # characters of one record; our choice
MAX_QUERY_WORDS = 24  # our choice
IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3040-\u30ff\uac00-\ud7af"
# The longest stretches of one sort, ideographs or other letters and digits; everything else parts them.
RUNS = re.compile(f"([{IDEOGRAPHS}]+)|[^\\W_{IDEOGRAPHS}]+")
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
    for run in RUNS.finditer(normalised(text[:MAX_TEXT_LENGTH])):
        letters = run[0]
        if run[1]:
            found.update(map("".join, pairwise(letters)))
            found.add(letters[-1])
        else:
            found.update({letters[:MAX_WORD_LENGTH], letters.lstrip("0")[:MAX_WORD_LENGTH]} - {""})
    return sorted(found)


def query_words(query: str) -> list[Word]:
    """The words that a hit must have, all of them; empty when the query has none."""
    found: dict[str, Word] = {}
    for run in RUNS.finditer(normalised(query)):
        letters = run[0]
        if not run[1]:
            found[letters] = Word(letters[:MAX_WORD_LENGTH], is_beginning=True)
        elif len(letters) == 1:
            found[letters] = Word(letters, is_beginning=True)
        else:
            found |= {pair: Word(pair, is_beginning=False) for pair in map("".join, pairwise(letters))}
    return list(found.values())[:MAX_QUERY_WORDS]
