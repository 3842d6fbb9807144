"""Meetings: planned, called, held, minutes issued; what units answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import AwareDatetime

from chuangcheng.command.icalendar import ICALENDAR, meetings_file
from chuangcheng.command.meeting_access import may_read_minutes, meeting_for, meeting_to_hold, visible_meetings
from chuangcheng.command.meeting_papers import WORD, agenda_paper, minutes_paper, paper_name
from chuangcheng.command.models import Meeting
from chuangcheng.command.queries.meetings import MeetingStory, meeting_story, meetings_shown
from chuangcheng.command.queries.resolutions import Checked
from chuangcheng.command.queries.suggestions import suggested_for
from chuangcheng.command.services import meetings as services
from chuangcheng.core.errors import NotFound
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download

router = Router()
MOST = 200  # in one answer; our choice


class MeetingOut(Schema):
    id: UUID
    number: str
    kind: str  # joint, promotion, review
    title: str
    starts_at: datetime
    place: str
    chair: str
    note: str
    state: str  # draft, called, issued, cancelled
    reports_by: date | None  # each unit holds its own meeting and reports it by then; None: not asked
    called_at: datetime | None
    issued_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str


class ItemOut(Schema):
    id: UUID
    title: str
    text: str
    unit: str
    source_kind: str  # case, task; empty: by hand
    source_id: str
    source_label: str
    conclusion: str  # empty until the minutes are issued, but for who holds meetings


class CalledOut(Schema):
    unit_id: int
    unit: str
    speech: str  # well, badly, empty
    comes: bool | None  # None: not answered
    words: str
    attended: bool | None  # None: not recorded
    who_came: str


class ResolutionOut(Schema):
    id: UUID
    meeting_id: UUID
    text: str
    unit_id: int
    unit: str
    due_on: date
    task_id: UUID | None  # None: the minutes are not issued
    state: str  # of the task
    percent: int
    is_late: bool


class UnitMeetingOut(Schema):
    unit_id: int
    unit: str
    held_on: date
    people: int
    text: str
    photos: int


class MeetingDetail(MeetingOut):
    minutes: str  # empty until they are issued, but for who holds meetings
    checked: list[ResolutionOut]  # of earlier meetings
    items: list[ItemOut]
    units: list[CalledOut]
    resolutions: list[ResolutionOut]
    unit_meetings: list[UnitMeetingOut]


class SuggestedOut(Schema):
    key: str  # for POST …/agenda/suggested
    kind: str
    number: str
    title: str
    text: str
    why: str
    unit: str


class MeetingFacts(Strict):
    kind: str
    title: str
    starts_at: AwareDatetime
    place: str
    chair: str = ""
    note: str = ""
    unit_ids: list[int] = []
    well_unit_ids: list[int] = []  # speak of what they did well
    bad_unit_ids: list[int] = []  # say how they will do better
    reports_by: date | None = None

    def given(self) -> services.MeetingGiven:
        """The meeting as the service takes it."""
        return services.MeetingGiven(**self.dict(exclude={"id"}))


class MeetingIn(MeetingFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same meeting


class ReasonIn(Strict):
    reason: str


class ItemIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    title: str
    text: str = ""
    unit_id: int | None = None


class KeysIn(Strict):
    keys: list[str]


class MoveIn(Strict):
    up: bool


class PresentIn(Strict):
    unit_id: int
    who: str = ""


class ConclusionIn(Strict):
    item_id: UUID
    text: str


class MinutesIn(Strict):
    text: str
    conclusions: list[ConclusionIn] = []
    present: list[PresentIn] = []  # the other units did not come


class ResolutionIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    text: str
    unit_id: int
    due_on: date
    item_id: UUID | None = None


class ReplyIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    unit_id: int
    comes: bool
    words: str


class UnitMeetingIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    unit_id: int
    held_on: date
    people: int
    text: str


@router.get("/meetings", response=list[MeetingOut])
def list_meetings(
    request: HttpRequest,
    view: Literal["coming", "held", "cancelled"] = "coming",
    kind: Literal["", "joint", "promotion", "review"] = "",
) -> list[Meeting]:
    """The meetings to come, the next first; or those held or called off, the last first; at most 200."""
    rows = meetings_shown(actor=actor_of(request), view=view, kind=kind, today=today())
    return list(rows.order_by("starts_at" if view == "coming" else "-starts_at", "pk")[:MOST])


@router.post("/meetings", response={201: MeetingDetail})
def add_meeting(request: HttpRequest, given: MeetingIn) -> Status[dict[str, Any]]:
    """A meeting that nobody was called to yet."""
    made = services.plan_meeting(actor=actor_of(request), meeting_id=given.id or new_id(), given=given.given())
    return Status(201, _detail(request, made.pk))


@router.get("/meetings/calendar", response={200: None})
def all_in_calendar(request: HttpRequest) -> FileResponse:
    """The meetings that were called and stand as an iCalendar file."""
    rows = visible_meetings(actor_of(request)).filter(called_at__isnull=False, cancelled_at__isnull=True)
    return download(meetings_file(rows.order_by("-starts_at", "-pk")[:MOST], at=now()), f"{_('会议')}.ics", ICALENDAR)


@router.get("/meetings/{meeting_id}", response=MeetingDetail)
def get_meeting(request: HttpRequest, meeting_id: UUID) -> dict[str, Any]:
    """One meeting: last resolutions, agenda, who is called and comes, minutes, resolutions, units' own meetings."""
    return _detail(request, meeting_id)


@router.put("/meetings/{meeting_id}", response=MeetingDetail)
def edit_meeting(request: HttpRequest, meeting_id: UUID, given: MeetingFacts) -> dict[str, Any]:
    """Another time or place, other units."""
    services.change_meeting(actor=actor_of(request), meeting_id=meeting_id, given=given.given())
    return _detail(request, meeting_id)


@router.post("/meetings/{meeting_id}/call", response=MeetingDetail)
def call(request: HttpRequest, meeting_id: UUID) -> dict[str, Any]:
    """The units are told and asked who comes."""
    services.call_meeting(actor=actor_of(request), meeting_id=meeting_id)
    return _detail(request, meeting_id)


@router.post("/meetings/{meeting_id}/cancel", response=MeetingDetail)
def cancel(request: HttpRequest, meeting_id: UUID, given: ReasonIn) -> dict[str, Any]:
    """The meeting does not take place."""
    services.cancel_meeting(actor=actor_of(request), meeting_id=meeting_id, reason=given.reason)
    return _detail(request, meeting_id)


@router.get("/meetings/{meeting_id}/suggestions", response=list[SuggestedOut])
def suggestions(request: HttpRequest, meeting_id: UUID) -> list[Any]:
    """Cases and tasks that wait for a meeting and are not on this agenda."""
    actor = actor_of(request)
    return list(suggested_for(actor=actor, meeting=meeting_to_hold(actor, meeting_id)))


@router.post("/meetings/{meeting_id}/agenda", response={201: MeetingDetail})
def add_item(request: HttpRequest, meeting_id: UUID, given: ItemIn) -> Status[dict[str, Any]]:
    """An item by hand."""
    facts = services.ItemGiven(given.title, given.text, given.unit_id)
    services.add_item(actor=actor_of(request), meeting_id=meeting_id, item_id=given.id or new_id(), given=facts)
    return Status(201, _detail(request, meeting_id))


@router.post("/meetings/{meeting_id}/agenda/suggested", response=MeetingDetail)
def take_suggested(request: HttpRequest, meeting_id: UUID, given: KeysIn) -> dict[str, Any]:
    """Items for what is suggested."""
    services.add_suggested(actor=actor_of(request), meeting_id=meeting_id, keys=given.keys)
    return _detail(request, meeting_id)


@router.post("/meetings/{meeting_id}/agenda/{item_id}/move", response=MeetingDetail)
def move_item(request: HttpRequest, meeting_id: UUID, item_id: UUID, given: MoveIn) -> dict[str, Any]:
    """An item a place up or down."""
    services.move_item(actor=actor_of(request), meeting_id=meeting_id, item_id=item_id, up=given.up)
    return _detail(request, meeting_id)


@router.delete("/meetings/{meeting_id}/agenda/{item_id}", response=MeetingDetail)
def remove_item(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> dict[str, Any]:
    """An item off the agenda."""
    services.remove_item(actor=actor_of(request), meeting_id=meeting_id, item_id=item_id)
    return _detail(request, meeting_id)


@router.put("/meetings/{meeting_id}/minutes", response=MeetingDetail)
def write_minutes(request: HttpRequest, meeting_id: UUID, given: MinutesIn) -> dict[str, Any]:
    """Attendance, conclusions and text, before they are issued."""
    conclusions = {each.item_id: each.text for each in given.conclusions}
    present = {each.unit_id: each.who for each in given.present}
    facts = services.MinutesGiven(given.text, conclusions, present)
    services.write_minutes(actor=actor_of(request), meeting_id=meeting_id, given=facts)
    return _detail(request, meeting_id)


@router.post("/meetings/{meeting_id}/resolutions", response={201: MeetingDetail})
def add_resolution(request: HttpRequest, meeting_id: UUID, given: ResolutionIn) -> Status[dict[str, Any]]:
    """A resolution with unit and date."""
    facts = services.ResolutionGiven(**given.dict(exclude={"id"}))
    key = given.id or new_id()
    services.add_resolution(actor=actor_of(request), meeting_id=meeting_id, resolution_id=key, given=facts)
    return Status(201, _detail(request, meeting_id))


@router.delete("/meetings/{meeting_id}/resolutions/{resolution_id}", response=MeetingDetail)
def remove_resolution(request: HttpRequest, meeting_id: UUID, resolution_id: UUID) -> dict[str, Any]:
    """Takes a resolution back before the minutes are issued."""
    services.remove_resolution(actor=actor_of(request), meeting_id=meeting_id, resolution_id=resolution_id)
    return _detail(request, meeting_id)


@router.post("/meetings/{meeting_id}/issue", response=MeetingDetail)
def issue(request: HttpRequest, meeting_id: UUID) -> dict[str, Any]:
    """印发: resolutions become tasks, cases hear the decision."""
    services.issue_minutes(actor=actor_of(request), meeting_id=meeting_id)
    return _detail(request, meeting_id)


@router.post("/meetings/{meeting_id}/replies", response={201: MeetingDetail})
def reply(request: HttpRequest, meeting_id: UUID, given: ReplyIn) -> Status[dict[str, Any]]:
    """Who comes for a unit, or why nobody does."""
    facts = given.dict(exclude={"id"})
    services.reply_to_meeting(actor=actor_of(request), meeting_id=meeting_id, reply_id=given.id or new_id(), **facts)
    return Status(201, _detail(request, meeting_id))


@router.post("/meetings/{meeting_id}/unit-meetings", response={201: MeetingDetail})
def report_unit_meeting(request: HttpRequest, meeting_id: UUID, given: UnitMeetingIn) -> Status[dict[str, Any]]:
    """A unit tells of its own meeting; pictures are sent by the page."""
    facts = services.UnitMeetingGiven(**given.dict(exclude={"id"}))
    key = given.id or new_id()
    services.report_unit_meeting(actor=actor_of(request), meeting_id=meeting_id, report_id=key, given=facts)
    return Status(201, _detail(request, meeting_id))


@router.get("/meetings/{meeting_id}/calendar", response={200: None})
def in_calendar(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """The meeting as an iCalendar file."""
    found = meeting_for(actor_of(request), meeting_id)
    return download(meetings_file([found], at=now()), f"{found.title}.ics", ICALENDAR)


@router.get("/meetings/{meeting_id}/agenda.docx", response={200: None})
def agenda_document(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """会议议程 in Word."""
    story = _story(request, meeting_id)
    return download(agenda_paper(story), f"{paper_name(story.meeting, _('议程'))}.docx", WORD)


@router.get("/meetings/{meeting_id}/minutes.docx", response={200: None})
def minutes_document(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """会议纪要 in Word."""
    story = _story(request, meeting_id)
    if not may_read_minutes(actor_of(request), story.meeting):
        raise NotFound(_("会议纪要还没有印发。"))
    return download(minutes_paper(story), f"{paper_name(story.meeting, _('纪要'))}.docx", WORD)


def _story(request: HttpRequest, meeting_id: UUID) -> MeetingStory:
    actor = actor_of(request)
    return meeting_story(actor=actor, meeting=meeting_for(actor, meeting_id), today=today())


def _detail(request: HttpRequest, meeting_id: UUID) -> dict[str, Any]:
    story = _story(request, meeting_id)
    found = story.meeting
    is_read = may_read_minutes(actor_of(request), found)
    return {
        **{name: getattr(found, name) for name in MeetingOut.model_fields},
        "minutes": found.minutes if is_read else "",
        "checked": [_resolution(each) for each in story.checked],
        "items": [
            {
                **{name: getattr(item, name) for name in ItemOut.model_fields if name != "unit"},
                "unit": item.unit.name if item.unit else "",
                "conclusion": item.conclusion if is_read else "",
            }
            for item in story.items
        ],
        "units": [
            {
                **{name: getattr(row, name) for name in ("unit_id", "speech", "attended", "who_came")},
                "unit": row.unit.name,
                "comes": row.reply.comes if row.reply else None,
                "words": row.reply.words if row.reply else "",
            }
            for row in story.units
        ],
        "resolutions": [_resolution(each) for each in story.resolutions] if is_read else [],
        "unit_meetings": [
            {
                **{name: getattr(row, name) for name in ("unit_id", "held_on", "people", "text")},
                "unit": row.unit.name,
                "photos": len(row.photos.all()),
            }
            for row in story.unit_meetings.values()
        ],
    }


def _resolution(each: Checked) -> dict[str, Any]:
    row = each.resolution
    facts = {name: getattr(row, name) for name in ("id", "meeting_id", "text", "unit_id", "due_on", "task_id")}
    return {**facts, "unit": row.unit.name, "state": each.state, "percent": each.percent, "is_late": each.is_late}
