"""How circulars and receipts stand, in words and tones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.command.meeting_wording import task_standing
from chuangcheng.command.models import Circular, CircularTask, CircularUnit
from chuangcheng.command.regulation_states import Standing

if TYPE_CHECKING:
    from chuangcheng.tasks.models import Task


def state_of(found: Circular) -> tuple[str, str]:
    """Tone and word of a circular."""
    return {
        "registered": ("muted", _("未下发")),
        "issued": ("blue", _("已下发")),
        "withdrawn": ("muted", _("已撤回")),
        "replaced": ("muted", _("已被代替")),
    }[found.state]


def receipt_of(row: CircularUnit, today: date) -> tuple[str, str]:
    """Tone and word of how far a unit is with it."""
    if row.signed_id is not None:
        return "green", _("已签收")
    if row.is_late(today):
        return "red", _("逾期未签收")
    return ("amber", _("已阅未签收")) if row.read_id is not None else ("blue", _("未阅"))


def task_of(row: CircularTask, today: date) -> tuple[str, str]:
    """How a task that it brought stands."""
    return task_standing_of(row.task, today)


def task_standing_of(task: Task, today: date) -> tuple[str, str]:
    """How a task stands on a day: tone and words."""
    return task_standing(task.state, task.percent, is_late=task.is_open and task.due_on < today)


def standing_words(standing: Standing) -> tuple[str, str]:
    """Tone and word of a regulation on a day."""
    return {
        Standing.COMING: ("blue", _("未生效")),
        Standing.IN_FORCE: ("green", _("现行有效")),
        Standing.EXPIRED: ("muted", _("已到期")),
        Standing.REPEALED: ("muted", _("已废止")),
        Standing.REPLACED: ("muted", _("已被代替")),
    }[standing]


def urgency_tone(found: Circular) -> str:
    """Tone of the urgency."""
    return {"plain": "muted", "urgent": "amber", "most": "red"}[found.urgency]
