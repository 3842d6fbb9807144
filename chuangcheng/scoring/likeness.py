"""Whether two names of items mean the same: alike but not equal is for a person to confirm."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz

SURE, LIKELY = 90, 55  # of 100, rapidfuzz ratio; our choice
_ORNAMENT = re.compile(
    r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）.．、]\s*|[\s·“”\"'《》、，,。.：:；;]|[（(][^（）()]*[)）]"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The nearest of some names."""

    name: str
    is_sure: bool  # the same but for numbers, signs, spaces and one letter in ten


def bare(name: str) -> str:
    """The name without numbers before it, signs, spaces and what stands in brackets."""
    return _ORNAMENT.sub("", unicodedata.normalize("NFKC", name)).casefold()


def nearest(name: str, names: Collection[str]) -> Likeness | None:
    """Which of the names this one most likely means; None when none is near. The first of equals."""
    own = bare(name)
    scored = [(fuzz.ratio(own, bare(other)), other) for other in names]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    if not own or score < LIKELY:
        return None
    return Likeness(best, score >= SURE)
