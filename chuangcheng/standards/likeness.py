"""How alike two standards are worded, 0 to 100; for a person to judge (docs/algorithms/crosswalk.md)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

LEAST = 30  # of 100, below which nothing is suggested; measured, docs/algorithms/crosswalk.md
NOT_MEANT = re.compile(
    r"[\W_\d]+|不低于|不少于|不超过|达到|以上|以下|完善|健全|落实|到位|要求|情况|工作|开展|建立|设有|表示|比例"
)
# What every question of opinion says, whatever it asks about.
OPINION = re.compile(r"(?:居民|村民|群众|患者)对|基本满意|满意的?|高于|状况")
Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts by their places, and how alike they are."""

    first: int
    second: int
    score: int  # 0..100


def alike(firsts: Sequence[str], seconds: Sequence[str], *, least: int = LEAST) -> list[Alike]:
    """Every pair that is alike enough, most alike first, equals in the order of the texts.

    Likeness is what both texts hold of their pairs of neighbouring characters, so the order of clauses does not matter;
    numbers, signs and words that every standard uses say nothing, and a pair of characters says the more the fewer
    texts of both frameworks hold it. Two questions of opinion are alike only when they share something of what they
    ask about.
    """
    if not firsts or not seconds:
        return []
    scores = _scores([_pairs(text) for text in firsts], [_pairs(text) for text in seconds])
    scores[_of_other_things(firsts, seconds)] = 0
    found = [
        Alike(int(first), int(second), round(float(scores[first, second])))
        for first, second in np.argwhere(scores >= least)
    ]
    return sorted(found, key=lambda each: (-each.score, each.first, each.second))


def _scores(firsts: Sequence[set[str]], seconds: Sequence[set[str]]) -> Table:
    """0..100 for each two texts: the mean of what they share of the shorter one and of both together (Dice)."""
    held = Counter(pair for text in (*firsts, *seconds) for pair in text)
    places = {pair: place for place, pair in enumerate(sorted(held))}
    text_count = len(firsts) + len(seconds)
    weights = np.array([log((1 + text_count) / held[pair]) for pair in places])
    one, other = _holding(firsts, places), _holding(seconds, places)
    shared = (one * weights) @ other.T
    whole = (one @ weights)[:, None], (other @ weights)[None, :]
    of_shorter = shared / np.maximum(np.minimum(*whole), np.finfo(float).tiny)
    of_both = 2 * shared / np.maximum(whole[0] + whole[1], np.finfo(float).tiny)
    scores: Table = 50 * (of_shorter + of_both)
    return scores


def _of_other_things(firsts: Sequence[str], seconds: Sequence[str]) -> npt.NDArray[np.bool_]:
    """True where both are questions of opinion that share nothing but their form."""
    one, other = [_subject(text) for text in firsts], [_subject(text) for text in seconds]
    return np.array(
        [[first is not None and second is not None and first.isdisjoint(second) for second in other] for first in one]
    )


def _subject(text: str) -> set[str] | None:
    """What a question of opinion asks about, as pairs of characters; None: it asks for no opinion."""
    return _pairs(OPINION.sub(" ", text)) if "满意" in text else None


def _holding(texts: Sequence[set[str]], places: dict[str, int]) -> Table:
    """1 where a text holds a pair of characters; a row for each text."""
    table = np.zeros((len(texts), len(places)))
    for row, text in enumerate(texts):
        table[row, [places[pair] for pair in text]] = 1
    return table


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters within what stands between signs and empty words: likeness of Chinese without a
    dictionary. A part of one character stands for itself."""
    parts = NOT_MEANT.split(unicodedata.normalize("NFKC", text).casefold())
    return {part[place : place + 2] for part in parts if part for place in range(max(1, len(part) - 1))}
