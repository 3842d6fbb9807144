"""By when something is to be done, in the words of a sentence, and the day that they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

# (day, so many working days) → the day after so many of them
WorkdaysAfter: TypeAlias = Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class Anchors:
    """From where days are counted."""

    said_on: date  # of the speech or document
    workdays_after: WorkdaysAfter
    visit_on: date | None = None  # the first day of the next assessors' visit


@dataclass(frozen=True, slots=True)
class ByWhen:
    """The words, their place in the sentence, and the last day; None when the words alone do not tell it."""

    words: str
    start: int
    day: date | None


_NUMBERS = {
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "半": 0.5,
}
_WEEKDAYS = "一二三四五六日"
_N = r"(?P<n>\d{1,3}|[一两二三四五六七八九十半])"
_BEFORE = r"(?:下班)?(?:之前|以前|前)"
_CALENDAR = re.compile(
    r"(?:(?P<year>20\d{2}|今|本|明)年)?(?P<month>1[0-2]|0?[1-9])月"
    rf"(?:(?P<day>3[01]|[12]\d|0?[1-9])日(?P<d_by>{_BEFORE})?|(?P<part>底|末|上旬|中旬|下旬)(?P<p_by>之?前|以前)?|(?:份)?(?:之前|以前|前))"
)
_OTHERS = (
    re.compile(rf"(?:(?<![\d月])|(?<=每月))(?P<dom>3[01]|[12]\d|[1-9])日{_BEFORE}"),
    re.compile(r"(?P<rel>下|本|这)?个?(?:周|星期)(?P<wd>[一二三四五六日天])(?:下班)?(?:之前|以前|前)"),
    re.compile(r"(?P<end>本周|本月|月|年|本年|今年|(?:[一二三四]|本)季度)(?:底|末|内)(?:之?前)?"),
    re.compile(rf"{_N}个?(?P<unit>工作日|天|日|周|星期|月)(?:之内|以内|内)"),
    re.compile(r"用(?P<m>\d{1,3}|[一两二三四五六七八九十半])个?(?P<unit2>天|周|星期|月)(?:的)?时间"),
    re.compile(
        r"(?P<event>迎检|(?:国家|省级|市级|省|市)?(?:测评|验收|复查|考核)|开学|汛期|雨季(?:来临)?|入冬|入汛|国庆节?|春节|中秋节?|元旦|五一|节|假期)(?:来临)?(?:之前|以前|前)"
    ),
    re.compile(r"(?P<soon>当天|当日|今天|明天|后天)"),
)
_FEASTS = {"国庆": (10, 1), "元旦": (1, 1), "五一": (5, 1)}  # days of the calendar; others move with the moon
_TO_VISIT = re.compile("迎检|测评|验收|复查|考核")
_AFTER = {"今天": 0, "当天": 0, "当日": 0, "明天": 1, "后天": 2}


def by_when_of(sentence: str, anchors: Anchors) -> ByWhen | None:
    """The last day that a sentence sets; of several the earliest in the sentence. None when it sets none."""
    found = [each for match in _CALENDAR.finditer(sentence) if (each := _of_calendar(sentence, match, anchors))]
    for pattern in _OTHERS:
        found += [_other(match, anchors) for match in pattern.finditer(sentence)]
    return min((_regular(sentence, each) for each in found), key=lambda each: each.start, default=None)


def _regular(sentence: str, each: ByWhen) -> ByWhen:
    """每周五前 and 每月5日前 come again and again: words without a day."""
    at = sentence.rfind("每", max(0, each.start - 2), each.start + 1)
    return each if at < 0 else ByWhen(sentence[at : each.start] + each.words, at, None)


def _of_calendar(sentence: str, match: re.Match[str], anchors: Anchors) -> ByWhen | None:
    is_by = match["d_by"] or match["p_by"] or match["part"] or match["day"] is None
    led = sentence[max(0, match.start() - 1) : match.start()] in {"于", "到", "至"}
    if not is_by and not (led and match["day"]):
        return None
    return ByWhen(match[0], match.start(), _calendar_day(match, anchors.said_on))


def _calendar_day(match: re.Match[str], said_on: date) -> date | None:
    written = match["year"]
    year = {"今": said_on.year, "本": said_on.year, "明": said_on.year + 1}.get(written or "") or int(
        written or said_on.year
    )
    found = _day_in(year, int(match["month"]), match)
    if found is not None and written is None and found < said_on:
        return _day_in(year + 1, int(match["month"]), match)
    return found


def _day_in(year: int, month: int, match: re.Match[str]) -> date | None:
    if match["day"]:
        return _date(year, month, int(match["day"]))
    last = _last_of(year, month)
    return last.replace(day={"上旬": 10, "中旬": 20}.get(match["part"] or "", last.day))


def _other(match: re.Match[str], anchors: Anchors) -> ByWhen:
    groups, said = match.groupdict(), anchors.said_on
    day: date | None = None
    if groups.get("dom"):
        day = _date(said.year, said.month, int(groups["dom"]))
        if day is not None and day < said:
            after = _last_of(said.year, said.month) + timedelta(days=1)
            day = _date(after.year, after.month, int(groups["dom"]))
    elif groups.get("wd"):
        ahead = _WEEKDAYS.index(groups["wd"].replace("天", "日")) - said.weekday()
        day = said + timedelta(days=ahead + 7 * (groups["rel"] == "下" or (ahead < 0 and groups["rel"] is None)))
    elif groups.get("end"):
        day = _end_of(groups["end"], said)
    elif groups.get("unit") or groups.get("unit2"):
        day = _counted(groups, anchors)
    elif groups.get("event"):
        day = _event_day(groups["event"], anchors)
    elif groups.get("soon"):
        day = said + timedelta(days=_AFTER[groups["soon"]])
    return ByWhen(match[0], match.start(), day)


def _end_of(words: str, said: date) -> date:
    if "周" in words:
        return said + timedelta(days=6 - said.weekday())
    if "季度" in words:
        named = _NUMBERS.get(words[0])
        quarter = int(named) if named else (said.month + 2) // 3
        return _last_of(said.year, quarter * 3)
    return date(said.year, 12, 31) if "年" in words else _last_of(said.year, said.month)


def _counted(groups: dict[str, str | None], anchors: Anchors) -> date:
    written, unit = groups.get("n") or groups.get("m") or "1", groups.get("unit") or groups.get("unit2") or ""
    number = int(written) if written.isdigit() else _NUMBERS[written]
    if unit == "工作日":
        return anchors.workdays_after(anchors.said_on, int(number))
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30}[unit]
    return anchors.said_on + timedelta(days=int(number * days))


def _event_day(words: str, anchors: Anchors) -> date | None:
    """The day before the event; None where only a person knows it."""
    if _TO_VISIT.search(words):
        return None if anchors.visit_on is None else anchors.visit_on - timedelta(days=1)
    for name, (month, day) in _FEASTS.items():
        if name in words:
            found = date(anchors.said_on.year, month, day)
            return (found if found > anchors.said_on else found.replace(year=found.year + 1)) - timedelta(days=1)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 2月30日
        return None


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
