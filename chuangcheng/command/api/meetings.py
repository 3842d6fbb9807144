"""Meetings: planned, called, held, minutes issued; what units answer."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from chuangcheng.command.api.meeting_shapes import (
    ItemIn,
    ItemOut,
    KeysIn,
    MeetingDetail,
    MeetingFacts,
    MeetingIn,
    MeetingOut,
    MinutesIn,
    MoveIn,
    ReasonIn,
    ReplyIn,
    ResolutionIn,
    SuggestedOut,
    UnitMeetingIn,
)
from chuangcheng.command.icalendar import ICALENDAR, meetings_file
from chuangcheng.command.meeting_access import may_read_minutes, meeting_for, meeting_to_hold, visible_meetings
from chuangcheng.command.meeting_papers import agenda_paper, minutes_paper, paper_name
from chuangcheng.command.models import AgendaPaper, Meeting
from chuangcheng.command.queries.meetings import MeetingStory, meeting_story, meetings_shown
from chuangcheng.command.queries.resolutions import Checked
from chuangcheng.command.queries.suggestions import suggested_for
from chuangcheng.command.services import meetings as services
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import NotFound
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download

router = Router()
MOST = 200  # in one answer; our choice


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
    """A unit tells of its own meeting; its pictures are sent afterwards (POST …/photos)."""
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
    return download(agenda_paper(story, actor=actor_of(request)), f"{paper_name(story.meeting, _('议程'))}.docx", DOCX)


@router.get("/meetings/{meeting_id}/minutes.docx", response={200: None})
def minutes_document(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """会议纪要 in Word."""
    story = _story(request, meeting_id)
    if not may_read_minutes(actor_of(request), story.meeting):
        raise NotFound(_("会议纪要还没有印发。"))
    return download(minutes_paper(story), f"{paper_name(story.meeting, _('纪要'))}.docx", DOCX)


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
                **{name: getattr(item, name) for name in ItemOut.model_fields if name not in {"unit", "papers"}},
                "unit": item.unit.name if item.unit else "",
                "papers": [paper_facts(paper) for paper in item.papers.all()],
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
                **{name: getattr(row, name) for name in ("id", "unit_id", "held_on", "people", "text")},
                "unit": row.unit.name,
                "photos": len(row.photos.all()),
            }
            for row in story.unit_meetings.values()
        ],
    }


def paper_facts(paper: AgendaPaper) -> dict[str, Any]:
    """A paper as the API gives it."""
    return {"id": paper.pk, "name": paper.name, "size": paper.file.size, "file_id": paper.file_id}


def _resolution(each: Checked) -> dict[str, Any]:
    row = each.resolution
    facts = {name: getattr(row, name) for name in ("id", "meeting_id", "text", "unit_id", "due_on", "task_id")}
    return {**facts, "unit": row.unit.name, "state": each.state, "percent": each.percent, "is_late": each.is_late}
