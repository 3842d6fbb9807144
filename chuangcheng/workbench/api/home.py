"""To-dos, figures, search and settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.dated_settings import DatedSetting, change_setting, history_of
from chuangcheng.core.search import find
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of
from chuangcheng.workbench.queries import changeable_setting, changeable_settings, day_of

router = Router()
MOST = 50


class TodoOut(Schema):
    urgency: int
    kind: str
    number: str
    title: str
    url: str
    act: str
    act_url: str
    detail: str
    situation: str
    due_at: datetime | None


class FigureOut(Schema):
    label: str
    value: str  # "7", "1,000+"
    url: str


class HitOut(Schema):
    kind: str
    number: str
    title: str
    text: str  # what else is found of it: place, units
    url: str


class SettingOut(Schema):
    key: str
    label: str
    help: str
    source: str
    value: Any


class ChangeOut(Schema):
    value: Any
    valid_from: date
    reason: str
    set_by: str
    set_at: datetime


class SettingDetail(SettingOut):
    changes: list[ChangeOut]  # newest first


class SettingIn(Strict):
    value: Any
    valid_from: date
    reason: str


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
            act_url=todo.act_url or todo.url,
            detail=str(todo.detail),
            situation=str(todo.situation),
            due_at=todo.due_at,
        )
        for todo in [*day.due, *day.coming]
    ]


@router.get("/figures", response=list[FigureOut])
def figures(request: HttpRequest) -> list[FigureOut]:
    """How things stand, as the head of the to-do page tells."""
    found = day_of(actor=actor_of(request), now=now()).figures
    return [FigureOut(label=str(each.label), value=each.value, url=each.url) for each in found]


@router.get("/settings", response=list[SettingOut])
def list_settings(request: HttpRequest) -> list[dict[str, Any]]:
    """The dated settings that the asker may change, with the values of today."""
    return [_told(each) for each in changeable_settings(actor_of(request))]


@router.get("/settings/{key}", response=SettingDetail)
def get_setting(request: HttpRequest, key: str) -> dict[str, Any]:
    """One setting with every value that it ever had."""
    found = changeable_setting(actor_of(request), key)
    changes = [
        {
            "value": row.value,
            "valid_from": row.valid_from,
            "reason": row.reason,
            "set_by": row.set_by.name if row.set_by else "",
            "set_at": row.set_at,
        }
        for row in history_of(key)
    ]
    return {**_told(found), "changes": changes}


@router.post("/settings/{key}", response={201: SettingOut})
def add_value(request: HttpRequest, key: str, given: SettingIn) -> Status[dict[str, Any]]:
    """A new value from a day on; the past keeps the old one."""
    actor = actor_of(request)
    found = changeable_setting(actor, key)
    change_setting(actor=actor, key=key, **given.dict())
    return Status(201, _told(found))


@router.get("/search", response=list[HitOut])
def search(request: HttpRequest, q: str) -> list[HitOut]:
    """Records by number, place, unit and text, at most 50."""
    hits = find(actor=actor_of(request), query=q.strip()[:100], limit=MOST)
    return [HitOut(kind=hit.kind, number=hit.number, title=hit.title, text=hit.text, url=hit.url) for hit in hits]


def _told(found: DatedSetting[Any]) -> dict[str, Any]:
    return {
        "key": found.key,
        "label": str(found.label),
        "help": str(found.help),
        "source": str(found.source),
        "value": found.on(today()),
    }
