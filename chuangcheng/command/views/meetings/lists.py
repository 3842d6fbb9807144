from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.command.forms.meetings import ReplyForm
from chuangcheng.command.icalendar import ICALENDAR, meetings_file
from chuangcheng.command.meeting_access import (
    HOLD,
    MEET,
    may_read_minutes,
    meeting_for,
    own_invitations,
    visible_meetings,
)
from chuangcheng.command.meeting_papers import agenda_paper, minutes_paper, paper_name
from chuangcheng.command.meeting_wording import reply_words, standing_of, state_of
from chuangcheng.command.models import Meeting, MeetingUnit, UnitMeeting
from chuangcheng.command.queries.meetings import CANCELLED, COMING, HELD, MeetingStory, meeting_story, meetings_shown
from chuangcheng.command.queries.resolutions import Checked
from chuangcheng.command.queries.review_figures import review_figures
from chuangcheng.command.slots import meeting_links
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import local_date, now, today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs.queries import unit_options

MOST_LISTED = 200  # of a view; our choice
LARGE, SMALL = 1600, 160  # pixels of a picture
VIEWS = (COMING, HELD, CANCELLED)


@require_safe
@page(MEET)
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings to come, or those that were held or called off."""
    actor, day = actor_of(request), today()
    view = request.GET.get("view", COMING)
    view = view if view in VIEWS else COMING
    kind = request.GET.get("kind", "")
    kind = kind if kind in Meeting.Kind.values else ""
    rows = meetings_shown(actor=actor, view=view, kind=kind, today=day)
    order = ("starts_at", "pk") if view == COMING else ("-starts_at", "-pk")
    context = {
        "rows": [(row, state_of(row, day)) for row in rows.order_by(*order)[:MOST_LISTED]],
        "views": _tabs(view, kind),
        "view": view,
        "kinds": _kinds(view, kind),
        "may_hold": actor.everywhere(HOLD),
    }
    return render(request, "command/meetings.html", context)


@require_safe
@page(MEET)
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting: last resolutions first, agenda, who comes, minutes, resolutions, the units' own meetings."""
    actor = actor_of(request)
    return render(request, "command/meeting.html", meeting_context(actor, meeting_for(actor, meeting_id)))


@require_safe
@page(MEET)
def meetings_calendar(request: HttpRequest) -> FileResponse:
    """The meetings that were called and stand, for a calendar program."""
    rows = visible_meetings(actor_of(request)).filter(called_at__isnull=False, cancelled_at__isnull=True)
    found = rows.order_by("-starts_at", "-pk")[:MOST_LISTED]
    return download(meetings_file(found, at=now()), f"{_('会议')}.ics", ICALENDAR)


@require_safe
@page(MEET)
def meeting_calendar(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """The meeting for a calendar program."""
    found = meeting_for(actor_of(request), meeting_id)
    return download(meetings_file([found], at=now()), f"{found.title}.ics", ICALENDAR)


@require_safe
@page(MEET)
def agenda_document(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """会议议程 in Word."""
    story = _story(request, meeting_id)
    return download(agenda_paper(story, actor=actor_of(request)), f"{paper_name(story.meeting, _('议程'))}.docx", DOCX)


@require_safe
@page(MEET)
def minutes_document(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """会议纪要 in Word."""
    story = _story(request, meeting_id)
    if not may_read_minutes(actor_of(request), story.meeting):
        raise NotFound(_("会议纪要还没有印发。"))
    return download(minutes_paper(story), f"{paper_name(story.meeting, _('纪要'))}.docx", DOCX)


@require_safe
@page(HOLD)
def unit_suggestions(request: HttpRequest) -> HttpResponse:
    """Units to be called, while typing."""
    units = unit_options(words=request.GET.get("words", "")[:60])
    options = [(unit.pk, unit.name, unit.get_kind_display()) for unit in units]
    return render(request, "components/pick_options.html", {"options": options})


def meeting_context(actor: Actor, found: Meeting, **more: Any) -> dict[str, Any]:
    """What the page of a meeting needs; `more` takes the place of what it would make itself."""
    day, moment = today(), now()
    story = meeting_story(actor=actor, meeting=found, today=day)
    own = list(own_invitations(actor, found)) if found.called_at else []
    is_open = found.cancelled_at is None and found.issued_at is None
    may_hold, tone_word = actor.everywhere(HOLD), state_of(found, day)
    context = {
        "meeting": found,
        "story": story,
        "state_tone": tone_word[0],
        "state_word": tone_word[1],
        "checked": with_standing(story.checked),
        "resolutions": with_standing(story.resolutions) if may_read_minutes(actor, found) else [],
        "units": [(row, reply_words(row)) for row in story.units],
        "may_hold": may_hold and is_open,
        "may_record": may_hold and is_open and found.called_at is not None,
        "may_read_minutes": may_read_minutes(actor, found),
        "is_over": local_date(found.starts_at) <= day,
        "reply_form": _reply_form(own, story) if own and is_open and _is_before(found, moment) else None,
        "may_report": bool(own) and found.reports_by is not None and found.cancelled_at is None and _is_held(found),
        "links": [link for offered in meeting_links if (link := offered(actor, found)) is not None],
        "reports": [_report(row, story) for row in story.units],
        "figures": review_figures(actor=actor, meeting=found, now=moment),
        "reports_late": found.reports_by is not None and found.reports_by < day,
    }
    return {**context, **more}


def with_standing(rows: list[Checked]) -> list[tuple[Checked, tuple[str, str]]]:
    """Each resolution with tone and words of how it stands."""
    return [(row, standing_of(row)) for row in rows]


def _story(request: HttpRequest, meeting_id: UUID) -> MeetingStory:
    actor = actor_of(request)
    return meeting_story(actor=actor, meeting=meeting_for(actor, meeting_id), today=today())


def _report(row: MeetingUnit, story: MeetingStory) -> tuple[MeetingUnit, UnitMeeting | None, list[dict[str, str]]]:
    """A unit called with its report and the pictures of it."""
    told = story.unit_meetings.get(row.unit_id)
    photos = [
        {
            "url": reverse("core:file_copy", args=[photo.file_id, LARGE]),
            "thumbnail_url": reverse("core:file_copy", args=[photo.file_id, SMALL]),
            "caption": row.unit.name,
        }
        for photo in (told.photos.all() if told else ())
    ]
    return row, told, photos


def _reply_form(own: list[MeetingUnit], story: MeetingStory) -> ReplyForm:
    replies = {row.unit_id: row.reply for row in story.units}
    first = next((row for row in own if replies.get(row.unit_id) is None), own[0])
    reply = replies.get(first.unit_id)
    initial: dict[str, Any] = {"unit_id": first.unit_id}
    if reply is not None:
        initial |= {"comes": "yes" if reply.comes else "no", "words": reply.words}
    return ReplyForm(units=own, initial=initial)


def _is_before(found: Meeting, moment: datetime) -> bool:
    """Whether an answer still makes sense: until the end of the day."""
    return local_date(found.starts_at) >= local_date(moment)


def _is_held(found: Meeting) -> bool:
    return local_date(found.starts_at) <= today()


def _tabs(active: str, kind: str) -> list[dict[str, Any]]:
    labels = {COMING: _("要开和待印发纪要的"), HELD: _("已开的"), CANCELLED: _("已取消的")}
    kept = f"&kind={kind}" if kind else ""
    address = reverse("command:meetings")
    return [
        {"label": label, "url": f"{address}?view={name}{kept}", "active": name == active}
        for name, label in labels.items()
    ]


def _kinds(view: str, active: str) -> list[dict[str, Any]]:
    address = reverse("command:meetings")
    found = [("", _("全部类别")), *Meeting.Kind.choices]
    return [
        {"label": label, "url": f"{address}?view={view}{f'&kind={kind}' if kind else ''}", "active": kind == active}
        for kind, label in found
    ]
