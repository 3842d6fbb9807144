"""The figures of a speech: name, value, where it comes from, as of when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOST_NAME = 20  # letters
_NOUGHT = re.compile(r"0(?![\d.])")
_NAME = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is written."""

    name: str  # as it stands in the text between braces
    value: str  # with its unit: 12件, 87.35分, 东关街道、西苑街道
    source: str  # which page of the product says it
    url: str  # the way down to it
    as_of: str  # a day, or a span of days

    @property
    def is_nought(self) -> bool:
        """True for 0件."""
        return _NOUGHT.match(self.value) is not None


@dataclass(frozen=True, slots=True)
class Said:
    """Letters of a text; with the figure that they are the value of, if they are one."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not as it was; empty where it was not there."""

    name: str
    before: str
    after: str


def said(text: str, figures: Mapping[str, Figure]) -> list[Said]:
    """The text with values for names; a name that is no figure stays as it is typed."""
    found, at = [], 0
    for match in _NAME.finditer(text):
        figure = figures.get(match[1])
        if figure is None:
            continue
        if match.start() > at:
            found.append(Said(text[at : match.start()]))
        found.append(Said(figure.value, figure))
        at = match.end()
    return [*found, Said(text[at:])] if at < len(text) else found


def names_in(text: str) -> list[str]:
    """The names between braces, each once, in order."""
    return list(dict.fromkeys(_NAME.findall(text)))


def unknown_names(text: str, figures: Mapping[str, Figure]) -> list[str]:
    """Names between braces that are no figure."""
    return [name for name in names_in(text) if name not in figures]


def changes(before: Sequence[Figure], after: Sequence[Figure]) -> list[Change]:
    """What changed from one state of the figures to another, in the order of the later one."""
    old, new = by_name(before), by_name(after)
    names = dict.fromkeys([*new, *old])
    pairs = [(name, old[name].value if name in old else "", new[name].value if name in new else "") for name in names]
    return [Change(*pair) for pair in pairs if pair[1] != pair[2]]


def by_name(figures: Sequence[Figure]) -> dict[str, Figure]:
    """Name → figure."""
    return {each.name: each for each in figures}


def stored(figures: Sequence[Figure | Change]) -> list[dict[str, str]]:
    """As a column keeps them."""
    return [asdict(each) for each in figures]


def figures_from(kept: Sequence[Mapping[str, Any]]) -> list[Figure]:
    """As `stored` kept them."""
    return [Figure(**each) for each in kept]


def changes_from(kept: Sequence[Mapping[str, Any]]) -> list[Change]:
    """As `stored` kept them."""
    return [Change(**each) for each in kept]
