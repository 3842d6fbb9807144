from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from chuangcheng.core.models import Notice
from chuangcheng.core.notices.inbox import mark_all_read, mark_read, notices_of, unread_count
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of

router = Router()
MAX_ROWS = 200


class NoticeOut(Schema):
    """One line of the inbox."""

    id: int
    title: str = Field(alias="shown_title")
    body: str = Field(alias="shown_body")
    link: str
    created_at: datetime
    read_at: datetime | None


class NoticesAsked(Schema):
    """Which part of the inbox: lines older than `before`, at most `limit`."""

    unread: bool = False
    before: int | None = None
    limit: int = Field(50, ge=1, le=MAX_ROWS)


class Unread(Schema):
    """How many lines are unread; 100 means more than 99."""

    count: int


class NoticesRead(Strict):
    """Which lines have been read; none named: all."""

    ids: list[int] = Field([], max_length=1000)


@router.get("/notices", response=list[NoticeOut], summary="我的通知，新的在前")
def notices(request: HttpRequest, asked: Query[NoticesAsked]) -> list[Notice]:
    """One's own inbox."""
    rows = notices_of(actor_of(request))
    if asked.unread:
        rows = rows.filter(read_at__isnull=True)
    return list((rows.filter(pk__lt=asked.before) if asked.before else rows)[: asked.limit])


@router.get("/notices/unread", response=Unread, summary="未读通知数")
def unread(request: HttpRequest) -> Unread:
    """Counted to 100 and no further."""
    return Unread(count=unread_count(actor_of(request)))


@router.post("/notices/read", response=Unread, summary="标记通知为已读")
def read(request: HttpRequest, given: NoticesRead) -> Unread:
    """Marks the named lines, or all of them; other people's are not touched."""
    actor = actor_of(request)
    if given.ids:
        mark_read(actor=actor, ids=given.ids, now=now())
    else:
        mark_all_read(actor=actor, now=now())
    return Unread(count=unread_count(actor))
