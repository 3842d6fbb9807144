"""What belongs to a meeting: papers of its items, figures of its units, who speaks, pictures of units' own meetings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, Status, UploadedFile

from chuangcheng.command.api.meeting_shapes import PaperOut
from chuangcheng.command.api.meetings import paper_facts
from chuangcheng.command.meeting_access import ANSWER, meeting_for, meeting_to_hold
from chuangcheng.command.meeting_pack import ZIP, pack_of
from chuangcheng.command.meeting_papers import paper_name
from chuangcheng.command.models import Meeting
from chuangcheng.command.queries.meetings import meeting_story
from chuangcheng.command.queries.review_figures import review_figures
from chuangcheng.command.services import meetings as services
from chuangcheng.command.services.library_files import LIBRARY_FILES
from chuangcheng.core.access import require
from chuangcheng.core.files import documents_from_request, photos_from_request
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download

router = Router()


class StandingOut(Schema):
    unit_id: int
    unit: str
    speech: str  # well, badly, empty
    to_close: int  # cases due in the days
    on_time: int
    overdue: int
    rate: Decimal | None  # percent; None: nothing was due
    open_tasks: int
    late_tasks: int


class FiguresOut(Schema):
    is_known: bool  # it is a review meeting, and the actor sees all units
    first: date | None
    last: date | None
    rows: list[StandingOut]  # most overdue cases and late tasks first


class SpeechIn(Strict):
    unit_id: int
    speech: str  # well, badly, empty


class SpeechesIn(Strict):
    speeches: list[SpeechIn]  # of units called; the others stay as they are


class PhotosOut(Schema):
    photos: int


@router.post("/meetings/{meeting_id}/agenda/{item_id}/papers", response={201: list[PaperOut]})
def add_papers(
    request: HttpRequest,
    meeting_id: UUID,
    item_id: UUID,
    files: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read from the request, which stores what is too big for memory; named here for the documentation
) -> Status[list[dict[str, Any]]]:
    """Files for an item of the agenda; gives all that it has then."""
    actor = actor_of(request)
    meeting_to_hold(actor, meeting_id)
    sent = documents_from_request(request, "files", at_least=1, at_most=services.MOST_PAPERS, limits=LIBRARY_FILES)
    made = services.add_papers(actor=actor, meeting_id=meeting_id, item_id=item_id, files=sent)
    return Status(201, [paper_facts(paper) for paper in made])


@router.delete("/meetings/{meeting_id}/agenda/{item_id}/papers/{paper_id}", response={204: None})
def remove_paper(request: HttpRequest, meeting_id: UUID, item_id: UUID, paper_id: UUID) -> Status[None]:
    """A file off an item."""
    services.remove_paper(actor=actor_of(request), meeting_id=meeting_id, item_id=item_id, paper_id=paper_id)
    return Status(204, None)


@router.get("/meetings/{meeting_id}/pack.zip", response={200: None})
def pack(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """会议材料包: the agenda in Word and the files of its items."""
    actor = actor_of(request)
    story = meeting_story(actor=actor, meeting=meeting_for(actor, meeting_id), today=today())
    return download(pack_of(actor=actor, story=story), f"{paper_name(story.meeting, _('会议材料'))}.zip", ZIP)


@router.get("/meetings/{meeting_id}/figures", response=FiguresOut)
def get_figures(request: HttpRequest, meeting_id: UUID) -> dict[str, Any]:
    """点评会: how the units called stand with cases and tasks."""
    actor = actor_of(request)
    return _figures(actor, meeting_for(actor, meeting_id))


@router.put("/meetings/{meeting_id}/speakers", response=FiguresOut)
def choose_speakers(request: HttpRequest, meeting_id: UUID, given: SpeechesIn) -> dict[str, Any]:
    """Which of the units called speak, and how."""
    actor, speeches = actor_of(request), {each.unit_id: each.speech for each in given.speeches}
    return _figures(actor, services.choose_speakers(actor=actor, meeting_id=meeting_id, speeches=speeches))


@router.post("/meetings/{meeting_id}/unit-meetings/{report_id}/photos", response={201: PhotosOut})
def add_photos(
    request: HttpRequest,
    meeting_id: UUID,
    report_id: UUID,
    photos: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - as above
) -> Status[dict[str, int]]:
    """Pictures of a unit's own meeting that was reported; gives how many it has then."""
    actor = actor_of(request)
    require(actor, ANSWER)
    sent = photos_from_request(request, "photos", at_least=1)
    made = services.add_unit_meeting_photos(actor=actor, meeting_id=meeting_id, report_id=report_id, photos=sent)
    return Status(201, {"photos": made.photos.count()})


def _figures(actor: Any, found: Meeting) -> dict[str, Any]:
    figures = review_figures(actor=actor, meeting=found, now=now())
    if figures is None:
        return {"is_known": False, "first": None, "last": None, "rows": []}
    return {"is_known": True, "first": figures.first, "last": figures.last, "rows": figures.rows}
