from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chuangcheng.core.imports.values.bad_value import BadValue, plain, shown
from chuangcheng.core.sheets import Cell
from chuangcheng.core.texts import translated as _

Unit = Literal["minute", "hour", "working_hour", "day", "working_day"]
_UNITS: dict[str, tuple[int, Unit]] = {
    "分钟": (1, "minute"),
    "小时": (1, "hour"),
    "时": (1, "hour"),
    "工作时": (1, "working_hour"),
    "工作小时": (1, "working_hour"),
    "天": (1, "day"),
    "日": (1, "day"),
    "自然日": (1, "day"),
    "工作日": (1, "working_day"),
    "周": (7, "day"),
    "星期": (7, "day"),
}
_WRITTEN = re.compile(
    r"(?:限期?)?(\d{1,4}|[一二两三四五六七八九十半]{1,3})\s*个?\s*(\D{1,4}?)(?:以?内|之内)?(?:整改)?(?:完成|到位)?"
)
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)} | {"两": 2}


@dataclass(frozen=True)
class Duration:
    amount: int  # of the unit
    unit: Unit


def parse_duration(cell: Cell) -> Duration:
    """How long is given: 24小时, 3天, 5个工作日, 两周内. Raises BadValue for anything else, a bare number too."""
    match = _WRITTEN.fullmatch(plain(cell))
    factor, unit = _UNITS.get(match[2], (0, "day")) if match else (0, "day")
    amount = _amount(match[1]) * factor if match else 0
    if not amount:
        raise BadValue(_("%(value)s不是时限，请写成 24小时、3天 或 5个工作日。") % {"value": shown(cell)})
    return Duration(amount, unit)


def _amount(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "半" in text:
        return 0
    tens, ten, units = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(units, 0)
