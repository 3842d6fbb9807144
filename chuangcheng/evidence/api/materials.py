"""Material: the list, one with its story, asked for, changed, cancelled; files kept, handed in, withdrawn, reviewed."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status, UploadedFile

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.evidence.access import material_for, require_supply
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries import MaterialFilter, PieceNow, materials_shown, story_of
from chuangcheng.evidence.services import (
    Asked,
    Judged,
    NewMaterial,
    NewPiece,
    ask_for_materials,
    change_material,
    hand_in,
    hand_in_archive,
    keep_archive,
    keep_file,
    kept_file,
    review_material,
    void_material,
    withdraw_piece,
)
from chuangcheng.evidence.workflow import Mark

router = Router()
MOST = 200  # in one answer; our choice
MOST_FILES = 20  # in one request; our choice

PLAIN = (
    *("id", "number", "framework_id", "standard_id", "unit_id", "kind", "title", "count", "formats", "megabytes"),
    *("least_pixels", "first_on", "last_on", "captions", "note", "due_on", "state", "accepted_count", "waiting_count"),
)
Format = Literal["picture", "pdf", "word", "table", "slides"]
Caption = Literal["time", "place", "people", "theme", "background"]


class MaterialOut(Schema):
    id: UUID
    number: str
    framework_id: int
    standard_id: int
    standard: str  # code
    unit_id: int
    unit: str
    kind: str
    title: str
    count: int  # pieces
    formats: list[str]
    megabytes: int  # of one file
    least_pixels: int  # of a picture's longer side
    first_on: date | None
    last_on: date | None
    captions: list[str]
    note: str
    due_on: date
    state: str
    accepted_count: int
    waiting_count: int


class PieceOut(Schema):
    id: UUID
    file_id: UUID
    name: str
    caption: dict[str, str]
    replaces_id: UUID | None
    source_kind: str  # where it was taken from, as in the offers; empty: brought from outside
    source_id: str
    source_label: str
    at: datetime
    verdict: str  # accepted, returned; empty: nobody looked at it yet
    text: str  # the reason
    marks: list[list[float]]  # x, y, width, height as shares of the picture; then the page of a PDF


class EventOut(Schema):
    id: UUID
    move: str
    person_name: str
    unit_name: str
    at: datetime
    text: str
    before: dict[str, str]
    after: dict[str, str]


class MaterialDetail(MaterialOut):
    pieces: list[PieceOut]  # those that stand
    earlier: list[PieceOut]  # replaced or withdrawn
    events: list[EventOut]  # oldest first


class MaterialFacts(Strict):
    title: str
    due_on: date | None = None
    kind: Literal["document", "report", "picture", "table", "other"] = "other"
    count: int = 1
    formats: list[Format] = ["picture", "pdf", "word", "table", "slides"]
    megabytes: int = 50
    least_pixels: int = 0
    first_on: date | None = None
    last_on: date | None = None
    captions: list[Caption] = []
    note: str = ""


class MaterialIn(MaterialFacts):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same request
    standard_id: int
    unit_id: int


class LinesIn(Strict):
    materials: list[MaterialIn]
    despite: str = ""  # why it is asked although the unit has the same open, or its number for the week


class ChangeIn(MaterialFacts):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same change
    reason: str


class VoidIn(Strict):
    event_id: UUID | None = None
    reason: str


class TokenOut(Schema):
    token: str  # what `pieces` takes, for a day
    name: str


class ArrivedOut(TokenOut):
    path: str  # in the folder or zip
    caption: dict[str, str]  # what is known of it, of the fields that are asked for; to be checked and completed


class PieceIn(Strict):
    token: str
    caption: dict[Caption, str] = {}
    replaces: UUID | None = None


class HandIn(Strict):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same step
    pieces: list[PieceIn]
    text: str = ""


class WithdrawIn(Strict):
    event_id: UUID | None = None


class JudgedIn(Strict):
    piece_id: UUID
    verdict: Literal["accepted", "returned"]
    text: str = ""
    marks: list[tuple[float, float, float, float] | tuple[float, float, float, float, int]] = []  # as they are told


class ReviewIn(Strict):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same step
    pieces: list[JudgedIn]
    text: str = ""


@router.get("/materials", response=list[MaterialOut])
def list_materials(
    request: HttpRequest,
    q: str = "",
    state: str = "",
    due: Literal["", "late", "week"] = "",
    unit_id: int | None = None,
    standard_id: int | None = None,
    before: UUID | None = None,
) -> list[dict[str, Any]]:
    """The newest 200 visible requests that meet the filter; `before`: older than this one."""
    chosen = MaterialFilter(words=q, state=state, due=due, unit_id=unit_id, standard_id=standard_id)
    rows = materials_shown(actor=actor_of(request), chosen=chosen, today=today())
    rows = rows if before is None else rows.filter(pk__lt=before)
    return [_shown(row) for row in rows.order_by("-pk")[:MOST]]


@router.post("/materials", response={201: list[MaterialOut]})
def add_materials(request: HttpRequest, given: LinesIn) -> Status[list[dict[str, Any]]]:
    """Requests, all or none; a line that lacks something is named."""
    actor = actor_of(request)
    lines = [NewMaterial(each.id or new_id(), Asked(**each.dict(exclude={"id"}))) for each in given.materials]
    made = ask_for_materials(actor=actor, lines=lines, despite=given.despite)
    return Status(201, [_shown(material_for(actor, row.pk)) for row in made[:MOST]])


@router.get("/materials/{material_id}", response=MaterialDetail)
def get_material(request: HttpRequest, material_id: UUID) -> dict[str, Any]:
    """One request with its pieces, their earlier versions and every step."""
    return _detail(request, material_id)


@router.put("/materials/{material_id}", response=MaterialDetail)
def edit_material(request: HttpRequest, material_id: UUID, given: ChangeIn) -> dict[str, Any]:
    """Other facts of a request, with a reason; standard and unit stay."""
    asked = Asked(standard_id=None, unit_id=None, **given.dict(exclude={"event_id", "reason"}))
    event_id = given.event_id or new_id()
    change_material(
        actor=actor_of(request), material_id=material_id, event_id=event_id, asked=asked, reason=given.reason
    )
    return _detail(request, material_id)


@router.post("/materials/{material_id}/void", response=MaterialDetail)
def cancel_material(request: HttpRequest, material_id: UUID, given: VoidIn) -> dict[str, Any]:
    """Nobody needs the material any more."""
    event_id = given.event_id or new_id()
    void_material(actor=actor_of(request), material_id=material_id, event_id=event_id, reason=given.reason)
    return _detail(request, material_id)


@router.post("/materials/{material_id}/files", response={201: list[TokenOut]})
def add_files(
    request: HttpRequest,
    material_id: UUID,
    files: File[list[UploadedFile] | None] = None,  # noqa: ARG001 - read from the request, which stores what is too big for memory; named here for the documentation
) -> Status[list[dict[str, str]]]:
    """Keeps files for a request; each gives a token to hand it in with."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    sent = request.FILES.getlist("files")
    if not 1 <= len(sent) <= MOST_FILES:
        raise InvalidInput(_("一次可以提交1到%(most)s个文件。") % {"most": MOST_FILES})
    names = [each.name or "" for each in sent]
    tokens = [
        keep_file(actor=actor, material=found, content=each, name=name) for each, name in zip(sent, names, strict=True)
    ]
    return Status(201, [{"token": token, "name": name} for token, name in zip(tokens, names, strict=True)])


@router.post("/materials/{material_id}/archive", response={201: MaterialDetail})
def add_archive(
    request: HttpRequest,
    material_id: UUID,
    archive: File[UploadedFile | None] = None,  # noqa: ARG001 - read from the request; named here for the documentation
    caption: Form[str] = "{}",
) -> Status[dict[str, Any]]:
    """Hands in every file of a zip, or none; `caption`: JSON of caption fields, for all of them."""
    actor, upload = actor_of(request), request.FILES.get("archive")
    require_supply(actor, material_for(actor, material_id))
    if upload is None:
        raise InvalidInput(_("请选择压缩包。"))
    hand_in_archive(
        actor=actor,
        material_id=material_id,
        event_id=new_id(),
        content=upload,
        name=upload.name or "",
        caption=_caption(caption),
    )
    return Status(201, _detail(request, material_id))


@router.post("/materials/{material_id}/kept-archive", response={201: list[ArrivedOut]})
def keep_files_of_archive(
    request: HttpRequest,
    material_id: UUID,
    archive: File[UploadedFile | None] = None,  # noqa: ARG001 - read from the request; named here for the documentation
) -> Status[list[dict[str, Any]]]:
    """Keeps every file of a zip, or none; each gives a token for `pieces` and what its caption may be."""
    actor, upload = actor_of(request), request.FILES.get("archive")
    found = material_for(actor, material_id)
    require_supply(actor, found)
    if upload is None:
        raise InvalidInput(_("请选择压缩包。"))
    arrived = keep_archive(actor=actor, material=found, content=upload, name=upload.name or "").whole()
    told = [
        {"token": each.token, "name": each.kept.name, "path": each.path, "caption": each.caption} for each in arrived
    ]
    return Status(201, told)


@router.post("/materials/{material_id}/pieces", response={201: MaterialDetail})
def add_pieces(request: HttpRequest, material_id: UUID, given: HandIn) -> Status[dict[str, Any]]:
    """Hands files in, each with its caption."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    pieces = []
    for each in given.pieces:
        kept = kept_file(actor=actor, material=found, token=each.token)
        caption = {str(field): text for field, text in each.caption.items()}
        pieces.append(NewPiece(kept.file, kept.name, caption, each.replaces, kept.origin))
    event_id = given.event_id or new_id()
    hand_in(actor=actor, material_id=material_id, event_id=event_id, pieces=pieces, text=given.text)
    return Status(201, _detail(request, material_id))


@router.post("/materials/{material_id}/pieces/{piece_id}/withdraw", response=MaterialDetail)
def take_back_piece(request: HttpRequest, material_id: UUID, piece_id: UUID, given: WithdrawIn) -> dict[str, Any]:
    """Takes back a piece that nobody looked at yet."""
    event_id = given.event_id or new_id()
    withdraw_piece(actor=actor_of(request), material_id=material_id, event_id=event_id, piece_id=piece_id)
    return _detail(request, material_id)


@router.post("/materials/{material_id}/reviews", response={201: MaterialDetail})
def add_review(request: HttpRequest, material_id: UUID, given: ReviewIn) -> Status[dict[str, Any]]:
    """Accepts pieces or returns them with a reason and marked places."""
    judged = [
        Judged(each.piece_id, each.verdict, each.text, [Mark(*mark) for mark in each.marks]) for each in given.pieces
    ]
    event_id = given.event_id or new_id()
    actor = actor_of(request)
    review_material(actor=actor, material_id=material_id, event_id=event_id, judged=judged, text=given.text)
    return Status(201, _detail(request, material_id))


def _caption(written: str) -> dict[str, str]:
    try:
        told = json.loads(written)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise InvalidInput(_("说明应是JSON对象，请核对接口文档后再提交。"))
    return {str(name): str(text) for name, text in told.items()}


def _detail(request: HttpRequest, material_id: UUID) -> dict[str, Any]:
    story = story_of(material_for(actor_of(request), material_id))
    earlier = [*story.withdrawn, *(each for rows in story.earlier.values() for each in rows)]
    return {
        **_shown(story.material),
        "pieces": [_piece(each) for each in story.pieces],
        "earlier": [_piece(each) for each in earlier],
        "events": story.history,
    }


def _piece(now: PieceNow) -> dict[str, Any]:
    names = ("id", "file_id", "name", "caption", "replaces_id", "source_kind", "source_id", "source_label", "at")
    said = now.judgement
    return {
        **{name: getattr(now.piece, name) for name in names},
        "verdict": now.verdict,
        "text": said.text if said is not None else "",
        "marks": said.marks if said is not None else [],
    }


def _shown(row: MaterialRequest) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in PLAIN}
    return {**told, "standard": row.standard.code, "unit": row.unit.name}
