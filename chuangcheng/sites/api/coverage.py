"""Coverage: what nobody has looked at lately, and a round of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.sites.access import VIEW, visible_sites
from chuangcheng.sites.api.shapes import SiteQuery, filter_of
from chuangcheng.sites.queries import coverage_of, covered_cells, ids_for_round, sites_for
from chuangcheng.sites.slots import round_maker

router = Router()
MOST_CELLS = 500


class ShareOut(Schema):
    key: int | None
    name: str
    total: int
    never: int
    late: int


class CoverageOut(Schema):
    total: int
    never: int
    late: int
    by_type: list[ShareOut]
    by_street: list[ShareOut]
    by_owner: list[ShareOut]


class CellOut(Schema):
    name: str
    detail: str
    site_count: int
    last_checked_at: datetime | None
    days_since: int | None
    state: str  # never, late or "" for lately
    lon: float | None
    lat: float | None


class RoundIn(Strict):
    round_id: UUID = Field(description="UUIDv7, made by the sender")
    site_ids: list[UUID] = Field(max_length=5_000)


class RoundMade(Schema):
    url: str
    sites: int


@router.get("/sites/coverage", response=CoverageOut)
def get_coverage(request: HttpRequest, asked: Query[SiteQuery]) -> dict[str, Any]:
    """Sites in use never and not lately looked at, by type, street and owner."""
    actor = actor_of(request)
    require(actor, VIEW)
    return asdict(coverage_of(actor=actor, rows=sites_for(actor, filter_of(asked), today=today()), today=today()))


@router.get("/sites/coverage/cells", response=list[CellOut])
def list_cells(request: HttpRequest) -> list[Any]:
    """Grid cells, or hexagons without a grid; those never looked at first, at most 500."""
    return list(covered_cells(actor=actor_of(request), today=today())[:MOST_CELLS])


@router.post("/sites/coverage/round", response={201: RoundMade})
def make_round(request: HttpRequest, given: RoundIn) -> Status[dict[str, Any]]:
    """These sites become a round in preparation; the same `round_id` again is the same round."""
    actor = actor_of(request)
    making = round_maker(actor)
    if making is None:
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
    wanted = ids_for_round(visible_sites(actor).filter(pk__in=given.site_ids))
    if not wanted:
        raise InvalidInput(_("没有可以列入检查的点位，请换个条件或勾选点位。"))
    url, count = making.make(actor, wanted, given.round_id)
    return Status(201, {"url": url, "sites": count})
