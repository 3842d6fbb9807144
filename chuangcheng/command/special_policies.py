"""On which days units report to a special campaign, as a dated setting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.dated_settings import DatedSetting, register

EVERY, WORKING = "every", "working"
DAYS = {EVERY: _("每天"), WORKING: _("每个工作日")}


def which_days(value: Any) -> str:
    """One of `DAYS`; raises ValueError."""
    if value not in DAYS:
        raise ValueError(gettext("应为列出的选项之一"))
    return str(value)


REPORT_DAYS = register(
    DatedSetting(
        key="command.special_report_days",
        label=_("专项整治期间，参加单位哪些天报送进展"),
        default=EVERY,
        parse=which_days,
        choices=DAYS,
        source=_("本系统的选择"),
    )
)


def is_report_day(day: date) -> bool:
    """True when units report on this day."""
    return REPORT_DAYS.on(day) == EVERY or office_calendar().is_working_day(day)
