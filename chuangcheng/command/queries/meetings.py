"""Meetings: the list, one with all around it, what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from chuangcheng.cases.queries import visible_case_ids
from chuangcheng.command.meeting_access import ANSWER, HOLD, MEET, meeting_for, visible_meetings
from chuangcheng.command.meeting_wording import standing_of
from chuangcheng.command.models import AgendaItem, AgendaPaper, Meeting, MeetingUnit, Resolution, UnitMeeting
from chuangcheng.command.queries.resolutions import Checked, checks_kept, resolutions_to_check, standing
from chuangcheng.command.queries.specials.lists import visible_special_ids
from chuangcheng.command.queries.suggestions import CASE, SPECIAL, TASK
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date, start_of
from chuangcheng.orgs.access import in_units_where
from chuangcheng.tasks.queries import visible_task_ids

COMING, HELD, CANCELLED = "coming", "held", "cancelled"
MOST_WAITING = 50  # of one context, as the to-do page takes


@dataclass(frozen=True, slots=True)
class MeetingStory:
    """A meeting with all around it."""

    meeting: Meeting
    checked: list[Checked]  # of earlier meetings: as they stood when the minutes were issued, else as they stand
    items: list[AgendaItem]
    units: list[MeetingUnit]
    resolutions: list[Checked]  # of this one, as they stand
    unit_meetings: dict[int, UnitMeeting]  # unit → its last report
    open_cases: set[str]  # ids of the cases and tasks of the agenda that the actor may open
    open_tasks: set[str]
    open_specials: set[str]

    @property
    def has_papers(self) -> bool:
        return any(item.papers.all() for item in self.items)

    @property
    def coming(self) -> int:
        return sum(1 for row in self.units if row.reply is not None and row.reply.comes)

    @property
    def unanswered(self) -> int:
        return sum(1 for row in self.units if row.reply is None)

    @property
    def present(self) -> int:
        return sum(1 for row in self.units if row.attended)

    @property
    def not_reported(self) -> list[MeetingUnit]:
        return [row for row in self.units if row.unit_id not in self.unit_meetings]

    @property
    def people(self) -> int:
        """Who took part in the units' own meetings."""
        return sum(each.people for each in self.unit_meetings.values())


def meetings_shown(*, actor: Actor, view: str, kind: str, today: date) -> QuerySet[Meeting]:
    """The meetings of a view with how many are called, come and have not answered; order them."""
    rows = visible_meetings(actor)
    if view == CANCELLED:
        rows = rows.filter(cancelled_at__isnull=False)
    elif view == HELD:
        rows = rows.filter(cancelled_at__isnull=True).exclude(_to_come(today))
    else:
        rows = rows.filter(_to_come(today), cancelled_at__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.annotate(
        called=Count("units", distinct=True),
        coming=Count("units", filter=Q(units__reply__comes=True), distinct=True),
        decided=Count("resolutions", distinct=True),
    )


def meeting_story(*, actor: Actor, meeting: Meeting, today: date) -> MeetingStory:
    """Ten queries at most, however many units and items."""
    papers = Prefetch("papers", AgendaPaper.objects.select_related("file"))
    items = list(meeting.items.select_related("unit").defer("unit__boundary").prefetch_related(papers))
    units = list(meeting.units.select_related("unit", "reply").defer("unit__boundary"))
    rows = meeting.resolutions.select_related("task", "unit", "item").defer("unit__boundary")
    reports = meeting.unit_meetings.select_related("unit").defer("unit__boundary").prefetch_related("photos__file")
    cases = [item.source_id for item in items if item.source_kind == CASE]
    specials = [item.source_id for item in items if item.source_kind == SPECIAL]
    tasks = [item.source_id for item in items if item.source_kind == TASK]
    checked = checks_kept(meeting) if meeting.issued_at else resolutions_to_check(meeting, today)
    resolutions = [standing(row, today) for row in rows]
    tasks += [str(each.resolution.task_id) for each in (*checked, *resolutions) if each.resolution.task_id]
    return MeetingStory(
        meeting=meeting,
        checked=checked,
        items=items,
        units=units,
        resolutions=resolutions,
        unit_meetings={row.unit_id: row for row in reports},
        open_cases=visible_case_ids(actor, cases) if cases else set(),
        open_tasks=visible_task_ids(actor, tasks) if tasks else set(),
        open_specials=visible_special_ids(actor, specials) if specials else set(),
    )


def story_of_meeting(*, actor: Actor, meeting_id: UUID, today: date) -> MeetingStory:
    """The meeting that the actor sees, with all around it; NotFound otherwise."""
    return meeting_story(actor=actor, meeting=meeting_for(actor, meeting_id), today=today)


def last_meeting(*, actor: Actor) -> UUID | None:
    """The newest meeting that the actor sees and that was not called off. One query."""
    if not actor.may(MEET):
        return None
    rows = visible_meetings(actor).filter(cancelled_at__isnull=True)
    return rows.order_by("-starts_at", "-pk").values_list("pk", flat=True).first()


def standing_words(row: Checked) -> str:
    """How a resolution stands."""
    return standing_of(row)[1]


def calls_to_answer(*, actor: Actor, moment: datetime) -> list[MeetingUnit]:
    """The calls of the actor's units that nobody answered, the next meeting first. One query."""
    if not actor.may(ANSWER):
        return []
    rows = MeetingUnit.objects.filter(
        in_units_where(actor, ANSWER, "unit"),
        reply__isnull=True,
        meeting__called_at__isnull=False,
        meeting__cancelled_at__isnull=True,
        meeting__issued_at__isnull=True,
        meeting__starts_at__gte=moment,
    )
    rows = rows.select_related("meeting", "unit").defer("unit__boundary")
    return list(rows.order_by("meeting__starts_at", "pk")[:MOST_WAITING])


def reports_to_give(*, actor: Actor, moment: datetime) -> list[MeetingUnit]:
    """The actor's units that have not told of their own meeting after one that was held. One query."""
    if not actor.may(ANSWER):
        return []
    told = UnitMeeting.objects.filter(meeting=OuterRef("meeting"), unit=OuterRef("unit"))
    rows = MeetingUnit.objects.filter(
        in_units_where(actor, ANSWER, "unit"),
        ~Exists(told),
        meeting__reports_by__isnull=False,
        meeting__called_at__isnull=False,
        meeting__cancelled_at__isnull=True,
        meeting__starts_at__lt=moment,
    )
    rows = rows.select_related("meeting", "unit").defer("unit__boundary")
    return list(rows.order_by("meeting__reports_by", "pk")[:MOST_WAITING])


def minutes_to_write(*, actor: Actor, moment: datetime) -> QuerySet[Meeting]:
    """Meetings that were held and whose minutes are not issued, the oldest first, for who holds them."""
    if not actor.everywhere(HOLD):
        return Meeting.objects.none()
    rows = Meeting.objects.filter(
        called_at__isnull=False, cancelled_at__isnull=True, issued_at__isnull=True, starts_at__lt=moment
    )
    return rows.order_by("starts_at", "pk")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a meeting said about a task."""

    meeting: Meeting
    text: str


def mentions_of_task(*, actor: Actor, task_id: UUID) -> list[Mentioned]:
    """The meeting that gave the task, and those that spoke of it. One query when no meeting did, else four more."""
    if not actor.may(MEET):
        return []
    given = Resolution.objects.filter(task=task_id)
    items = AgendaItem.objects.filter(source_kind=TASK, source_id=str(task_id))
    about = Q(pk__in=given.values("meeting")) | Q(pk__in=items.values("meeting"))
    seen = set(visible_meetings(actor).filter(about, issued_at__isnull=False).values_list("pk", flat=True))
    if not seen:
        return []
    given = given.filter(meeting__in=seen).select_related("meeting")
    spoken = items.filter(meeting__in=seen).select_related("meeting").prefetch_related("resolutions__unit")
    return [
        *(Mentioned(row.meeting, row.text) for row in given),
        *(Mentioned(row.meeting, _said(row)) for row in spoken),
    ]


def visible_meeting_ids(actor: Actor, object_ids: Sequence[str]) -> set[str]:
    """Of these ids those that the actor sees. One query."""
    if not actor.may(MEET):
        return set()
    return {str(pk) for pk in visible_meetings(actor).filter(pk__in=object_ids).values_list("pk", flat=True)}


def held_on(meeting: Meeting) -> date:
    """The day of the meeting."""
    return local_date(meeting.starts_at)


def _to_come(today: date) -> Q:
    """What is still before us: from today on, or held and without minutes."""
    return Q(issued_at__isnull=True) | Q(starts_at__gte=start_of(today))


def _said(item: AgendaItem) -> str:
    lines = [item.conclusion] if item.conclusion else []
    lines += [f"{each.text}（{each.unit.name}，{each.due_on.isoformat()}）" for each in item.resolutions.all()]
    return "；".join(lines)
