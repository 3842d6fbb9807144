"""What the columns of times and limits in a problem ledger mean. A row without the year takes it from the title."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.cases.limits import Term, parse_limit
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import BadValue, parse_due_on, parse_moment
from chuangcheng.core.times import local_date

_YEAR = re.compile(r"(20\d{2})\s*(?:年|[-./]\d)")
_BARE = re.compile(r"\d{1,3}")
_UNIT_ABOVE = re.compile(r"工作日|工作时|小时|天|日|周")  # 整改时限（天）
HALF_A_YEAR = 180  # days
_SAME_DAY = frozenset({"当天", "当日", "当天完成", "当日完成", "当日办结", "当天办结", "当日整改", "当天整改"})


def found_at(row: Row, report: Report, at: datetime) -> datetime | None:
    """When the problem was found; a row without a moment is rejected. A day without a year is of the year in the
    title or the sheet's name, else the last such day."""
    cell = row.values["found_at"]
    written = _year_in(row.layout.title, row.sheet)
    year = written or local_date(at).year
    try:
        found = parse_moment(cell, default_year=year)
        if found <= at or written or parse_moment(cell, default_year=year - 1) == found:
            return found
        return parse_moment(cell, default_year=year - 1)
    except BadValue as error:
        report.reject(row, "found_at", str(error))
        return None


@lru_cache(maxsize=64)
def _year_in(title: str, sheet: str) -> int | None:
    found = _YEAR.search(f"{title} {sheet}")
    return int(found[1]) if found else None


def term_in(row: Row, report: Report, found: datetime) -> Term | None:
    """The limit or the stated date; a text that is neither is noted."""
    for key in ("due_at", "term"):
        cell, text = row.values.get(key), row.text(key).strip()
        if cell is None or not text:
            continue
        if text in _SAME_DAY:
            return local_date(found)
        try:
            return parse_limit(_with_unit(text, row.header(key)))
        except InvalidInput as error:
            day = _day(cell, found)
            if day is not None:
                return day
            report.note(row, key, str(error))
    return None


def moment_in(row: Row, key: str, report: Report, found: datetime, at: datetime) -> datetime | None:
    """The moment in the cell when it can be one; otherwise a note, and the row goes in without it."""
    cell = row.values.get(key)
    if cell is None or not row.text(key).strip():
        return None
    try:
        moment = parse_moment(cell, default_year=found.year)
    except BadValue as error:
        report.note(row, key, str(error))
        return None
    if moment > at:
        report.note(row, key, _("时间晚于今天，没有采用。"))
        return None
    if moment.date() == found.date():
        return max(moment, found)  # a day alone is its first minute
    if moment < found:
        report.note(row, key, _("早于发现时间，没有采用，请核对。"))
        return None
    return moment


def _with_unit(text: str, header: str) -> str:
    """A bare number counts in what the header says."""
    unit = _UNIT_ABOVE.search(header)
    return f"{text}{unit[0]}" if unit and _BARE.fullmatch(text) else text


def _day(cell: Any, found: datetime) -> date | None:
    """The stated day; one without a year that would lie far before the problem is of the next year."""
    try:
        this, following = (parse_due_on(cell, default_year=year) for year in (found.year, found.year + 1))
    except BadValue:
        return None
    return following if this < local_date(found) - timedelta(days=HALF_A_YEAR) else this
