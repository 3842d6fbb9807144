"""Meetings in words, for pages, papers and the API."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.command.models import Meeting, MeetingUnit
from chuangcheng.command.queries.resolutions import Checked
from chuangcheng.core.times import local_date
from chuangcheng.tasks.queries import DONE_STATE, OPEN_STATE_VALUES, state_label

BLUE = ("assigned", "doing")  # states in which the unit acts next


def state_of(found: Meeting, today: date) -> tuple[str, str]:
    """Tone and word of a badge."""
    if found.state == "cancelled":
        return "muted", _("已取消")
    if found.state == "issued":
        return "green", _("纪要已印发")
    if found.state == "draft":
        return "muted", _("准备中")
    if local_date(found.starts_at) < today:
        return "amber", _("待印发纪要")
    return "blue", _("已通知")


def standing_of(row: Checked) -> tuple[str, str]:
    """How a resolution stands: tone and words."""
    if not row.state:
        return "muted", _("纪要未印发")
    return task_standing(row.state, row.percent, is_late=row.is_late)


def task_standing(state: str, percent: int, *, is_late: bool) -> tuple[str, str]:
    """How a task stands: tone and words."""
    if is_late:
        return "red", _("超期，%(percent)s%%") % {"percent": percent}
    words = state_label(state)
    if state not in OPEN_STATE_VALUES:
        return "green" if state == DONE_STATE else "muted", words
    tone = "blue" if state in BLUE else "amber"
    return tone, _("%(state)s，%(percent)s%%") % {"state": words, "percent": percent}


def reply_words(row: MeetingUnit) -> str:
    """What a unit answered."""
    if row.reply is None:
        return _("未回执")
    return row.reply.words if row.reply.comes else _("请假：%(why)s") % {"why": row.reply.words}
