"""The leaders' screen over the API: the same numbers as the page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of
from chuangcheng.workbench.board.whole import board_of
from chuangcheng.workbench.models import Urging
from chuangcheng.workbench.services import urge

router = Router()


class AlsoOut(Schema):
    """What stands with a figure and has records of its own; `tone`: "red", "green" or ""."""

    words: str
    url: str
    tone: str


class GlanceOut(Schema):
    code: str  # visit, score, place, overdue, relapse, pace
    label: str
    value: str  # "—" when not known
    unit: str
    note: str
    change: str  # since yesterday, in words
    turn: str  # "good", "bad" or ""
    tone: str  # "red", "amber" or ""
    url: str
    also: AlsoOut | None  # of the score: where the cycle stands


class ScoreOut(Schema):
    """Points of 100; null where nothing is known."""

    day: date
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    is_void: bool
    url: str  # the sheet itself


class PartOut(Schema):
    name: str
    done: int
    planned: int
    url: str  # its records


class UnitPaceOut(Schema):
    """Per cent of work done; `behind`: percentage points that time is ahead."""

    unit_id: int
    name: str
    percent: Decimal
    behind: Decimal
    parts: list[PartOut]


class PaceOut(Schema):
    """`passed`: per cent of the days; `percent`: of the work, null before there is any."""

    label: str
    first: date
    last: date
    passed: Decimal
    percent: Decimal | None
    units: list[UnitPaceOut]


class RateOut(Schema):
    unit_id: int
    name: str
    rate: Decimal  # per cent
    to_close: int
    overdue: int


class PushOut(Schema):
    """What waits; `code` is "overdue" with a unit to remind, else a matter to urge."""

    code: str
    title: str
    detail: str
    count: str
    url: str
    unit_id: int | None
    is_own: bool
    may_press: bool
    rested: str


class ChangeOut(Schema):
    label: str
    value: str
    url: str


class TownOut(Schema):
    name: str
    open: int
    overdue: int
    url: str


class RoundOut(Schema):
    id: UUID
    name: str
    released_at: datetime
    rate: Decimal | None  # per cent of checks passed
    failed: int
    visited: int
    sites: int


class BoardOut(Schema):
    """`since`: the midnight that began yesterday."""

    at: datetime
    since: datetime
    figures: list[GlanceOut]
    score: ScoreOut | None
    scores: list[ScoreOut]  # kept ones of the days before, in order
    own_towns: list[TownOut]
    pace: PaceOut
    worst: list[RateOut]
    best: list[RateOut]
    pushes: list[PushOut]
    changes: list[ChangeOut]
    last_round: RoundOut | None


class UrgeIn(Strict):
    """A press of 催办. The same `press_id` again urges nobody a second time."""

    press_id: UUID = Field(default_factory=new_id, description="UUIDv7, made by the sender")


class UrgedOut(Schema):
    matter: str
    count: int  # things that waited
    recipient_count: int
    at: datetime


@router.get("/board", response=BoardOut)
def get_board(request: HttpRequest) -> dict[str, Any]:
    """Everything on the leaders' screen."""
    found = board_of(actor=actor_of(request), now=now())
    span, last = found.pace.span, found.last_round
    plain = ("at", "since", "own_towns", "worst", "best", "pushes", "changes")
    return {
        **{name: getattr(found, name) for name in plain},
        "figures": found.glances,
        "score": found.scores.now if found.scores else None,
        "scores": found.scores.kept if found.scores else [],
        "pace": {
            "label": span.label,
            "first": span.first,
            "last": span.last,
            "passed": found.pace.passed,
            "percent": found.pace.percent,
            "units": found.pace.units,
        },
        "last_round": {
            "id": last.round.pk,
            "name": last.round.name,
            "released_at": last.round.released_at,
            "rate": last.rate,
            "failed": last.failed,
            "visited": last.progress.visited,
            "sites": last.progress.sites,
        }
        if last
        else None,
    }


@router.post("/board/urge/{matter}", response=UrgedOut)
def post_urge(request: HttpRequest, matter: str, given: UrgeIn) -> Urging:
    """Urges those who should act on a matter: dispatch, whistle, negative, visits."""
    return urge(actor=actor_of(request), matter=matter, press_id=given.press_id)
