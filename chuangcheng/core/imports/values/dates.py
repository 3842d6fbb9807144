"""Days and moments as offices write them: 2026-03-14 11:09, 2026年07月30日, 2026/03/18, 2026.08.25, 20260825, 3月5日,
9月底前, 10月上旬, Excel's own dates and serial numbers."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chuangcheng.core.imports.values.bad_value import BadValue, plain, shown
from chuangcheng.core.sheets import Cell
from chuangcheng.core.texts import translated as _

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serials count days without a time zone
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: beyond it a number is not meant as a day; our choice
_YEARS = range(1900, 2101)
_CENTURY = 2000
_TWO_DIGITS = 100

_ASIDE = re.compile(r"\([^()]*\)|(?:星期|周)[一二三四五六日天]")
_DAY = r"(?:(?P<year>\d{4}|\d{2})\s*[-/.年、。]\s*)?(?P<month>\d{1,2})\s*[-/.月、。]\s*(?P<day>\d{1,2})\s*[日号]?"
_CLOCK = (
    r"(?:\s*T?\s*(?P<half>上午|下午|晚上?|凌晨|中午|早上?)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?:(?P<minute>\d{1,2})\s*分?)?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?\s*(?P<english>[AaPp][Mm])?\s*(?:Z|\+08:?00)?"
    r"|\s*(?:上午|下午|晚上?|凌晨|中午|早上?))?"
)
_MOMENT = re.compile(_DAY + _CLOCK)
_USUAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")  # what most ledgers have
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
)
_BEFORE_DIGITS = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=[年月日号])")
_CHINESE_DIGITS = {"〇": 0, "零": 0} | {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_FROM_TO = re.compile(r"\s*(?:-{1,2}|—{1,2}|~|～|至|到)\s*(?=\d{1,4}\s*[-/.年月])")
_AND_MORE = re.compile(
    r"[,，;；、。]?\s*(?:并|且|之后)?(?:长期坚持|长期保持|常态化?(?:推进|坚持|保持)?|持续(?:推进|坚持)?)$"
)
_BY = r"\s*(?:之?前|以前|止)?(?:整改|全部|全面)?(?:完成|到位)?"
_DUE_MONTH = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*(?=\d{1,2})|(?=\d{1,2}\s*月))(?P<month>\d{1,2})\s*月?份?\s*"
    r"(?P<part>底|末|初|上旬|中旬|中|下旬)?" + _BY
)
_DUE_YEAR = re.compile(r"(?:(?P<year>\d{4})\s*年?)?\s*(?P<part>年?底|年?末|上半年|下半年|第?[一二三四1-4]季度)" + _BY)
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_PARTS = {"初": 10, "上旬": 10, "中": 20, "中旬": 20}  # last day of the part; the others end with the month


def parse_date(cell: Cell, *, default_year: int | None = None) -> date:
    """The day meant by the cell; `default_year` serves days written without one. Raises BadValue."""
    return _naive_moment(cell, default_year).date()


def parse_moment(cell: Cell, *, default_year: int | None = None) -> datetime:
    """The moment meant by the cell, in Asia/Shanghai; a day alone is its first minute. Raises BadValue."""
    return _naive_moment(cell, default_year).replace(tzinfo=SHANGHAI)


def parse_due_on(cell: Cell, *, default_year: int | None = None) -> date:
    """The last day meant by the cell: 9月底前 is 30 September, 10月上旬 the 10th, 三季度 the end of September.

    Raises BadValue also for texts without any day, such as 长期坚持.
    """
    if isinstance(cell, str):
        text = _AND_MORE.sub("", _bare(cell).removeprefix("今年")).strip()
        text = text if _whole(text) else _FROM_TO.split(text)[-1]
        if match := _DUE_MONTH.fullmatch(text):
            return _end_of_part(match, cell, default_year)
        if match := _DUE_YEAR.fullmatch(text):
            return _end_of_season(match, cell, default_year)
        cell = re.sub(_BY + "$", "", text) or cell
    return parse_date(cell, default_year=default_year)


def _naive_moment(cell: Cell, default_year: int | None) -> datetime:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(cell)
    return _from_text(cell, default_year)


def _from_serial(serial: float) -> datetime:
    compact = _COMPACT.fullmatch(str(int(serial)))
    if compact:
        return _moment(compact, serial, None)
    if int(serial) not in _SERIALS:
        raise BadValue(_("%(value)s不是日期，请写成 2026-09-30。") % {"value": shown(serial)})
    return _EXCEL_EPOCH + timedelta(minutes=round(serial * 24 * 60))


def _from_text(cell: Cell, default_year: int | None) -> datetime:
    if isinstance(cell, str) and _USUAL.fullmatch(cell) and int(cell[:4]) in _YEARS:
        with suppress(ValueError):  # a 30th of February: told below
            return datetime.fromisoformat(cell)
    text = _bare(cell)
    match = _whole(text) or _whole(_FROM_TO.split(text)[0])
    if match:
        return _moment(match, cell, default_year)
    if _SERIAL.fullmatch(text) and int(text[:5]) in _SERIALS:
        return _from_serial(float(text))
    raise BadValue(_("%(value)s不是日期，请写成 2026-09-30。") % {"value": shown(cell)})


def _whole(text: str) -> re.Match[str] | None:
    return _COMPACT.fullmatch(text) or _MOMENT.fullmatch(text)


def _bare(cell: Cell) -> str:
    """The text without remarks, weekdays and the apostrophe of old Excel, Chinese numerals as digits."""
    text = _ASIDE.sub("", plain(cell).lstrip("'‘’`")).strip()
    return _BEFORE_DIGITS.sub(lambda match: _in_digits(match[0]), text)


def _in_digits(text: str) -> str:
    """二〇二六 is 2026, 十二 is 12, 二十 is 20."""
    if "十" not in text:
        return "".join(str(_CHINESE_DIGITS[char]) for char in text)
    tens, _ten, units = text.partition("十")
    return f"{_CHINESE_DIGITS.get(tens, 1) * 10 + _CHINESE_DIGITS.get(units, 0)}"


def _moment(match: re.Match[str], cell: Cell, default_year: int | None) -> datetime:
    parts = match.groupdict()
    year = _year(parts["year"], cell, default_year)
    try:
        day = datetime(year, int(parts["month"]), int(parts["day"]))  # noqa: DTZ001 - made aware by the caller
        minute, second = (int(parts.get(key) or 0) for key in ("minute", "second"))
        if (parts.get("hour"), minute, second) == ("24", 0, 0):
            return day + timedelta(days=1)
        return day.replace(hour=_hour(parts), minute=minute, second=second)
    except ValueError as error:
        raise BadValue(_("%(value)s没有这一天或这一时刻，请改正。") % {"value": shown(cell)}) from error


def _year(text: str | None, cell: Cell, default_year: int | None) -> int:
    if text is None and default_year is None:
        raise BadValue(_("%(value)s没有写年份，请写成 2026-09-30。") % {"value": shown(cell)})
    year = int(text) if text else int(default_year or 0)
    year += _CENTURY if year < _TWO_DIGITS else 0
    if year not in _YEARS:
        raise BadValue(_("%(value)s的年份不对，请改正。") % {"value": shown(cell)})
    return year


def _hour(parts: dict[str, str | None]) -> int:
    hour, half, noon = int(parts.get("hour") or 0), parts.get("half") or "", 12
    english = (parts.get("english") or "").lower()
    if english == "am" and hour == noon:
        return 0
    return hour + noon if (half.startswith(("下午", "晚")) or english == "pm") and hour < noon else hour


def _end_of_part(match: re.Match[str], cell: Cell, default_year: int | None) -> date:
    year, month = _year(match["year"], cell, default_year), int(match["month"])
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        raise BadValue(_("%(value)s没有这个月份，请改正。") % {"value": shown(cell)})
    return date(year, month, _PARTS.get(match["part"] or "", calendar.monthrange(year, month)[1]))


def _end_of_season(match: re.Match[str], cell: Cell, default_year: int | None) -> date:
    year, part = _year(match["year"], cell, default_year), match["part"]
    if part == "上半年":
        return date(year, 6, 30)
    month = _QUARTERS[part.removeprefix("第")[0]] if part.endswith("季度") else 12
    return date(year, month, calendar.monthrange(year, month)[1])
