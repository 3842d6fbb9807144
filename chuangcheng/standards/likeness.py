"""How alike two standards are worded, 0 to 100; for a person to judge (docs/algorithms/crosswalk.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

LEAST = 50  # of 100, below which nothing is suggested; measured, docs/algorithms/crosswalk.md
NOT_MEANT = re.compile(
    r"[\W_\d]+|不低于|不少于|不超过|达到|以上|以下|完善|健全|落实|到位|要求|情况|工作|开展|建立|设有|表示|比例"
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts by their places, and how alike they are."""

    first: int
    second: int
    score: int  # 0..100


def alike(firsts: Sequence[str], seconds: Sequence[str], *, least: int = LEAST) -> list[Alike]:
    """Every pair that is alike enough, most alike first, equals in the order of the texts.

    Likeness is the share of pairs of neighbouring characters that both texts hold, so the order of clauses does not
    matter; numbers, signs and words that every standard uses say nothing.
    """
    scores = process.cdist(
        [_pairs(text) for text in firsts], [_pairs(text) for text in seconds], scorer=fuzz.token_set_ratio, workers=1
    )
    found = [
        Alike(first, second, round(float(score)))
        for first, row in enumerate(scores)
        for second, score in enumerate(row)
        if score >= least
    ]
    return sorted(found, key=lambda each: (-each.score, each.first, each.second))


def _pairs(text: str) -> str:
    """Pairs of neighbouring characters as words, which is how likeness of Chinese is counted without a dictionary."""
    bare = NOT_MEANT.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(sorted({bare[place : place + 2] for place in range(max(1, len(bare) - 1))}))
