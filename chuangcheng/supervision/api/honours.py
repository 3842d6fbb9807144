"""Red and black lists over the API: proposed from a board, checked, approved, taken down."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of, download
from chuangcheng.supervision.accountability_access import PUBLISH_LISTS, list_for
from chuangcheng.supervision.honour_papers import LIST_MEDIA_TYPES, list_file_name, write_list
from chuangcheng.supervision.models import HonourList
from chuangcheng.supervision.queries.accountability.honours import entries_of, lists_shown
from chuangcheng.supervision.services.accountability import check_list, move_list, propose_list

router = Router()


class ListOut(Schema):
    id: UUID
    run_id: UUID
    board: str
    state: str  # proposed, checked, published, withdrawn, dropped
    is_for_public: bool
    checked_by: str
    published_at: datetime | None
    published_by: str


class EntryOut(Schema):
    id: int
    unit_id: int | None  # none: a leader
    name: str
    place: int
    points: Decimal
    listed: str  # red, black
    is_left_out: bool
    reason: str


class ListDetail(ListOut):
    entries: list[EntryOut]


class ListIn(Strict):
    run_id: UUID


class CheckIn(Strict):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same move
    left_out: dict[int, str] = {}  # entry → why
    is_for_public: bool = False


class ListMoveIn(Strict):
    event_id: UUID | None = None
    text: str = ""


@router.get("/honour-lists", response=list[ListOut])
def list_lists(request: HttpRequest, before: UUID | None = None) -> list[dict[str, Any]]:
    """The lists, newest first, 50 of them; `before`: the id of the last one seen."""
    parameters = request.GET.copy()
    parameters["before"] = str(before or "")
    return [_told(row) for row in keyset_page(lists_shown(actor=actor_of(request)), parameters=parameters).rows]


@router.post("/honour-lists", response={201: ListDetail})
def add_list(request: HttpRequest, given: ListIn) -> Status[dict[str, Any]]:
    """The list of a published board; asked again, the same."""
    made = propose_list(actor=actor_of(request), run_id=given.run_id)
    return Status(201, _detail(request, made.pk))


@router.get("/honour-lists/{uuid:list_id}", response=ListDetail)
def get_list(request: HttpRequest, list_id: UUID) -> dict[str, Any]:
    """One list with its entries; those left out only for who publishes."""
    return _detail(request, list_id)


@router.get("/honour-lists/{uuid:list_id}/paper.{kind}")
def paper(request: HttpRequest, list_id: UUID, kind: Literal["docx", "pdf", "xlsx"]) -> FileResponse:
    """The list as Word, PDF or Excel."""
    found = list_for(actor_of(request), list_id)
    content = write_list(found, entries_of(found, with_left_out=False), kind)
    return download(content, list_file_name(found, kind), LIST_MEDIA_TYPES[kind])


@router.post("/honour-lists/{uuid:list_id}/check", response=ListDetail)
def check(request: HttpRequest, list_id: UUID, given: CheckIn) -> dict[str, Any]:
    """Chooses who stays."""
    values = given.dict(exclude={"event_id"})
    check_list(actor=actor_of(request), list_id=list_id, event_id=given.event_id or new_id(), **values)
    return _detail(request, list_id)


@router.post("/honour-lists/{uuid:list_id}/publish", response=ListDetail)
def publish(request: HttpRequest, list_id: UUID, given: ListMoveIn) -> dict[str, Any]:
    """By somebody else than who chose."""
    return _moved(request, list_id, "publish", given)


@router.post("/honour-lists/{uuid:list_id}/return", response=ListDetail)
def send_back(request: HttpRequest, list_id: UUID, given: ListMoveIn) -> dict[str, Any]:
    """To be chosen again, for a reason."""
    return _moved(request, list_id, "return", given)


@router.post("/honour-lists/{uuid:list_id}/drop", response=ListDetail)
def drop(request: HttpRequest, list_id: UUID, given: ListMoveIn) -> dict[str, Any]:
    """Not published, for a reason."""
    return _moved(request, list_id, "drop", given)


@router.post("/honour-lists/{uuid:list_id}/withdraw", response=ListDetail)
def withdraw(request: HttpRequest, list_id: UUID, given: ListMoveIn) -> dict[str, Any]:
    """Taken down, for a reason."""
    return _moved(request, list_id, "withdraw", given)


def _moved(request: HttpRequest, list_id: UUID, move: str, given: ListMoveIn) -> dict[str, Any]:
    event_id = given.event_id or new_id()
    move_list(actor=actor_of(request), list_id=list_id, event_id=event_id, move=move, text=given.text)
    return _detail(request, list_id)


def _detail(request: HttpRequest, list_id: UUID) -> dict[str, Any]:
    actor = actor_of(request)
    found = list_for(actor, list_id)
    entries = entries_of(found, with_left_out=actor.everywhere(PUBLISH_LISTS))
    names = ("unit_id", "name", "place", "points", "listed", "is_left_out", "reason")
    told = [{"id": entry.pk, **{name: getattr(entry, name) for name in names}} for entry in entries]
    return {**_told(found), "entries": told}


def _told(found: HonourList) -> dict[str, Any]:
    return {
        "id": found.pk,
        "run_id": found.run_id,
        "board": found.run.board.name,
        "state": found.state,
        "is_for_public": found.is_for_public,
        "checked_by": found.checked_by_name,
        "published_at": found.published_at,
        "published_by": found.published_by_name,
    }
