from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.utils.functional import Promise

from chuangcheng.core.times import SHANGHAI

Value = str | int | float | bool | Decimal | date | datetime | Promise | None
"""What may stand in a cell of a paper."""

# Not allowed in XML 1.0, and the signs that turn the direction of what follows.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

MINUTE = len("2026-09-30 14:05")
# Shanghai has kept to UTC+8 since its last summer time, of 1991: what came later needs no table of zones, at a third of
# the time.
STEADY_SINCE, STEADY_OFFSET = 1992, 8 * 3600  # year, seconds
_DAY_MINUTES = 24 * 60
_CLOCK = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(_DAY_MINUTES))
_FIRST_DAY = date(1970, 1, 1).toordinal()


def printable(text: str) -> str:
    """The text without characters that no paper can hold or that would turn it round."""
    return _UNPRINTABLE.sub("", text)


def written(value: Value) -> str:
    """The value as a paper shows it: 2026-09-30, 2026-09-30 14:05 in Shanghai, 是 and 否, nothing for None."""
    if isinstance(value, str):
        return value if value.isprintable() else printable(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return written_moment(value)
    return value.isoformat() if isinstance(value, date) else printable(str(value))


def written_moment(value: datetime) -> str:
    """2026-09-30 14:05 in Shanghai; without a zone as it is."""
    if value.tzinfo and value.year >= STEADY_SINCE:
        day, minute = divmod((int(value.timestamp()) + STEADY_OFFSET) // 60, _DAY_MINUTES)
        return f"{_day(day)} {_CLOCK[minute]}"
    moment = value.astimezone(SHANGHAI) if value.tzinfo else value
    return moment.isoformat(" ", "minutes")[:MINUTE]


@lru_cache
def _day(number: int) -> str:
    """The day so many days after the first one of 1970."""
    return date.fromordinal(_FIRST_DAY + number).isoformat()
