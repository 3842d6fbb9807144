"""Words of two tales compared by pairs of characters, rare pairs more than those that everybody writes; and which class
of the problem dictionary words speak of. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

NOISE = re.compile(r"[\W_]+")
USUAL_TEXTS = (
    20  # as many texts are thought to stand beside those at hand, so that two alone are comparable: our choice
)
LEAST_TOLD = 0.25  # share of the rarity of a class's own name that a text must tell to speak of it: our choice
CLEARLY = 1.2  # times as much as of the next class: our choice
NAME_COUNTS = 3  # times as much as its filing condition: our choice


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare pairs of characters are among the texts at hand."""

    counts: Counter[str] = field(default_factory=Counter)  # pair → texts that have it
    texts: int = 0

    def of(self, pair: str) -> float:
        """Above 0; the rarer, the more."""
        return math.log((self.texts + USUAL_TEXTS) / (self.counts[pair] + 1))


def rarity_among(texts: Iterable[str]) -> Rarity:
    """Counted over these texts."""
    counts: Counter[str] = Counter()
    number = 0
    for number, text in enumerate(texts, start=1):  # noqa: B007 - the last one is the number of texts
        counts.update(set(pairs_of(text)))
    return Rarity(counts, number)


def alike(one: str, other: str, rarity: Rarity | None = None) -> float:
    """How alike two texts are, 0..1: what they share of the shorter and of both, weighed by rarity."""
    known = rarity or Rarity()
    first, second = pairs_of(one), pairs_of(other)
    shared = _weight(first & second, known)
    told, said = _weight(first, known), _weight(second, known)
    if not min(told, said):
        return 0.0
    return (shared / min(told, said) + 2 * shared / (told + said)) / 2


@dataclass(frozen=True, slots=True)
class ClassWords:
    """What a class of the dictionary is called."""

    key: Any
    group: str
    name: str
    aliases: tuple[str, ...] = ()
    condition: str = ""


class Dictionary:
    """Which class words speak of."""

    def __init__(self, classes: Sequence[ClassWords]) -> None:
        self._classes = [(each, _pairs_of_class(each)) for each in classes]
        counts = Counter(pair for _each, pairs in self._classes for pair in pairs)
        self._rarity = Rarity(counts, len(self._classes))

    def spoken_of(self, text: str) -> ClassWords | None:
        """The class that the text clearly speaks of; None when none, or several alike."""
        said = set(pairs_of(text))
        told = sorted(((self._told(said, pairs), place) for place, (_each, pairs) in enumerate(self._classes)))
        if not told or told[-1][0] < LEAST_TOLD:
            return None
        if len(told) > 1 and told[-1][0] < CLEARLY * told[-2][0]:
            return None
        return self._classes[told[-1][1]][0]

    def _told(self, said: set[str], pairs: dict[str, float]) -> float:
        whole = max((self._rarity.of(pair) for pair in pairs), default=0.0) * NAME_COUNTS
        shared = sum(self._rarity.of(pair) * pairs[pair] for pair in said & pairs.keys())
        return shared / whole if whole else 0.0


def _pairs_of_class(each: ClassWords) -> dict[str, float]:
    found = dict.fromkeys(pairs_of(each.condition), 1.0)
    for name in (each.name, *each.aliases):
        found |= dict.fromkeys(pairs_of(name), float(NAME_COUNTS))
    return found


def _weight(pairs: Counter[str], rarity: Rarity) -> float:
    return sum(count * rarity.of(pair) for pair, count in pairs.items())


@lru_cache(maxsize=2048)
def pairs_of(text: str) -> Counter[str]:
    """Neighbouring characters without signs, width and case. Do not change what you get: it is kept."""
    plain = NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
