"""Rows that hold from a day to a day: who leads an item, who answers for a standard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.standards.models import Duty, ItemLeader

R = TypeVar("R", Duty, ItemLeader)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)  # a typing error lies outside; our choice


def still_running(rows: QuerySet[R], day: date) -> QuerySet[R]:
    """Those of the rows that hold on the day or will later."""
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def checked_day(day: date) -> date:
    """The day itself; raises InvalidInput for one that is surely a typing error."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidInput(_("日期不对，请改正。"))
    return day


def end_before(rows: QuerySet[R], day: date) -> None:
    """The rows end with the day before; those that would never have held are no more.

    Raises InvalidInput when one begins after the day: what is arranged for later is not overturned in passing.
    """
    later = rows.filter(starts_on__gt=day)
    if later.exists():
        raise InvalidInput(_("该日期之后已另有安排，请改用更晚的日期，或先结束后来的安排。"))
    rows.filter(starts_on=day).delete()
    still_running(rows, day).update(ends_on=day - timedelta(days=1))
