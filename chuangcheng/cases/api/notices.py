from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from chuangcheng.cases.access import ISSUE_NOTICES, VIEW, notice_for
from chuangcheng.cases.api.cases import CaseQuery, chosen_by
from chuangcheng.cases.models import RectificationNotice
from chuangcheng.cases.notice_packing import start_pack
from chuangcheng.cases.notice_papers import MEDIA_TYPES, file_name, write_notice
from chuangcheng.cases.noticing import asked_by_filter, asked_by_source
from chuangcheng.cases.queries.notices import notices
from chuangcheng.cases.schemas import StartedJob
from chuangcheng.cases.services.notices import SELECTION, NoticeSource, issue_notices, sign_notice
from chuangcheng.core.access import require
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.keyset import PAGE_ROWS
from chuangcheng.core.strict_input import Strict
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


class NoticesIn(Strict):
    """For a source ("inspections.round" and the id of a round), or for a filter of cases under an id of one's own."""

    source_kind: str = ""
    source_id: str = ""
    filter: CaseQuery | None = None
    batch_id: UUID | None = None  # with a filter: sent again, the same notices are written anew, no others
    requirement: str = ""  # empty: the usual sentence
    reply_by: date | None = None  # none: the last deadline of the unit's cases


class PackIn(Strict):
    source: str  # id of a round, or of a batch
    kind: str = "docx"  # or pdf


@router.get("/rectification-notices", response=list[NoticeOut])
def list_notices(request: HttpRequest, source: str = "", before: UUID | None = None) -> list[dict[str, Any]]:
    """The visible notices, newest first, 50 at a time. `source`: id of a round; `before`: the last one seen."""
    actor = actor_of(request)
    require(actor, VIEW)
    rows = notices(actor=actor, source_id=source[:40])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_shape(row) for row in rows[:PAGE_ROWS]]


@router.post("/rectification-notices", response={201: list[NoticeOut]})
def issue(request: HttpRequest, given: NoticesIn) -> Status[list[dict[str, Any]]]:
    """A notice for each unit; answers with those written or written anew, none when nothing changed."""
    actor = actor_of(request)
    require(actor, ISSUE_NOTICES)
    if given.source_kind:
        source, cases = asked_by_source(actor=actor, kind=given.source_kind, source_id=given.source_id)
    elif given.filter is not None and given.batch_id is not None:
        source = NoticeSource(SELECTION, str(given.batch_id), _("日常检查"))
        cases = asked_by_filter(actor=actor, chosen=chosen_by(actor, given.filter))
    else:
        raise InvalidInput(_("请指定检查轮次，或指定问题筛选条件和批次编号。"))
    made = issue_notices(
        actor=actor,
        source=source,
        case_ids=[case.pk for case in cases],
        requirement=given.requirement,
        reply_by=given.reply_by,
    )
    rows = notices(actor=actor, source_id=source.id).filter(pk__in=[notice.pk for notice in made])
    return Status(201, [_shape(row) for row in rows])


@router.post("/rectification-notices/pack", response={202: StartedJob})
def pack(request: HttpRequest, given: PackIn) -> Status[dict[str, Any]]:
    """All notices of a source as one zip, written by a job."""
    actor = actor_of(request)
    require(actor, VIEW)
    return Status(202, {"job_id": start_pack(actor=actor, source_id=given.source[:40], kind=given.kind).pk})


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
