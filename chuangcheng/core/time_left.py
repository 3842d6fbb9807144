"""How much time is left, or how long something is overdue: one wording on every screen, paper and message (UI.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from chuangcheng.core.texts import mark as _
from chuangcheng.core.texts import translated
from chuangcheng.core.workdays import Calendar

Kind: TypeAlias = Literal["left", "left_under", "overdue", "overdue_under"]  # "…_under": less than the amount
Measure: TypeAlias = Literal["days", "hours", "working_days", "working_hours"]
NEAR_DAYS = 3  # working days before the date: amber; our choice

PHRASES: dict[tuple[Kind, Measure], str] = {
    ("left", "days"): _("还有 %(amount)s 天"),
    ("left", "hours"): _("还有 %(amount)s 小时"),
    ("left", "working_days"): _("还有 %(amount)s 个工作日"),
    ("left", "working_hours"): _("还有 %(amount)s 个工作时"),
    ("left_under", "hours"): _("还有不足 %(amount)s 小时"),
    ("left_under", "working_hours"): _("还有不足 %(amount)s 个工作时"),
    ("overdue", "days"): _("超期 %(amount)s 天"),
    ("overdue", "hours"): _("超期 %(amount)s 小时"),
    ("overdue", "working_days"): _("超期 %(amount)s 个工作日"),
    ("overdue", "working_hours"): _("超期 %(amount)s 个工作时"),
    ("overdue_under", "hours"): _("超期不足 %(amount)s 小时"),
    ("overdue_under", "working_hours"): _("超期不足 %(amount)s 个工作时"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A deadline with its colour."""

    tone: str
    words: str
    due_on: date


def time_left_words(kind: Kind, amount: int, measure: Measure) -> str:
    """ "超期 3 个工作日", "还有不足 1 个工作时"."""
    return translated(PHRASES[kind, measure]) % {"amount": f"{amount:,}"}


def due_badge(due_on: date, *, today: date, calendar: Calendar) -> Badge:
    """How many working days there are still to a date, or since."""
    left = calendar.count_working_days(after=today, until=due_on)
    if due_on < today:
        return Badge("red", time_left_words("overdue", -left, "working_days"), due_on)
    if due_on == today:
        return Badge("amber", translated(_("今天到期")), due_on)
    tone = "amber" if left <= NEAR_DAYS else "muted"
    return Badge(tone, time_left_words("left", left, "working_days"), due_on)
