"""The time allowed for a fix, and how people write it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto
from typing import TypeAlias

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.texts import mark as _

LONGEST = 87_600  # ten years of hours: our choice, far above any limit in use
HOURS_OF_DAY = 24


class Unit(StrEnum):
    """What a limit is counted in."""

    CALENDAR_HOURS = auto()  # 小时
    WORKING_HOURS = auto()  # 工作时
    WORKING_DAYS = auto()  # 工作日


class LimitOutOfRange(InvalidInput):
    """A limit of nothing, or of more than ten years."""

    def __init__(self) -> None:
        super().__init__(_("整改时限应为正整数且不超过十年，请重新填写。"))


class LimitUnreadable(InvalidInput):
    """A text that is no limit in any form that we know."""

    def __init__(self) -> None:
        super().__init__(_("看不懂这个整改时限，请写成“立行立改”“24小时”“3天”“4工作时”“2个工作日”或日期“2026-09-30”。"))


@dataclass(frozen=True, slots=True)
class Limit:
    """The time allowed for a fix."""

    amount: int  # of `unit`, 1 … LONGEST
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= LONGEST:
            raise LimitOutOfRange


Term: TypeAlias = Limit | date
"""A limit, or the stated date up to which the fix is due."""

ON_THE_SPOT = Limit(HOURS_OF_DAY, Unit.CALENDAR_HOURS)  # 立行立改: 24 hours in 邵阳大祥; reference 4.3
ON_THE_SPOT_WORDS = frozenset(
    {
        *(
            "立行立改",
            "立即整改",
            "即知即改",
            "立整立改",
            "即行即改",
            "立查立改",
            "边查边改",
            "马上整改",
            "立即",
            "立改",
            "即改",
        ),
        *(
            "即时",
            "当场",
            "马上",
            "现场",
            "马上改",
            "马上办",
            "当场改",
            "当场整改",
            "现场整改",
            "立即完成",
            "即时整改",
            "立即办理",
            "立行",
            "随时整改",
        ),
    }
)

# A day that is not called a working day is 24 calendar hours, a week seven of them: our choice.
UNITS: dict[str, Limit] = {
    "工作日": Limit(1, Unit.WORKING_DAYS),
    "工作时": Limit(1, Unit.WORKING_HOURS),
    "工作小时": Limit(1, Unit.WORKING_HOURS),
    "小时": Limit(1, Unit.CALENDAR_HOURS),
    "天": Limit(HOURS_OF_DAY, Unit.CALENDAR_HOURS),
    "日": Limit(HOURS_OF_DAY, Unit.CALENDAR_HOURS),
    "自然日": Limit(HOURS_OF_DAY, Unit.CALENDAR_HOURS),
    "周": Limit(7 * HOURS_OF_DAY, Unit.CALENDAR_HOURS),
    "星期": Limit(7 * HOURS_OF_DAY, Unit.CALENDAR_HOURS),
    "月": Limit(30 * HOURS_OF_DAY, Unit.CALENDAR_HOURS),
    "h": Limit(1, Unit.CALENDAR_HOURS),
    "d": Limit(HOURS_OF_DAY, Unit.CALENDAR_HOURS),
}
HALVES = {"天": 12, "日": 12, "个月": 15 * HOURS_OF_DAY, "月": 15 * HOURS_OF_DAY}  # calendar hours: our choice
DIGITS = {character: value for value, character in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
# Of a range such as 3-5天 the longer one counts: our choice.
LIMIT_FORM = re.compile(
    rf"(?:限?期?|要求)(?:\d{{1,5}}[-~至])?(\d{{1,5}}|[十{''.join(DIGITS)}]{{1,3}})个?({'|'.join(UNITS)})(?:之内|以内|内)?"
    r"(?:全部)?(?:整改|办结|处置|反馈)?(?:完成|到位|完毕)?"
)
HALF_FORM = re.compile(r"半(天|日|个月|月)(?:之内|以内|内)?(?:整改)?(?:完成|到位)?")
ASIDE = re.compile(r"\([^()]*\)|[,;，；、。].*$")  # 3天（含）; 立行立改，长期坚持
DATE_FORM = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:之前|以前|前)?")


def parse_limit(written: str | date) -> Term:
    """The limit, or the stated date, that somebody wrote; raises LimitUnreadable or LimitOutOfRange."""
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = ASIDE.sub("", "".join(unicodedata.normalize("NFKC", written).casefold().split()))
    if text in ON_THE_SPOT_WORDS:
        return ON_THE_SPOT
    if found := LIMIT_FORM.fullmatch(text):
        unit = UNITS[found[2]]
        return Limit(_number(found[1]) * unit.amount, unit.unit)
    if found := HALF_FORM.fullmatch(text):
        return Limit(HALVES[found[1]], Unit.CALENDAR_HOURS)
    if found := DATE_FORM.fullmatch(text):
        return _date(found)
    raise LimitUnreadable


def _number(text: str) -> int:
    """A number in digits, or in Chinese up to 九十九."""
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    if not {tens, units} <= {"", *DIGITS}:
        raise LimitUnreadable
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(units, 0)


def _date(found: re.Match[str]) -> date:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise LimitUnreadable from error
