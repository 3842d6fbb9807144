"""The API of bulletins: asked for, changed, moved on, sent, downloaded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Schema, Status

from chuangcheng.command.services.circulars import PassGiven
from chuangcheng.core.documents.media_types import DOCX, PDF, PPTX
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download
from chuangcheng.reports import papers, slides
from chuangcheng.reports.access import READ, bulletin_for, require_everywhere
from chuangcheng.reports.api import templates
from chuangcheng.reports.meeting_slides import meeting_slides, meeting_slides_name
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.periods import Kind
from chuangcheng.reports.queries.lists import BulletinFilter, bulletins_shown
from chuangcheng.reports.queries.meeting_told import meeting_told
from chuangcheng.reports.services import (
    WordsGiven,
    ask_for_bulletin,
    ask_for_office_pdf,
    ask_to_recount,
    change_bulletin,
    issue_bulletin,
    move_bulletin,
)

router = Router()
router.add_router("", templates.router)
MOST = 200  # in one answer; our choice


class BulletinOut(Schema):
    id: UUID
    kind: str  # daily, weekly, monthly, half_year, annual
    first_on: date
    last_on: date
    number: str  # empty before it is approved
    title: str
    state: str  # draft, submitted, approved, issued, archived, withdrawn
    signed_on: date | None
    circular_id: UUID | None  # how it was sent
    made_at: datetime


class BulletinDetail(BulletinOut):
    masthead: str
    issuer: str
    recipients: str
    copies: str
    opening: str
    demands: str
    case_ids: list[str]  # whose photos are shown
    figures: dict[str, Any]  # frozen: main figures, tables, photos that may be chosen


class BulletinIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same bulletin
    kind: Literal["daily", "weekly", "monthly", "half_year", "annual"]
    day: date  # any day of the period


class WordsIn(Strict):
    title: str
    masthead: str
    issuer: str
    recipients: str
    copies: str = ""
    opening: str = ""
    demands: str = ""
    case_ids: list[str] = []


class MoveIn(Strict):
    move: Literal["submit", "approve", "return", "archive", "withdraw"]
    reason: str = ""


class SendIn(Strict):
    unit_ids: list[int] = []
    branch_ids: list[int] = []  # these units and all below them
    kinds: list[str] = []  # every unit of the kind
    sign_by: date | None = None
    despite: str = ""  # why, although a unit has its number for the week


class SlidesAsked(Strict):
    case_ids: list[str] | None = None  # whose photos are shown, in this order; absent: the first six


class StartedOut(Schema):
    job_id: UUID
    bulletin_id: UUID


@router.get("/bulletins", response=list[BulletinOut])
def list_bulletins(request: HttpRequest, kind: str = "", state: str = "") -> list[Bulletin]:
    """The newest first."""
    chosen = BulletinFilter(kind=kind, state=state)
    return list(bulletins_shown(actor=actor_of(request), chosen=chosen).order_by("-pk")[:MOST])


@router.post("/bulletins", response={202: StartedOut})
def start_bulletin(request: HttpRequest, given: BulletinIn) -> Status[dict[str, UUID]]:
    """Starts the job that collects the figures."""
    bulletin_id = given.id or new_id()
    job = ask_for_bulletin(actor=actor_of(request), bulletin_id=bulletin_id, kind=Kind(given.kind), day=given.day)
    return Status(202, {"job_id": job.pk, "bulletin_id": bulletin_id})


@router.get("/bulletins/{bulletin_id}", response=BulletinDetail)
def get_bulletin(request: HttpRequest, bulletin_id: UUID) -> Bulletin:
    """With its figures."""
    return bulletin_for(actor_of(request), bulletin_id)


@router.put("/bulletins/{bulletin_id}", response=BulletinDetail)
def put_bulletin(request: HttpRequest, bulletin_id: UUID, given: WordsIn) -> Bulletin:
    """What is written by hand, while it is a draft."""
    return change_bulletin(actor=actor_of(request), bulletin_id=bulletin_id, given=WordsGiven(**given.dict()))


@router.post("/bulletins/{bulletin_id}/recount", response={202: StartedOut})
def start_recount(request: HttpRequest, bulletin_id: UUID) -> Status[dict[str, UUID]]:
    """Starts the job that collects the figures of a draft again."""
    job = ask_to_recount(actor=actor_of(request), bulletin_id=bulletin_id)
    return Status(202, {"job_id": job.pk, "bulletin_id": bulletin_id})


@router.post("/bulletins/{bulletin_id}/moves", response=BulletinOut)
def post_move(request: HttpRequest, bulletin_id: UUID, given: MoveIn) -> Bulletin:
    """送审, 核准, 退回, 归档, 撤回."""
    return move_bulletin(actor=actor_of(request), bulletin_id=bulletin_id, code=given.move, reason=given.reason)


@router.post("/bulletins/{bulletin_id}/issue", response=BulletinOut)
def post_issue(request: HttpRequest, bulletin_id: UUID, given: SendIn) -> Bulletin:
    """印发 to units, which sign for it."""
    return issue_bulletin(actor=actor_of(request), bulletin_id=bulletin_id, given=PassGiven(**given.dict()))


@router.get("/bulletins/{bulletin_id}/paper.docx")
def get_word(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """As Word."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(papers.word_paper(papers.told_of(found)), f"{papers.file_name(found)}.docx", DOCX)


@router.get("/bulletins/{bulletin_id}/paper.pdf")
def get_pdf(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """As PDF in the product's own layout."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(papers.pdf_paper(papers.told_of(found)), f"{papers.file_name(found)}.pdf", PDF)


@router.post("/bulletins/{bulletin_id}/office-pdf", response={202: StartedOut})
def post_office_pdf(request: HttpRequest, bulletin_id: UUID) -> Status[dict[str, UUID]]:
    """Starts the job that makes the PDF by the office's own Word template, where the server has LibreOffice."""
    job = ask_for_office_pdf(actor=actor_of(request), bulletin_id=bulletin_id)
    return Status(202, {"job_id": job.pk, "bulletin_id": bulletin_id})


@router.get("/bulletins/{bulletin_id}/slides.pptx")
def get_slides(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """As slides for a meeting."""
    found = bulletin_for(actor_of(request), bulletin_id)
    content = slides.slides_paper(papers.told_of(found, pixels=slides.PIXELS))
    return download(content, f"{papers.file_name(found)}.pptx", PPTX)


@router.get("/meetings/{meeting_id}/slides.pptx")
def get_meeting_slides(request: HttpRequest, meeting_id: UUID, asked: Query[SlidesAsked]) -> FileResponse:
    """The slides of a meeting as of now."""
    actor = actor_of(request)
    require_everywhere(actor, READ)
    found = meeting_told(actor=actor, meeting_id=meeting_id, now=now(), case_ids=asked.case_ids)
    return download(meeting_slides(found), meeting_slides_name(found), PPTX)


@router.get("/bulletins/{bulletin_id}/tables.xlsx")
def get_workbook(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """Its tables as Excel."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(papers.excel_paper(papers.told_of(found)), f"{papers.file_name(found)}.xlsx")
