"""点评会: how the units called stand with their cases and tasks, those that need a word first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import Punctuality, punctuality
from chuangcheng.command.meeting_access import MEET
from chuangcheng.command.models import Meeting
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.tasks.access import VIEW as VIEW_TASKS
from chuangcheng.tasks.queries import DutyLine, duty_units

USUAL_DAYS = 30  # without an earlier review meeting; our choice
REVIEW = Meeting.Kind.REVIEW.value


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit called, with its own cases due in the days and its tasks as they are."""

    unit_id: int
    unit: str
    speech: str  # well, badly, empty
    to_close: int  # cases whose deadline lay in the days
    on_time: int
    overdue: int
    rate: Decimal | None  # percent; None: nothing was due
    open_tasks: int
    late_tasks: int

    @property
    def troubles(self) -> int:
        """Overdue cases and late tasks."""
        return self.overdue + self.late_tasks


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """The units of a meeting; most overdue cases and late tasks first, then the lower rate."""

    first: date
    last: date
    rows: list[UnitStanding]


def review_figures(*, actor: Actor, meeting: Meeting, now: datetime) -> ReviewFigures | None:
    """Figures since the review meeting before this one; None for other meetings and for who sees only some units.

    At most four queries, however many units.
    """
    sees_all = all(actor.everywhere(name) for name in (MEET, VIEW_CASES, VIEW_TASKS))
    if meeting.kind != REVIEW or not sees_all:
        return None
    today = local_date(now)
    last = min(today, local_date(meeting.starts_at))
    first = _since(meeting, last)
    cases = {each.unit_id: each for each in punctuality(actor=actor, first=first, last=last, now=now)}
    tasks = {each.key: each for each in duty_units(actor=actor, today=today)}
    called = meeting.units.values_list("unit", "unit__name", "speech")
    rows = [_row(pk, name, speech, cases.get(pk), tasks.get(pk)) for pk, name, speech in called]
    rows.sort(key=lambda row: (-row.troubles, row.rate if row.rate is not None else Decimal(101), -row.to_close))
    return ReviewFigures(first, last, rows)


def _since(meeting: Meeting, last: date) -> date:
    """The day after the review meeting before, but a month at least is looked at when that was just now."""
    rows = Meeting.objects.filter(kind=REVIEW, cancelled_at__isnull=True, called_at__isnull=False)
    before = rows.filter(starts_at__lt=meeting.starts_at).exclude(pk=meeting.pk).order_by("-starts_at").first()
    usual = last - timedelta(days=USUAL_DAYS - 1)
    return min(local_date(before.starts_at) + timedelta(days=1), usual) if before is not None else usual


def _row(unit_id: int, name: str, speech: str, cases: Punctuality | None, tasks: DutyLine | None) -> UnitStanding:
    return UnitStanding(
        unit_id=unit_id,
        unit=name,
        speech=speech,
        to_close=cases.to_close if cases else 0,
        on_time=cases.on_time if cases else 0,
        overdue=cases.overdue if cases else 0,
        rate=cases.rate if cases else None,
        open_tasks=tasks.open_count if tasks else 0,
        late_tasks=tasks.late_count if tasks else 0,
    )
