"""Tasks in words, for pages, papers and the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.time_left import Badge, due_badge
from chuangcheng.core.workdays import Calendar
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.tags import read_tags
from chuangcheng.tasks.workflow import MOVES, STATE_LABELS, State

if TYPE_CHECKING:
    from uuid import UUID

    from chuangcheng.standards.queries import Linked

TONES = {
    State.ASSIGNED: "blue",
    State.DOING: "blue",
    State.RETURNED: "amber",
    State.TO_VERIFY: "amber",
    State.CLOSED: "green",
    State.VOID: "muted",
}
EVENT_LOOKS = {  # move → tone and icon
    "create": ("blue", "flag"),
    "split": ("muted", "hierarchy-2"),
    "change": ("muted", "edit"),
    "goals": ("muted", "edit"),
    "send_back": ("amber", "corner-up-left"),
    "fail": ("red", "corner-up-left"),
    "verify": ("green", "circle-check"),
    "void": ("muted", "x"),
}


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A line of the ledger."""

    task: Task
    state_tone: str
    state_words: str
    due: Badge | None
    amount: str  # "3/12处"; empty where nothing is counted
    tags: tuple[str, ...]  # other programmes that it serves
    served: Sequence[Linked] = ()  # standards of other frameworks for which it counts
    may_change: bool = False  # by who looks at it, as far as the list offers it


def shown_task(task: Task, today: date, calendar: Calendar, served: Sequence[Linked] = ()) -> ShownTask:
    """The task as a list shows it."""
    return ShownTask(
        task,
        TONES[State(task.state)],
        _(STATE_LABELS[State(task.state)]),
        badge_of(task, today, calendar),
        amount_words(task),
        read_tags(task.tags),
        served,
    )


def shown_tasks(
    tasks: Sequence[Task], today: date, served: Mapping[UUID, Sequence[Linked]] = MappingProxyType({})
) -> list[ShownTask]:
    """The same for many."""
    calendar = office_calendar()
    return [shown_task(task, today, calendar, served.get(task.pk, ())) for task in tasks]


def badge_of(task: Task, today: date, calendar: Calendar) -> Badge | None:
    """How long there is still; None when the task has ended."""
    if not task.is_open:
        return None
    return due_badge(task.due_on, today=today, calendar=calendar)


def amount_words(task: Task) -> str:
    """What is done of what must be done, with the unit of measure; empty where nothing is counted."""
    if task.quantity is None:
        return ""
    return f"{plain(task.done_amount)}/{plain(task.quantity)}{task.measure}"


def target_words(task: Task) -> str:
    """The target: words, and from how many to how many."""
    if task.target_amount is None:
        return task.target
    told = {"now": plain(task.now_amount or Decimal(0)), "target": plain(task.target_amount), "measure": task.measure}
    counted = _("由%(now)s%(measure)s到%(target)s%(measure)s") % told
    return _("%(words)s（%(counted)s）") % {"words": task.target, "counted": counted} if task.target else counted


def plain(amount: Decimal) -> str:
    """A number without zeros that say nothing."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def move_word(code: str) -> str:
    """A step in a word."""
    others = {"create": _("交办"), "split": _("分解"), "change": _("修改"), "goals": _("设定迎检")}
    return others.get(code) or _(MOVES[code].label)


def told_event(event: TaskEvent, photos: list[dict[str, Any]], measure: str) -> dict[str, Any]:
    """A step as the timeline shows it."""
    tone, icon = EVENT_LOOKS.get(event.move, ("muted", "circle"))
    return {
        "tone": tone,
        "icon": icon,
        "word": move_word(event.move),
        "who": event.person_name,
        "unit": event.unit_name,
        "at": event.at,
        "note": told_report(event, measure),
        "photos": photos,
    }


def told_report(event: TaskEvent, measure: str) -> str:
    """What was said with a step, what it brought and what it changed."""
    parts = [event.text.rstrip("。；")] if event.text else []
    if event.amount is not None:
        parts.append(_("新完成%(amount)s%(measure)s") % {"amount": plain(event.amount), "measure": measure})
    if event.percent is not None:
        parts.append(_("进度%(percent)s%%") % {"percent": event.percent})
    for name, before in event.before.items():
        told = {"field": field_label(name), "before": before or "—", "after": event.after.get(name) or "—"}
        parts.append(_("%(field)s：%(before)s → %(after)s") % told)
    return "；".join(parts)


def field_label(name: str) -> str:
    """The name of a field for people."""
    labels = {
        "title": _("任务"),
        "person_id": _("责任人"),
        "target": _("目标"),
        "measure": _("数量的单位"),
        "now_amount": _("现状"),
        "target_amount": _("目标数量"),
        "due_on": _("完成时限"),
        "starts_on": _("不早于"),
        "days": _("工期（工作日）"),
        "is_standing": _("长期坚持"),
        "work_standard": _("工作标准"),
        "measures": _("工作措施"),
        "proof": _("佐证"),
        "unit_id": _("责任单位"),
        "standard_id": _("测评标准"),
        "goal_keys": _("为迎检"),
        "tags": _("兼顾工作"),
    }
    return labels.get(name, name)
