from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from chuangcheng.cases.access import VIEW, notice_for
from chuangcheng.cases.models import RectificationNotice
from chuangcheng.cases.notice_papers import MEDIA_TYPES, file_name, write_notice
from chuangcheng.cases.queries.notices import notices
from chuangcheng.cases.services.notices import sign_notice
from chuangcheng.core.access import require
from chuangcheng.core.errors import NotFound
from chuangcheng.core.keyset import PAGE_ROWS
from chuangcheng.core.web import actor_of, download

router = Router()


class NoticeOut(Schema):
    id: UUID
    number: str
    version: int
    unit_id: int
    unit: str
    source: str
    reply_by: date
    issued_at: datetime
    signed_at: datetime | None
    cases: int
    closed: int


@router.get("/rectification-notices", response=list[NoticeOut])
def list_notices(request: HttpRequest, source: str = "", before: UUID | None = None) -> list[dict[str, Any]]:
    """The visible notices, newest first, 50 at a time. `source`: id of a round; `before`: the last one seen."""
    actor = actor_of(request)
    require(actor, VIEW)
    rows = notices(actor=actor, source_id=source[:40])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_shape(row) for row in rows[:PAGE_ROWS]]


@router.post("/rectification-notices/{uuid:notice_id}/sign", response=NoticeOut)
def sign(request: HttpRequest, notice_id: UUID) -> dict[str, Any]:
    """签收 by the unit; a second time changes nothing."""
    actor = actor_of(request)
    require(actor, VIEW)
    sign_notice(actor=actor, notice_id=notice_id)
    return _shape(notices(actor=actor).get(pk=notice_id))


@router.get("/rectification-notices/{uuid:notice_id}/{kind}", response={200: None})
def get_file(request: HttpRequest, notice_id: UUID, kind: str) -> HttpResponseBase:
    """The notice as `docx` or `pdf`."""
    actor = actor_of(request)
    require(actor, VIEW)
    found = notice_for(actor, notice_id)
    if kind not in MEDIA_TYPES:
        raise NotFound
    return download(write_notice(found, kind), file_name(found, kind), MEDIA_TYPES[kind])


def _shape(row: RectificationNotice) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "version": row.version,
        "unit_id": row.unit_id,
        "unit": row.unit.name,
        "source": row.source_label,
        "reply_by": row.reply_by,
        "issued_at": row.issued_at,
        "signed_at": row.signed_at,
        "cases": row.case_count,  # type: ignore[attr-defined] # annotated by `notices`
        "closed": row.closed_count,  # type: ignore[attr-defined]
    }
