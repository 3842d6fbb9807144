"""How steady units are, over the API."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of
from chuangcheng.supervision.forms.steadiness import USUAL_DAYS
from chuangcheng.supervision.queries.steadiness import SteadyRow, steadiness

router = Router()


class SteadinessQuery(Strict):
    """Closings of which days, both included (the last year unless said), and by what they are grouped."""

    by: Literal["unit", "class"] = "unit"
    first: date | None = None
    last: date | None = None
    special: UUID | None = None  # only the cases of this campaign


class StayedOut(Schema):
    days: int
    fixed: int  # closed for so long or longer
    back: int  # of these, came back within the days
    back_rate: Decimal | None  # 回潮率, from 0 to 1
    rate: Decimal | None  # from 0 to 1: what stayed fixed
    low: Decimal | None  # of the 95 % interval
    high: Decimal | None


class WeekOut(Schema):
    monday: date
    due: int
    on_time: int


class SlackOut(Schema):
    recent: Decimal
    before: Decimal
    recent_due: int
    before_due: int


class SteadyOut(Schema):
    id: int | None  # of the unit or class
    name: str
    closed: int
    stayed: list[StayedOut]
    weeks: list[WeekOut]
    evenness: Decimal | None
    slack: SlackOut | None


class SteadinessOut(Schema):
    days: list[int]
    rows: list[SteadyOut]
    whole: SteadyOut


@router.get("/steadiness", response=SteadinessOut)
def get_steadiness(request: HttpRequest, asked: Query[SteadinessQuery]) -> dict[str, Any]:
    """What stayed fixed by unit or class, and how punctual units were in each week of the last half year."""
    last = asked.last or today()
    first = asked.first or last - timedelta(days=USUAL_DAYS - 1)
    found = steadiness(
        actor=actor_of(request),
        first=min(first, last),
        last=last,
        grouping=asked.by,
        special_id=asked.special,
        now=now(),
    )
    return {"days": list(found.days), "rows": [_shown(row) for row in found.rows], "whole": _shown(found.whole)}


def _shown(row: SteadyRow) -> dict[str, Any]:
    stayed = []
    for each in row.stayed:
        low, high = each.interval or (None, None)
        told = {
            "days": each.days,
            "fixed": each.fixed,
            "back": each.back,
            "back_rate": each.back_rate,
            "rate": each.rate,
        }
        stayed.append({**told, "low": low, "high": high})
    return {
        "id": row.key,
        "name": row.name,
        "closed": row.closed,
        "stayed": stayed,
        "weeks": row.weeks,
        "evenness": row.evenness,
        "slack": row.slack,
    }
