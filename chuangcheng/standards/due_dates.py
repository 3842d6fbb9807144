"""The last day that a cell such as 9月底前 names. Pure. The forms are those of the tables that we have; our choice."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?(?:0?0:00(?::00)?)?")
_MONTH = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})月(上旬|中旬|下旬|初|中|底|末|份|内)?")
_QUARTER = re.compile(r"(?:(\d{4})年)?(?:第?([一二三四1-4])季度)[底末内]?")
_YEAR = re.compile(r"(?:(\d{4})年?|全年|本年|今年|年)(?:内|底|末|年内|年底|年末)?|年底|年内|年末|全年")
_HALF = re.compile(r"(?:(\d{4})年)?(上|下)半年")
_AROUND = re.compile(r"^(?:于|在|截至|截止|限)|(?:之前|以前|前|内|完成|前完成|内完成|到位)+$")
_STANDING = re.compile(
    r"长期|常年|持续|常态|全程|贯穿|每|即时|立即|随时|按要求|适时|动态|日常|根据|结合|同步|另行|待定"
)
_LAST_OF = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def last_day(written: str, *, year: int) -> date | None:
    """The last day named; `year` is that of dates without one. None when no day is named or there is no such day."""
    text = "".join(unicodedata.normalize("NFKC", written).split())
    parts = [part for part in re.split(r"[-—–~至、,;，；]+(?=\d{1,4}[月年])|[至~、,;，；]", text) if part]
    found = [day for part in parts or [text] if (day := _one(_AROUND.sub("", part), year)) is not None]
    return max(found, default=None)


def is_standing(written: str) -> bool:
    """True for 长期坚持, 每季度 and the like: there is no last day, and none is missing."""
    return bool(_STANDING.search(written))


def _one(text: str, year: int) -> date | None:
    if found := _DAY.fullmatch(text):
        return _date(found[1] or year, found[2], found[3])
    if found := _MONTH.fullmatch(text):
        return _month_end(int(found[1] or year), int(found[2]), _LAST_OF.get(found[3] or ""))
    if found := _QUARTER.fullmatch(text):
        return _month_end(int(found[1] or year), 3 * int(_QUARTERS.get(found[2], found[2])))
    if found := _HALF.fullmatch(text):
        return _month_end(int(found[1] or year), 6 if found[2] == "上" else 12)
    if found := _YEAR.fullmatch(text):
        return date(int(found[1] or year), 12, 31)
    return None


def _date(year: str | int, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month_end(year: int, month: int, day: int | None = None) -> date | None:
    return date(year, month, day or monthrange(year, month)[1]) if 1 <= month <= 12 and year else None  # noqa: PLR2004
