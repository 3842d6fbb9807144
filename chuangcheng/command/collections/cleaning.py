"""Marks of pages that stand in a text and do not belong to it: numbers of pages, heads and feet that repeat, lines cut
by the page or by a narrow column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from chuangcheng.command.collections.lines import PAGE_END, Line, lines_of
from chuangcheng.command.collections.titles import is_title


class Mark(StrEnum):
    """Why something was taken out."""

    PAGE_NUMBER = "page_number"  # — 12 —, 第3页共20页
    RUNNING_HEAD = "running_head"  # the same line at the head or foot of pages
    PAGE_BREAK = "page_break"
    LINE_BREAK = "line_break"  # inside a sentence
    HYPHEN = "hyphen"  # of a Latin word that was cut
    PERSONAL = "personal"  # a telephone number or the number of an identity card; never shown


@dataclass(frozen=True, slots=True)
class Removed:
    """Letters `start`..`end` of the text that are not shown; `shown` stands in their place."""

    start: int
    end: int
    mark: Mark
    shown: str = ""


LEAST_PAGES = 3  # a line is a running head from so many pages on; our choice
NARROW, WIDE = 15, 60  # letters of a line that may be cut by its column; our choice
NEARLY_FULL = 0.9  # of the usual width; our choice
EDGE = 2  # lines at the head and foot of a page that are looked at; our choice
HIDDEN = "〔号码已隐去〕"
_DASH = "[—–－\\-─一]"
_PAGE_NUMBER = re.compile(
    rf"^(?:{_DASH}{{1,3}}\s*\d{{1,4}}\s*{_DASH}{{1,3}}|第\s*\d{{1,4}}\s*页(?:\s*[,，/／、]?\s*[（(]?共\s*\d{{1,4}}\s*页[）)]?)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|[Pp]\.?\s?\d{1,4})$"
)
_BARE_NUMBER = re.compile(r"^\d{1,4}$")
_INSIDE = re.compile(r"—\s?\d{1,4}\s?—")
_DIGITS = re.compile(r"\d+")
_ENDS = tuple("。！？；：”’）)】》.!?;:…")
_BEGINS = re.compile(
    r"^(?:[\s　]{2}|\t|[一二三四五六七八九十]+[、是]|（[一二三四五六七八九十\d]+）"
    r"|\([\d一二三四五六七八九十]+\)|\d+[.．、]|第[一二三四五六七八九十\d]+[章节条篇]|[—*=◆●○·])"
)
_LATIN_CUT = re.compile(r"[A-Za-z]-$")
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def removals(text: str) -> list[Removed]:
    """What is taken out, in order and without overlaps. Text and removals together are the whole text."""
    lines = lines_of(text)
    dropped = {**dict.fromkeys(_running_heads(lines), Mark.RUNNING_HEAD), **_page_numbers(text, lines)}
    dropped |= dict.fromkeys(_empty_edges(lines, dropped), Mark.PAGE_BREAK)
    found = [*_of_lines(text, lines, dropped), *_breaks(text, lines, dropped)]
    taken = _apart(found)
    inside = [*_matches(_INSIDE, text, Mark.PAGE_NUMBER, ""), *_matches(_PERSONAL, text, Mark.PERSONAL, HIDDEN)]
    return _apart([*taken, *inside])


def shown_text(text: str, removed: Sequence[Removed], *, start: int = 0, end: int | None = None) -> str:
    """Letters `start`..`end` of the text without what is taken out."""
    stop, at, parts = len(text) if end is None else end, start, []
    for each in removed:
        if each.start < start or each.end > stop:
            continue
        parts += [text[at : each.start], each.shown]
        at = each.end
    parts.append(text[at:stop])
    return "".join(parts)


def without(removed: Sequence[Removed], restored: Collection[int]) -> list[Removed]:
    """What stays out when the removals that begin at `restored` come back; numbers of people never do."""
    return [each for each in removed if each.start not in restored or each.mark is Mark.PERSONAL]


def _apart(found: Sequence[Removed]) -> list[Removed]:
    """In order; of two that overlap the first stays."""
    kept: list[Removed] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _matches(pattern: re.Pattern[str], text: str, mark: Mark, shown: str) -> Iterator[Removed]:
    for match in pattern.finditer(text):
        yield Removed(match.start(), match.end(), mark, shown)


def _edges(lines: Sequence[Line]) -> Iterator[Line]:
    pages: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.words:
            pages[line.page].append(line)
    for those in pages.values():
        yield from dict.fromkeys([*those[:EDGE], *those[-EDGE:]])


def _running_heads(lines: Sequence[Line]) -> list[Line]:
    """Lines at the edges of pages that are the same on enough of them; the first one stays, it may be a title."""
    pages = lines[-1].page + 1 if lines else 0
    alike: defaultdict[str, list[Line]] = defaultdict(list)
    if pages < LEAST_PAGES:
        return []
    for line in _edges(lines):
        alike[_DIGITS.sub("#", line.words)].append(line)
    groups = [group for group in alike.values() if len({line.page for line in group}) >= max(LEAST_PAGES, pages // 4)]
    return [line for group in groups for line in group[1:] if not _PAGE_NUMBER.match(line.words)]


def _page_numbers(text: str, lines: Sequence[Line]) -> dict[Line, Mark]:
    found = {line: Mark.PAGE_NUMBER for line in lines if _PAGE_NUMBER.match(line.words)}
    if PAGE_END in text:
        bare = [line for line in _edges(lines) if _BARE_NUMBER.match(line.words)]
        counts = [int(line.words) - line.page for line in bare]
        usual = max(set(counts), key=counts.count, default=None)
        if usual is not None and counts.count(usual) > 1:
            found |= {line: Mark.PAGE_NUMBER for line in bare if int(line.words) - line.page == usual}
    return found


def _empty_edges(lines: Sequence[Line], dropped: Collection[Line]) -> Iterator[Line]:
    """Empty lines at the foot and head of pages, where there are pages."""
    if not lines or lines[-1].page == 0:
        return
    for each in (lines, lines[::-1]):
        page, at_edge = -1, True
        for line in each:
            page, at_edge = line.page, at_edge or line.page != page
            if at_edge and not line.words:
                yield line
            at_edge = at_edge and (not line.words or line in dropped)


def _of_lines(text: str, lines: Sequence[Line], dropped: dict[Line, Mark]) -> Iterator[Removed]:
    for line in lines:
        if line in dropped:
            end = line.end + (text[line.end : line.end + 1] == "\n")
            if end > line.start:
                yield Removed(line.start, end, dropped[line])


def _breaks(text: str, lines: Sequence[Line], dropped: dict[Line, Mark]) -> Iterator[Removed]:
    """Ends of lines and pages inside a sentence; a page that ends with a sentence ends the line."""
    kept = [line for line in lines if line not in dropped]
    width = _usual_width(kept)
    for line, after in pairwise(kept):
        sign = text[line.end : line.end + 1]
        crosses = line.page != after.page
        goes_on = _goes_on(line, after, width, crosses=crosses)
        if _LATIN_CUT.search(line.text) and after.text[:1].isascii() and after.text[:1].islower():
            yield Removed(line.end - 1, line.end + 1, Mark.HYPHEN)
        elif sign == PAGE_END:
            yield Removed(line.end, line.end + 1, Mark.PAGE_BREAK, "" if goes_on else "\n")
        elif goes_on and sign == "\n":
            yield Removed(line.end, line.end + 1, Mark.LINE_BREAK)
    for line in dropped:
        if text[line.end : line.end + 1] == PAGE_END:
            yield Removed(line.end, line.end + 1, Mark.PAGE_BREAK)


def _usual_width(lines: Sequence[Line]) -> int:
    """Letters of a full line; 0 when lines are not cut by a column."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.words)
    if len(lengths) < 2 * LEAST_PAGES:
        return 0
    full = lengths[int(len(lengths) * 0.9)]
    alike = sum(1 for length in lengths if length >= full * NEARLY_FULL)
    return full if NARROW <= full <= WIDE and lengths[-1] <= full + 5 and alike >= len(lengths) // 4 else 0


def _goes_on(line: Line, after: Line, width: int, *, crosses: bool) -> bool:
    ended = not line.words or line.words.endswith(_ENDS)
    if ended or not after.words or _BEGINS.match(after.text) or is_title(after.words) or is_title(line.words):
        return False
    if crosses:
        return len(line.words) >= NARROW
    return bool(width) and len(line.text.rstrip()) >= width * NEARLY_FULL
