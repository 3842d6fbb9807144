"""Parameters as they are sent; an empty one is as if it were absent. Whatever makes no sense is one sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from chuangcheng.portal.open311.faults import Fault

WINDOW = timedelta(days=90)  # GeoReport v2, GET Service Requests: the usual span, and the widest
MOST_LISTED = 1000  # the same: as many in one answer
MOST_NAMED = 100  # ids or codes in one parameter: our choice
DEEPEST = 10_000  # rows that pages reach: our choice
WIDEST = 50_000  # metres around a point: our choice
LONGEST = 200  # letters of a parameter that is looked up: our choice
EARLIEST, LATEST = 2000, 2100  # years
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment up to another."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Circle:
    """What lies around a point."""

    lat: float  # degrees WGS-84
    lon: float
    radius: float  # metres


def text(given: Mapping[str, str], name: str, *, most: int = LONGEST) -> str:
    """The parameter without blanks around it."""
    found = given.get(name, "").strip()
    if len(found) > most or "\x00" in found:
        raise Fault(_("参数“%(name)s”太长或含有无法使用的字符，请改正后再试。") % {"name": name})
    return found


def several(given: QueryDict, name: str) -> list[str]:
    """Values parted by commas, or given several times."""
    parts = [part.strip() for value in given.getlist(name) for part in value.split(",")]
    found = list(dict.fromkeys(part for part in parts if part))
    if len(found) > MOST_NAMED:
        raise Fault(_("参数“%(name)s”一次最多写%(most)s个，请分几次查询。") % {"name": name, "most": MOST_NAMED})
    return found


def statuses(given: QueryDict) -> set[str]:
    """Open, closed or both; empty: not asked."""
    found = set(several(given, "status"))
    if found - {OPEN, CLOSED}:
        raise Fault(_("参数“status”应为open或closed，请改正后再试。"))
    return found


def moment(given: Mapping[str, str], name: str) -> datetime | None:
    """A W3C date or moment; one without a time zone is of this place."""
    written = text(given, name).replace(" ", "+")  # of an offset that was not escaped
    if not written:
        return None
    try:
        day = parse_date(written)
        found = datetime.combine(day, time.min) if day is not None else parse_datetime(written)
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found.year <= LATEST:
        raise Fault(_("参数“%(name)s”应为带时区的时间，例如2026-09-30T10:00:00+08:00。") % {"name": name})
    return make_aware(found) if is_naive(found) else found


def span(given: Mapping[str, str], first: str, last: str, *, now: datetime) -> Span:
    """The span that is asked for: 90 days up to now, or to one side of the one end that is given."""
    since, until = moment(given, first), moment(given, last)
    if since is None:
        until = until or now
        return Span(until - WINDOW, until)
    until = until or min(since + WINDOW, max(now, since))
    if until < since:
        raise Fault(_("参数“%(first)s”不能晚于“%(last)s”，请改正后再试。") % {"first": first, "last": last})
    if until - since > WINDOW:
        raise Fault(_("一次最多查询90天，请缩短“%(first)s”到“%(last)s”的时间。") % {"first": first, "last": last})
    return Span(since, until)


def page(given: Mapping[str, str]) -> slice:
    """Which rows of the list, by `page` from 1 and `page_size`."""
    size = min(_whole(given, "page_size") or MOST_LISTED, MOST_LISTED)
    number = _whole(given, "page") or 1
    if number * size > DEEPEST + size:
        raise Fault(_("翻页太深，请用时间等条件缩小查询范围。"))
    return slice((number - 1) * size, number * size)


def circle(given: Mapping[str, str]) -> Circle | None:
    """`lat`, `long` and `radius`, together or not at all."""
    values = [degrees(given, "lat", 90), degrees(given, "long", 180), degrees(given, "radius", WIDEST)]
    if values == [None, None, None]:
        return None
    lat, lon, radius = values
    if lat is None or lon is None or radius is None or radius <= 0:
        raise Fault(_("按范围查询时，“lat”“long”“radius”都要填写，半径以米计，不超过%(most)s。") % {"most": WIDEST})
    return Circle(lat, lon, radius)


def degrees(given: Mapping[str, str], name: str, most: float) -> float | None:
    """A number up to `most` on either side of zero."""
    written = text(given, name)
    if not written:
        return None
    try:
        found = float(written)
    except ValueError:
        found = math.nan
    if not abs(found) <= most:  # also refuses NaN
        raise Fault(_("参数“%(name)s”应为%(most)s以内的数字，请改正后再试。") % {"name": name, "most": most})
    return found


def request_id(written: str) -> UUID | None:
    """The id, or None for what is none."""
    try:
        return UUID(written)
    except ValueError:
        return None


def _whole(given: Mapping[str, str], name: str) -> int:
    written = text(given, name)
    if not written:
        return 0
    if not (written.isascii() and written.isdecimal()) or int(written) == 0:
        raise Fault(_("参数“%(name)s”应为正整数，请改正后再试。") % {"name": name})
    return int(written)
