"""Where the parts of a collection begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chuangcheng.command.collections.cleaning import Removed
from chuangcheng.command.collections.lines import Line, lines_of, written
from chuangcheng.command.collections.titles import (
    MOST_TITLE,
    NEAR_TITLE,
    PAPER,
    is_marked,
    kind_of,
    plain_title,
    says_when,
    told_by,
)

CONTENTS = "contents"  # 封面、目录
MOST_PARTS = 300  # of one file; our choice
SHORTEST = 30  # letters of a part, less is a title that stands alone; our choice
_SEPARATOR = re.compile(r"^(?:[=＝]{3,}|[-－—]{5,}|[*＊]{3,}|[_＿]{5,}|[◆●■★☆]{3,}|[~～]{4,})$")
_CONTENTS = re.compile(r"^目\s*录$")
_LEADER = re.compile(r"[\s.．…·]{2,}\(?\d{1,4}\)?$|[\s　]\d{1,4}$")


class Why(StrEnum):
    """What says that a part begins here."""

    BEGINNING = "beginning"
    CONTENTS = "contents"  # its title stands in the table of contents
    MARKED = "marked"  # 第三篇：…
    SEPARATOR = "separator"  # after a line of signs
    TITLE = "title"  # a title with a date below it, or at the head of a page
    PERSON = "person"  # a person parted it here


@dataclass(frozen=True, slots=True)
class Part:
    """Letters `start`..`end` of the whole text. The parts of a text follow each other and leave nothing out."""

    start: int
    end: int
    why: Why
    kind: str  # speech, paper, contents
    title: str
    speaker: str = ""
    source: str = ""
    day: date | None = None


def split(text: str, removed: Sequence[Removed]) -> list[Part]:
    """The parts of the text as its titles, table of contents and signs tell them; at least one for any text."""
    out = {each.start for each in removed}
    lines = [line for line in written(lines_of(text)) if line.start not in out]
    listed, contents_end = _table_of_contents(lines)
    starts: dict[int, Why] = {}
    for place, line in enumerate(lines):
        if place >= contents_end and (why := _why(lines, place, listed)):
            starts.setdefault(line.start, why)
    bounds = [0, *sorted(start for start in starts if start > (lines[0].start if lines else 0))][:MOST_PARTS]
    bounds = _long_enough(text, bounds)
    first = starts.get(lines[0].start) if lines else None
    made = []
    for start, end in zip(bounds, [*bounds[1:], len(text)], strict=True):
        why = starts.get(start) or (first if start == 0 and first else None) or Why.BEGINNING
        made.append(part_of(text, start, end, why, out, is_front=start == 0 and contents_end > 0 and len(bounds) > 1))
    return made


def part_of(text: str, start: int, end: int, why: Why, out: Collection[int] = (), *, is_front: bool = False) -> Part:
    """The part with what its own lines say of it."""
    lines = [each for each in written(lines_of(text[start:end])) if each.start + start not in out]
    words = [line.words for line in lines if not _SEPARATOR.match(line.words)]
    if is_front:
        return Part(start, end, why, CONTENTS, "目录" if any(map(_CONTENTS.match, words)) else _title(words)[0])
    title, used = _title(words)
    told = told_by(words[used : used + NEAR_TITLE], words[used + NEAR_TITLE :] or words[used:])
    return Part(start, end, why, kind_of(title) or PAPER, title, told.speaker, told.source, told.day)


def _title(words: Sequence[str]) -> tuple[str, int]:
    """The name of a part and how many of its lines it takes; a title broken over two lines is put together."""
    if not words:
        return "", 0
    first = plain_title(words[0])
    if not first and len(words) > 1:
        return plain_title(words[1])[:200], 2
    if len(words) > 1 and not kind_of(first) and kind_of(first + words[1]) and len(first) <= MOST_TITLE:
        return (first + words[1])[:200], 2
    return first[:200], 1


def _why(lines: Sequence[Line], place: int, listed: Counter[str]) -> Why | None:
    """What says that a part begins at this line."""
    line = lines[place]
    before = lines[place - 1] if place else None
    if _SEPARATOR.match(line.words):
        return None
    if before is not None and _SEPARATOR.match(before.words):
        return Why.SEPARATOR
    if is_marked(line.words):
        return Why.MARKED
    key = _key(line.words)
    if listed.get(key):
        return Why.CONTENTS
    joined = line.words + (lines[place + 1].words if place + 1 < len(lines) else "")
    if not (kind_of(line.words) or _is_broken_title(line.words, joined)):
        return None
    stands_alone = before is None or before.page != line.page or line.start - before.end > 1
    dated = any(says_when(each.words) or _is_head(each.words) for each in lines[place + 1 : place + 4])
    return Why.TITLE if stands_alone and (dated or before is None or before.page != line.page) else None


def _is_broken_title(first: str, joined: str) -> bool:
    return len(first) >= 6 and first.startswith(("在", "关于")) and bool(kind_of(joined))  # noqa: PLR2004 - 在/关于 and more


def _is_head(words: str) -> bool:
    told = told_by([words], [])
    return bool(told.speaker or told.source) or (words.endswith(("：", ":")) and len(words) <= MOST_TITLE)


def _table_of_contents(lines: Sequence[Line]) -> tuple[Counter[str], int]:
    """The titles listed under 目录, and the place of the first line after it."""
    head = next((place for place, line in enumerate(lines) if _CONTENTS.match(line.words)), None)
    if head is None:
        return Counter(), 0
    later = Counter(_key(line.words) for line in lines[head + 1 :])
    listed: Counter[str] = Counter()
    for place in range(head + 1, len(lines)):
        key, has_leader = _key(lines[place].words), bool(_LEADER.search(lines[place].words))
        if listed.get(key) and not has_leader:
            return listed, place  # the first title comes again: the text begins
        if not has_leader and later[key] < 2:  # noqa: PLR2004 - in the list and above its part
            return listed, place
        listed[key] += 1
    return listed, len(lines)


def _key(words: str) -> str:
    return re.sub(r"\s+", "", plain_title(_LEADER.sub("", words)))


def _long_enough(text: str, bounds: Sequence[int]) -> list[int]:
    """A title that stands alone, as on a page of its own, belongs to what follows it."""
    kept = bounds[:1]
    for start in bounds[1:]:
        if len(text[kept[-1] : start].strip()) >= SHORTEST:
            kept = [*kept, start]
    return list(kept)
