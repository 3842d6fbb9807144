"""A countdown in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chuangcheng.command.countdown import Countdown

SOON_DAYS = 30  # a visit nearer than this is near; our choice


@dataclass(frozen=True)
class CountdownWords:
    """What a page says of a countdown."""

    tone: str  # of a badge
    headline: str  # 还有12天
    working: str  # 其中8个工作日; "" when it does not matter any more
    remark: str  # of which years no calendar is published; "" otherwise


def in_words(found: Countdown) -> CountdownWords:
    """The countdown for people."""
    if found.phase == "ended":
        return CountdownWords("muted", _("已结束"), "", "")
    if found.phase == "running":
        words = _("进行中：第%(number)d天，共%(length)d天") % {"number": found.day_number, "length": found.length}
        return CountdownWords("amber", words, "", "")
    headline = ngettext("还有%(days)d天", "还有%(days)d天", found.days) % {"days": found.days}
    working = ngettext("其中%(days)d个工作日", "其中%(days)d个工作日", found.working_days) % {
        "days": found.working_days
    }
    return CountdownWords(_tone(found), headline, working, _remark(found))


def _tone(found: Countdown) -> str:
    return "amber" if found.days <= SOON_DAYS else "blue"


def _remark(found: Countdown) -> str:
    if not found.assumed_years:
        return ""
    years = "、".join(str(year) for year in found.assumed_years)
    return _("%(years)s年的放假安排尚未公布，工作日暂按周一至周五计算。") % {"years": years}
