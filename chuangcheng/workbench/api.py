"""To-dos and search over the API."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.core.search import find
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of
from chuangcheng.workbench.queries import day_of

router = Router()
MOST = 50


class TodoOut(Schema):
    urgency: int
    kind: str
    number: str
    title: str
    url: str
    act: str
    due_at: datetime | None


class HitOut(Schema):
    kind: str
    number: str
    title: str
    url: str


@router.get("/todos", response=list[TodoOut])
def todos(request: HttpRequest) -> list[TodoOut]:
    """What is mine today, overdue first, then what is coming."""
    day = day_of(actor=actor_of(request), now=now())
    return [
        TodoOut(
            urgency=todo.urgency,
            kind=str(todo.kind),
            number=todo.number,
            title=str(todo.title),
            url=todo.url,
            act=str(todo.act),
            due_at=todo.due_at,
        )
        for todo in [*day.due, *day.coming]
    ]


@router.get("/search", response=list[HitOut])
def search(request: HttpRequest, q: str) -> list[HitOut]:
    """Records by number, place, unit and text, at most 50."""
    hits = find(actor=actor_of(request), query=q.strip()[:100], limit=MOST)
    return [HitOut(kind=hit.kind, number=hit.number, title=hit.title, url=hit.url) for hit in hits]
