"""The duty desk over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from chuangcheng.cases import horizons
from chuangcheng.cases.access import VIEW
from chuangcheng.cases.queries.desk import Desk
from chuangcheng.cases.services.unit_reminders import remind_units
from chuangcheng.core.access import require
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of

router = Router()


class TallyOut(Schema):
    """Cases being fixed; hours are working hours past the deadline."""

    open: int
    soon: int
    overdue: int
    longest_hours: float
    mean_hours: float


class BoardLineOut(Schema):
    """One group; `query` is what the list of cases is asked with."""

    label: str
    query: str
    tally: TallyOut
    unit_id: int | None
    reminded_at: datetime | None
    reminded_by: str


class WaitingOut(Schema):
    """What waits at the desk; `count` stops at 1,001."""

    code: str
    label: str
    count: int
    since: datetime | None


class DeskOut(Schema):
    """The whole board; `more_count`: groups that are not among the lines."""

    at: datetime
    whole: TallyOut
    next_until: datetime
    next_count: int
    lines: list[BoardLineOut]
    more_count: int
    waiting: list[WaitingOut]


class RemindIn(Strict):
    """A press of 提醒. The same `press_id` again reminds nobody a second time."""

    press_id: UUID = Field(default_factory=new_id, description="UUIDv7, made by the sender")
    unit_ids: list[int]


class RemindedUnit(Schema):
    """A unit that was reminded."""

    unit_id: int
    overdue_count: int
    soon_count: int
    recipient_count: int
    at: datetime


class RemindOut(Schema):
    """`skipped_count`: units reminded a short while ago, or with nothing to remind of."""

    reminded: list[RemindedUnit]
    skipped_count: int


@router.get("/cases/desk", response=DeskOut)
def get_desk(request: HttpRequest, by: Literal["unit", "class", "leader", "street"] = "unit") -> dict[str, Any]:
    """How it stands with the cases being fixed, by unit, class, leader or street, and what waits."""
    actor, moment, calendar = actor_of(request), now(), office_calendar()
    require(actor, VIEW)
    desk = Desk(actor, moment, calendar)
    until = horizons.working_hours_ahead(moment, horizons.AHEAD, calendar)
    board = desk.board(by, until=until)
    plain = ("whole", "next_count", "lines", "more_count")
    return {
        **{name: getattr(board, name) for name in plain},
        "at": moment,
        "next_until": until,
        "waiting": desk.waiting(),
    }


@router.post("/cases/desk/remind", response=RemindOut)
def remind(request: HttpRequest, given: RemindIn) -> dict[str, Any]:
    """Reminds units of what they have overdue or near its deadline."""
    done = remind_units(actor=actor_of(request), press_id=given.press_id, unit_ids=given.unit_ids)
    return {"reminded": list(done.rows), "skipped_count": done.skipped_count}
