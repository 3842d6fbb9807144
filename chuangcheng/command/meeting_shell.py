"""What meetings add to the rest: navigation, to-dos, search, pictures, what they said about tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.indexing import MEETING
from chuangcheng.command.meeting_access import MEET, may_read_agenda_paper, may_read_meeting_photo
from chuangcheng.command.models import Meeting, MeetingUnit
from chuangcheng.command.queries.meetings import (
    calls_to_answer,
    mentions_of_task,
    minutes_to_write,
    reports_to_give,
    visible_meeting_ids,
)
from chuangcheng.command.services.meetings.asking import CALL, REPORT
from chuangcheng.core import files
from chuangcheng.core.access import Actor
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import (
    MOST_TODOS,
    NavEntry,
    RareTodos,
    SearchKind,
    SearchReach,
    Todo,
    navigation,
    rare_todos,
    search_kinds,
    todos,
)
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.slots import ask_addresses
from chuangcheng.tasks.slots import Mention, mentions

OVERDUE, DUE_TODAY, NEW, COMING = 0, 1, 3, 4
CLOSE_OF_DAY = time(18)
MINUTES_DAYS = timedelta(days=3)  # after the meeting the minutes are late; our choice


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("11-meetings", _entries)
    todos.fill("command-meetings", _todos)
    rare_todos.fill("command-minutes", RareTodos(_unwritten, _minutes_todos))
    kind = SearchKind(
        kind=MEETING,
        label=gettext_lazy("会议"),
        url_of=lambda meeting_id: reverse("command:meeting", args=[meeting_id]),
        visible_ids=visible_meeting_ids,
        reach_of=_reach,
    )
    search_kinds.fill(MEETING, kind)
    files.readers.fill("command-meetings", may_read_meeting_photo)
    files.readers.fill("command-agenda", may_read_agenda_paper)
    ask_addresses.fill(CALL, _asked)
    ask_addresses.fill(REPORT, _asked)
    mentions.fill("command-meetings", _mentions)


def _asked(meeting_id: str) -> str:
    return reverse("command:meeting", args=[meeting_id])


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(MEET):
        return []
    return [NavEntry("meetings", _("会议"), reverse("command:meetings"), "messages")]


def _reach(actor: Actor) -> SearchReach | None:
    if not actor.may(MEET):
        return None
    if actor.everywhere(MEET):
        return SearchReach()
    return SearchReach(scopes=unit_scopes(unit_ids_where(actor, MEET)))


def _mentions(actor: Actor, task_id: UUID) -> list[Mention]:
    found = mentions_of_task(actor=actor, task_id=task_id)
    return [
        Mention(each.meeting.title, reverse("command:meeting", args=[each.meeting.pk]), each.text) for each in found
    ]


def _todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """Calls to answer, units' own meetings to report. Two queries at most."""
    found = [_call(row, now) for row in calls_to_answer(actor=actor, moment=now)]
    return found + [_report(row, now) for row in reports_to_give(actor=actor, moment=now)]


def _unwritten(actor: Actor, now: datetime) -> QuerySet[Meeting]:
    return minutes_to_write(actor=actor, moment=now)


def _minutes_todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    return [_minutes(row, now) for row in _unwritten(actor, now)[:MOST_TODOS]]


def _call(row: MeetingUnit, now: datetime) -> Todo:
    found = row.meeting
    is_today = local_date(found.starts_at) == local_date(now)
    return Todo(
        urgency=DUE_TODAY if is_today else NEW,
        title=found.title,
        url=_url(found),
        act=_("去回执"),
        kind=_("会议"),
        number=found.number,
        due_at=found.starts_at,
        detail=f"{row.unit.name}，{found.place}",
        situation=_("等待回执"),
    )


def _report(row: MeetingUnit, now: datetime) -> Todo:
    found, day = row.meeting, local_date(now)
    due = found.reports_by or day
    urgency = OVERDUE if due < day else DUE_TODAY if due == day else NEW
    return Todo(
        urgency=urgency,
        title=found.title,
        url=reverse("command:report_unit_meeting", args=[found.pk]),
        act=_("去上报"),
        kind=_("会议"),
        number=found.number,
        due_at=datetime.combine(due, CLOSE_OF_DAY, SHANGHAI),
        detail=row.unit.name,
        situation=_("上报本单位会议"),
    )


def _minutes(found: Meeting, now: datetime) -> Todo:
    return Todo(
        urgency=OVERDUE if found.starts_at + MINUTES_DAYS < now else COMING,
        title=found.title,
        url=reverse("command:meeting_minutes", args=[found.pk]),
        act=_("去写纪要"),
        kind=_("会议"),
        number=found.number,
        due_at=found.starts_at + MINUTES_DAYS,
        detail=found.place,
        situation=_("待印发纪要"),
    )


def _url(found: Meeting) -> str:
    return reverse("command:meeting", args=[found.pk])
