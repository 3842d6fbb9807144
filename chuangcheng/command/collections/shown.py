"""A text as a page shows it: paragraphs in pieces, some of them marked; and where words stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Letters `start`..`end` of a text with a sort of mark and what to say of it."""

    start: int
    end: int
    sort: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that are shown alike."""

    text: str
    sort: str = ""  # empty: plain
    title: str = ""


BEFORE, AFTER = 30, 60  # letters around words that were found; our choice


def paragraphs(text: str, spans: Iterable[Span]) -> list[list[Piece]]:
    """The paragraphs of a text in pieces; of marks that overlap the first one stays. Empty lines go."""
    kept = _apart(spans)
    found: list[list[Piece]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(list(_pieces(text, at, at + len(line), kept)))
        at += len(line) + 1
    return found


def found_spans(text: str, words: str) -> list[Span]:
    """Where the words stand, each of those between spaces; width and case of letters do not matter."""
    wanted = [re.escape(word) for word in words.split() if word]
    if not wanted:
        return []
    return [Span(m.start(), m.end(), "hit") for m in re.finditer("|".join(wanted), text, re.IGNORECASE)]


def snippets(text: str, words: str, *, most: int = 2) -> list[list[Piece]]:
    """A few places where the words stand, with what is around them."""
    plain = text.replace("\n", " ")
    found: list[list[Piece]] = []
    last = -1
    for span in found_spans(plain, words):
        if span.start < last or len(found) == most:
            continue
        start, last = max(0, span.start - BEFORE), min(len(plain), span.end + AFTER)
        inside = [Span(each.start, each.end, "hit") for each in found_spans(plain[:last], words)]
        found.append(list(_pieces(plain, start, last, _apart(each for each in inside if each.start >= start))))
    return found


def _apart(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for each in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    at = start
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            continue
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], span.sort, span.title)
        at = last
    if at < end:
        yield Piece(text[at:end])
