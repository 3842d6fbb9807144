"""How the resolutions of earlier meetings stand: the first point of every agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from chuangcheng.command.meeting_access import MEET, visible_meetings
from chuangcheng.command.models import Meeting, Resolution
from chuangcheng.core.access import Actor
from chuangcheng.tasks.queries import DONE_STATE, OPEN_STATE_VALUES

MOST_CHECKED = 100  # of one agenda; our choice


@dataclass(frozen=True, slots=True)
class Checked:
    """A resolution and how its task stood on a day."""

    resolution: Resolution
    state: str  # of the task
    percent: int
    is_late: bool

    @property
    def is_done(self) -> bool:
        return self.state == DONE_STATE


def resolutions_to_check(meeting: Meeting, today: date) -> list[Checked]:
    """Of the last meeting of the kind all, of earlier ones what is still open. Two queries."""
    before = Meeting.objects.filter(kind=meeting.kind, issued_at__isnull=False, starts_at__lt=meeting.starts_at)
    last = before.exclude(pk=meeting.pk).order_by("-starts_at", "-pk").values_list("pk", flat=True).first()
    if last is None:
        return []
    is_open = Q(meeting__in=before, task__state__in=OPEN_STATE_VALUES)
    rows = Resolution.objects.filter(Q(meeting=last) | is_open, task__isnull=False)
    rows = rows.select_related("task", "unit", "meeting").defer("unit__boundary")
    return [standing(row, today) for row in rows.order_by("due_on", "pk")[:MOST_CHECKED]]


def resolutions_open(*, actor: Actor, today: date, at_most: int) -> list[Checked]:
    """Resolutions of issued minutes whose task is not done, the first due first. One query."""
    if not actor.may(MEET):
        return []
    meetings = visible_meetings(actor).filter(issued_at__isnull=False)
    rows = Resolution.objects.filter(meeting__in=meetings, task__state__in=OPEN_STATE_VALUES)
    rows = rows.select_related("task", "unit", "meeting").defer("unit__boundary")
    return [standing(row, today) for row in rows.order_by("due_on", "pk")[:at_most]]


def checks_kept(meeting: Meeting) -> list[Checked]:
    """What was checked at a meeting whose minutes are issued, as it stood then. One query."""
    related = ("resolution__task", "resolution__unit", "resolution__meeting")
    rows = meeting.checks.select_related(*related).defer("resolution__unit__boundary")
    return [Checked(row.resolution, row.state, row.percent, row.is_late) for row in rows]


def standing(row: Resolution, today: date) -> Checked:
    """A resolution whose task is there, as it stands today."""
    task = row.task
    if task is None:
        return Checked(row, "", 0, is_late=False)
    return Checked(row, task.state, task.percent, task.is_open and task.due_on < today)
