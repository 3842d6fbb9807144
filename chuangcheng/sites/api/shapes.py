"""What goes in and out about sites."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Schema

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.strict_input import Strict
from chuangcheng.sites.queries import GAPS, LATE, NEVER, STATES, UNCOVERED, SiteFilter

MOST = 200  # sites in one answer


class StewardOut(Schema):
    id: int
    kind: str
    name: str
    person_id: int | None
    segment: str
    starts_on: date
    ends_on: date | None
    end_reason: str


class SiteOut(Schema):
    id: UUID
    number: str
    name: str
    site_type_id: int
    site_type: str
    area_id: int
    area: str
    owner_id: int | None
    owner: str
    contract_leader_id: int | None
    contract_leader: str
    address: str
    lon: float | None
    lat: float | None
    is_model: bool
    is_active: bool
    last_checked_at: datetime | None
    stewards: list[str]


class SiteDetail(SiteOut):
    grid_cell_id: int | None
    contact_name: str
    contact_phone: str  # masked
    note: str


class SitePage(Schema):
    items: list[SiteOut]
    next: str | None  # `after` of the next page


class SiteQuery(Schema):
    q: str = ""
    site_type_id: int | None = None
    area_id: int | None = None
    owner_id: int | None = None
    missing: str = ""
    looked: str = ""  # uncovered, never, late
    unchecked_since: date | None = None
    only_models: bool = False
    only_mine: bool = False  # looked after, or led by contract, by who asks
    state: str = "active"
    after: str = ""
    limit: int = Field(50, ge=1, le=MOST)


class SiteFactsIn(Strict):
    name: str
    site_type_id: int
    area_id: int
    number: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    system: str = "wgs84"
    grid_cell_id: int | None = None
    contact_name: str = ""
    contact_phone: str | None = None
    note: str = ""
    is_model: bool = False


class SiteIn(SiteFactsIn):
    id: UUID  # version 7, made by the client: the same twice is one site
    owner_id: int | None = None


class OwnerIn(Strict):
    owner_id: int | None


class OwnersIn(Strict):
    site_ids: list[UUID]
    owner_id: int


class LeaderIn(Strict):
    person_id: int | None


class StewardIn(Strict):
    kind: str
    starts_on: date
    person_id: int | None = None
    name: str = ""
    segment: str = ""


class Ending(Strict):
    ends_on: date
    reason: str


class Reason(Strict):
    reason: str


class GapOut(Schema):
    missing: str
    label: str
    count: int  # at most a thousand are counted
    is_more: bool  # there are more than that


class PhoneOut(Schema):
    phone: str  # empty: none is known
    note: str  # with the phones in it; empty: there are none


def filter_of(asked: SiteQuery) -> SiteFilter:
    """What the query asks for. Raises InvalidInput."""
    if asked.missing and asked.missing not in GAPS:
        raise InvalidInput(_("missing应为%(words)s之一。") % {"words": "、".join(GAPS)})
    if asked.looked not in {"", UNCOVERED, NEVER, LATE}:
        raise InvalidInput(_("looked应为%(words)s之一。") % {"words": f"{UNCOVERED}、{NEVER}、{LATE}"})
    if asked.state not in STATES:
        raise InvalidInput(_("state应为%(words)s之一。") % {"words": "、".join(STATES)})
    return SiteFilter(
        words=asked.q[:60],
        site_type_id=asked.site_type_id,
        area_id=asked.area_id,
        owner_id=asked.owner_id,
        missing=asked.missing,
        looked=asked.looked,
        unchecked_since=asked.unchecked_since,
        only_models=asked.only_models,
        only_mine=asked.only_mine,
        state=asked.state,
    )
