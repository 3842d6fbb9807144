"""Photos: the hash first, then the pieces that are missing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import PHOTOS
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.field.access import check_person, require_field_worker
from chuangcheng.field.services import PIECE_BYTES, Wanted, WrongOffset, missing_of, receive_piece
from chuangcheng.field.wording import piece_too_big

router = Router()
RAW_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


class FileAsked(Strict):
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(gt=0, le=PHOTOS.max_bytes)  # bytes


class FilesAsked(Strict):
    person_id: int | None = None  # whose they are, as the phone knows: refused when somebody else is signed in
    files: list[FileAsked]


class FileMissing(Schema):
    sha256: str
    offset: int  # bytes that are here


class FilesMissing(Schema):
    missing: list[FileMissing]
    piece_bytes: int  # of one PUT at most


class PieceAsked(Strict):
    offset: int = Field(default=0, ge=0)  # bytes before this piece
    size: int = Field(default=0, ge=0, le=PHOTOS.max_bytes)  # of the whole file


class PieceOut(Schema):
    offset: int  # bytes that are here
    is_complete: bool


class PieceRefused(Schema):
    detail: str
    code: str
    offset: int


@router.post("/field/files", response=FilesMissing)
def ask_for_files(request: HttpRequest, given: FilesAsked) -> dict[str, Any]:
    """Which of these photos the person has not sent whole, and from where each goes on."""
    wanted = [Wanted(each.sha256, each.size) for each in given.files]
    actor = actor_of(request)
    check_person(actor, given.person_id)
    missing = missing_of(actor=actor, wanted=wanted)
    return {"missing": [{"sha256": each.sha256, "offset": each.offset} for each in missing], "piece_bytes": PIECE_BYTES}


@router.put("/field/files/{sha256}", response={200: PieceOut, 409: PieceRefused}, openapi_extra=RAW_BODY)
def send_piece(request: HttpRequest, sha256: Path[str], asked: Query[PieceAsked]) -> Status[dict[str, Any]]:
    """A piece of a photo, raw; 409 with the right offset when it does not follow the last one."""
    actor = actor_of(request)
    require_field_worker(actor)
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > PIECE_BYTES:
        raise InvalidInput(piece_too_big(PIECE_BYTES))
    wanted = Wanted(sha256, asked.size)
    try:
        done = receive_piece(actor=actor, wanted=wanted, offset=asked.offset, content=request.body)
    except WrongOffset as refusal:
        return Status(409, {"detail": str(refusal), "code": "WrongOffset", "offset": refusal.offset})
    return Status(200, {"offset": done.offset, "is_complete": done.is_complete})
