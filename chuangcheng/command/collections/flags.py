"""What a person should look at in a text: masks that were never filled in, numbering that breaks off, repeated
paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What is odd."""

    MASK = "mask"  # XX, **, 某某, ____
    GAP = "gap"  # 一、三、
    AGAIN = "again"  # 二、二、
    TWICE = "twice"  # the same paragraph stands twice


@dataclass(frozen=True, slots=True)
class Flag:
    """Letters `start`..`end` of the text, and what was expected."""

    start: int
    end: int
    trouble: Trouble
    words: str  # as it stands
    expected: str = ""


MOST_FLAGS = 200  # of one text; our choice
LEAST_TWICE = 20  # letters of a paragraph that is looked at; our choice
_MASK = re.compile(
    r"[*＊]{2,}|(?<![A-Za-z])[xXＸ×]{2,}(?![A-Za-z])"
    r"|某{2,}|某(?=[市区县镇村局]|街道|同志|单位|公司)|[_＿]{3,}|[□○]{2,}"
)
_NUMERALS = "一二三四五六七八九十"
_LEVELS = (
    re.compile(r"^\s*(?P<n>[一二三四五六七八九十]{1,3})、"),
    re.compile(r"^\s*[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]"),
    re.compile(r"^\s*(?P<n>\d{1,2})[.．、](?!\d)"),
    re.compile(r"^\s*[（(](?P<n>\d{1,2})[）)]"),
)
_RUNNING = re.compile(r"(?:^|[。；：，\n])\s*(?P<n>[一二三四五六七八九十])(?=是)")


def flags_of(text: str) -> list[Flag]:
    """All of them in their order, at most MOST_FLAGS."""
    found = [*_masks(text), *_numbering(text), *_running_numbers(text), *_paragraphs_twice(text)]
    return sorted(found, key=lambda flag: (flag.start, flag.end))[:MOST_FLAGS]


def value_of(numeral: str) -> int:
    """十二 → 12, 7 → 7. 0 for what counts nothing."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _NUMERALS.find(numeral) + 1 if len(numeral) == 1 else 0
    return (_NUMERALS.find(tens) + 1 if tens else 1) * 10 + (_NUMERALS.find(ones) + 1 if ones else 0)


def numeral_of(value: int) -> str:
    """12 → 十二; 1..99."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十") + (
        _NUMERALS[ones - 1] if ones else ""
    )


def _masks(text: str) -> Iterator[Flag]:
    for match in _MASK.finditer(text):
        yield Flag(match.start(), match.end(), Trouble.MASK, match[0])


def _numbering(text: str) -> Iterator[Flag]:
    """一、 （一） 1. (1): each level counts on from the one before until a higher level comes."""
    last = [0] * len(_LEVELS)
    at = 0
    for line in text.splitlines(keepends=True):
        level, match = next(((n, m) for n, each in enumerate(_LEVELS) if (m := each.match(line))), (0, None))
        if match is not None and (value := value_of(match["n"])):
            flag = _counted(match, at, last[level], value)
            if flag is not None:
                yield flag
            last[level:] = [value] + [0] * (len(_LEVELS) - level - 1)
        at += len(line)


def _running_numbers(text: str) -> Iterator[Flag]:
    """一是 … 二是 … within a paragraph or each in its own; a heading, and 一是 in a new paragraph, begin anew."""
    at = last = 0
    for line in text.splitlines(keepends=True):
        if any(level.match(line) for level in _LEVELS):
            last = 0
        for number, match in enumerate(_RUNNING.finditer(line)):
            value = value_of(match["n"])
            before = 0 if value == 1 and not number else last
            flag = _counted(match, at, before, value)
            if flag is not None:
                yield flag
            last = value
        at += len(line)


def _counted(match: re.Match[str], at: int, last: int, value: int) -> Flag | None:
    start, end = at + match.start("n"), at + match.end("n")
    if value == last + 1 or (value == 1 and last != 1):
        return None
    wanted = numeral_of(last + 1) if not match["n"].isdigit() else str(last + 1)
    return Flag(start, end, Trouble.AGAIN if value == last else Trouble.GAP, match["n"], wanted)


def _paragraphs_twice(text: str) -> Iterator[Flag]:
    seen: set[str] = set()
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if len(words) >= LEAST_TWICE:
            if words in seen:
                start = at + line.index(words)
                yield Flag(start, start + len(words), Trouble.TWICE, words[:20])
            seen.add(words)
        at += len(line)
