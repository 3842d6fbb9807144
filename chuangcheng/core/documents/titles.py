"""Where a long title breaks: lines of about the same length, so that no letter stands alone on the last one. Pure."""

from __future__ import annotations

import math
import re
from itertools import pairwise

LINE = 20.0  # full-width letters of 22 points that a line of A4 holds (GB/T 9704-2012, 7.3.1: 156 mm)
_HALF, _SEAM = 0.5, 0.25  # a Latin letter or figure; between it and a Chinese one
_NOT_FIRST = frozenset("，。、；：！？）》”’〕%的了和与及")
# Words of titles that are not torn apart: our choice.
_WORDS = re.compile(
    r"城市|文明|创建|工作|情况|通报|通知|报告|总结|专项|整治|考核|排名|决定|督办|会议|开展|有关|关于|进行|问题|整改"
)
_NOT_LAST = frozenset("（《“‘〔")


def title_lines(title: str) -> list[str]:
    """The title in lines; one that fits stays whole, and one that is broken already stays as it is."""
    if "\n" in title:
        return title.split("\n")
    count = math.ceil(_width(title) / LINE)
    lines, rest = [], title
    for left in range(count, 1, -1):
        at = _break(rest, _width(rest) / left)
        lines.append(rest[:at])
        rest = rest[at:]
    return [line.strip() for line in (*lines, rest) if line.strip()]


def _width(text: str) -> float:
    """In full-width letters; between Chinese and Latin a word processor leaves a quarter of one."""
    seams = sum(one.isascii() != other.isascii() for one, other in pairwise(text))
    return sum(_HALF if letter.isascii() else 1.0 for letter in text) + seams * _SEAM


def _break(text: str, wanted: float) -> int:
    """The place nearest to the wanted width where a line may end."""
    inside = {match.start() + 1 for match in _WORDS.finditer(text)}
    fitting = [
        at for at in range(1, len(text)) if at not in inside and _may_break(text, at) and _width(text[:at]) <= LINE
    ]
    longer = [at for at in fitting if _width(text[:at]) >= wanted]  # the upper line rather the longer one
    return min(longer or fitting, key=lambda at: abs(_width(text[:at]) - wanted), default=len(text))


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    # Neither inside a word or figure, nor between a figure and its unit: 2026|年.
    return not (before.isascii() and (after.isascii() or after in "年月日号次"))
