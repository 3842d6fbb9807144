"""Drafts of leaders' speeches: text with the names of figures in braces, and the figures with their sources."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from chuangcheng.command.models import SpeechDraft
from chuangcheng.command.queries.speeches import speeches_shown
from chuangcheng.command.services import speeches as services
from chuangcheng.command.speech_access import speech_for
from chuangcheng.command.speech_papers import speech_name, speech_paper, speech_paper_with_sources
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of, download

router = Router()
MOST = 200  # in one answer; our choice


class SectionOut(Schema):
    key: str  # purpose, speeches, praise, troubles, situation, points, end
    head: str
    text: str  # with names of figures in braces


class FigureOut(Schema):
    name: str
    value: str
    source: str
    url: str
    as_of: str


class ChangeOut(Schema):
    name: str
    before: str
    after: str


class SpeechOut(Schema):
    id: UUID
    number: str
    kind: str  # mobilise, promote, review
    title: str
    leader_id: int
    speaks_on: date
    meeting_id: UUID | None
    as_of: datetime  # of the figures
    withdrawn_at: datetime | None


class SpeechDetail(SpeechOut):
    sections: list[SectionOut]
    figures: list[FigureOut]
    changes: list[ChangeOut]  # of the last refreshing


class SpeechIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same draft
    kind: Literal["mobilise", "promote", "review"]
    leader_id: int
    speaks_on: date
    title: str = ""
    meeting_id: UUID | None = None


class WithdrawIn(Strict):
    reason: str


class SpeechText(Strict):
    title: str
    texts: dict[str, str] = {}  # key of a section → its text; the others stay


@router.get("/speeches", response=list[SpeechOut])
def list_speeches(request: HttpRequest) -> list[dict[str, Any]]:
    """At most 200, the latest first; a leader's own."""
    return [_out(row) for row in speeches_shown(actor=actor_of(request))[:MOST]]


@router.post("/speeches", response={201: SpeechDetail})
def add_speech(request: HttpRequest, given: SpeechIn) -> Status[dict[str, Any]]:
    """A draft in the usual form with the figures of now."""
    facts = services.SpeechGiven(**given.dict(exclude={"id"}))
    made = services.draft_speech(actor=actor_of(request), speech_id=given.id or new_id(), given=facts)
    return Status(201, _detail(made))


@router.get("/speeches/{speech_id}", response=SpeechDetail)
def get_speech(request: HttpRequest, speech_id: UUID) -> dict[str, Any]:
    """One draft."""
    return _detail(speech_for(actor_of(request), speech_id))


@router.put("/speeches/{speech_id}", response=SpeechDetail)
def put_speech(request: HttpRequest, speech_id: UUID, given: SpeechText) -> dict[str, Any]:
    """Other words for its sections."""
    return _detail(
        services.edit_speech(actor=actor_of(request), speech_id=speech_id, title=given.title, texts=given.texts)
    )


@router.post("/speeches/{speech_id}/refresh", response=SpeechDetail)
def refresh(request: HttpRequest, speech_id: UUID) -> dict[str, Any]:
    """The figures of now, with what changed."""
    return _detail(services.refresh_speech(actor=actor_of(request), speech_id=speech_id))


@router.post("/speeches/{speech_id}/withdraw", response=SpeechDetail)
def withdraw(request: HttpRequest, speech_id: UUID, given: WithdrawIn) -> dict[str, Any]:
    """Not used any more, for a reason."""
    return _detail(services.withdraw_speech(actor=actor_of(request), speech_id=speech_id, reason=given.reason))


@router.get("/speeches/{speech_id}/speech.docx", response={200: None})
def paper(request: HttpRequest, speech_id: UUID) -> FileResponse:
    """The speech as Word."""
    found = speech_for(actor_of(request), speech_id)
    return download(speech_paper(found), speech_name(found, _("讲话稿")), DOCX)


@router.get("/speeches/{speech_id}/sources.docx", response={200: None})
def sources(request: HttpRequest, speech_id: UUID) -> FileResponse:
    """The speech with its sources as Word."""
    found = speech_for(actor_of(request), speech_id)
    return download(speech_paper_with_sources(found), speech_name(found, _("核对稿")), DOCX)


def _out(row: SpeechDraft) -> dict[str, Any]:
    names = ("number", "kind", "title", "leader_id", "speaks_on", "meeting_id", "as_of", "withdrawn_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _detail(row: SpeechDraft) -> dict[str, Any]:
    return {**_out(row), "sections": row.sections, "figures": row.figures, "changes": row.changes}
