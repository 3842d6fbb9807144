"""The office's own calendar: the published holidays that come with the product, what the office changed or imported,
its working hours. `office_calendar` is what deadlines are counted with; the counting itself is `core.workdays`."""

from __future__ import annotations

from chuangcheng.core.calendar.days import Day, change_day, close_year, forget_day, open_year
from chuangcheng.core.calendar.installation import load_published_years
from chuangcheng.core.calendar.months import day_notes
from chuangcheng.core.calendar.office import office_calendar

__all__ = [
    "Day",
    "change_day",
    "close_year",
    "day_notes",
    "forget_day",
    "load_published_years",
    "office_calendar",
    "open_year",
]
