"""The import kind `calendar`: a year's holidays and make-up days from a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import Actor
from chuangcheng.core.calendar.days import FIRST_YEAR, LAST_YEAR, Day, take_days
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import choice, parse_date
from chuangcheng.core.models import CalendarDay
from chuangcheng.core.permissions import CHANGE_CALENDAR

WORDS = {
    "休息": False,
    "放假": False,
    "节假日": False,
    "休": False,
    "off": False,
    "上班": True,
    "调休上班": True,
    "补班": True,
    "班": True,
    "work": True,
}

COLUMNS = (
    Column("date", ("日期", "date", "时间"), required=True, parse=parse_date, sample="2027-01-01"),
    Column(
        "is_working",
        ("安排", "arrangement", "类型", "上班或休息"),
        required=True,
        parse=choice(WORDS),
        sample="休息",
        help="填“休息”或“上班”；与星期几一致的日子不用填。",
    ),
    Column("note", ("说明", "note", "节日", "备注"), sample="元旦"),
)


def apply_days(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the days, counts what became of each. See `core.imports.kinds.Apply`."""
    days = [day for row in rows if (day := _day(row, report))]
    if not days:
        return
    before = {
        known.date: Day(known.date, known.is_working, known.note)
        for known in CalendarDay.objects.filter(date__in=[day.date for day in days])
    }
    take_days(actor=actor, days=[day for day in days if before.get(day.date) != day], source=_("创城办导入"))
    report.created += sum(day.date not in before for day in days)
    report.unchanged += sum(before.get(day.date) == day for day in days)
    report.updated += sum(day.date in before and before[day.date] != day for day in days)


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="calendar",
            label=gettext_lazy("工作日历"),
            columns=COLUMNS,
            permission=CHANGE_CALENDAR,
            apply=apply_days,
            sheet_names=("工作日历", "calendar"),
        )
    )


def _day(row: Row, report: Report) -> Day | None:
    date = row.values["date"]
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        report.reject(row, "date", _("%(year)s年不在工作日历的范围内，请核对日期。") % {"year": date.year})
        return None
    return Day(date, row.values["is_working"], row.values.get("note") or "")
