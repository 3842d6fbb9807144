from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from chuangcheng.core.access import Actor
from chuangcheng.core.crypto import decrypt
from chuangcheng.core.phones import mask_phone, mask_phones_in
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.sites import queries, services
from chuangcheng.sites.access import site_for
from chuangcheng.sites.api.shapes import (
    Ending,
    GapOut,
    LeaderIn,
    OwnerIn,
    OwnersIn,
    PhoneOut,
    Reason,
    SiteDetail,
    SiteFactsIn,
    SiteIn,
    SitePage,
    SiteQuery,
    StewardIn,
    StewardOut,
    filter_of,
)
from chuangcheng.sites.coordinates import Point
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.services.positions import in_wgs84
from chuangcheng.sites.workbook import site_workbook

router = Router()


@router.get("/sites", response=SitePage)
def list_sites(request: HttpRequest, asked: Query[SiteQuery]) -> dict[str, Any]:
    """The sites that the actor sees, by number; `next` goes into `after` for the following page."""
    rows = queries.sites_for(actor_of(request), filter_of(asked), today=today()).filter(number__gt=asked.after)
    found = list(queries.with_people(rows, today=today()).order_by("number")[: asked.limit + 1])
    shown = found[: asked.limit]
    return {"items": [_line(site) for site in shown], "next": shown[-1].number if len(found) > len(shown) else None}


@router.get("/sites/gaps", response=list[GapOut])
def list_gaps(request: HttpRequest) -> list[dict[str, Any]]:
    """What sites lack, kind by kind; `missing` of the list takes the names."""
    return [
        {"missing": gap.name, "label": gap.label, "count": min(gap.count, queries.MOST_COUNTED), "is_more": gap.is_more}
        for gap in queries.gaps_of(actor=actor_of(request), today=today())
    ]


@router.get("/sites/workbook")
def get_workbook(request: HttpRequest, asked: Query[SiteQuery]) -> HttpResponseBase:
    """The filtered sites as an Excel workbook, in the layout that the import reads."""
    content = site_workbook(actor=actor_of(request), chosen=filter_of(asked), today=today())
    return download(content, _("点位台账-%(day)s.xlsx") % {"day": today()})


@router.post("/sites/owners", response=dict[str, int])
def change_owners(request: HttpRequest, given: OwnersIn) -> dict[str, int]:
    """Gives many sites one owner, all or none."""
    return {"changed": services.set_owner_of_many(actor=actor_of(request), **given.dict())}


@router.get("/sites/{site_id}", response=SiteDetail)
def get_site(request: HttpRequest, site_id: UUID) -> dict[str, Any]:
    """One site."""
    return _detail(actor_of(request), site_id)


@router.post("/sites", response={201: SiteDetail})
def create_site(request: HttpRequest, given: SiteIn) -> Status[dict[str, Any]]:
    """Enters a site; the same id twice is one site."""
    actor = actor_of(request)
    made = services.create_site(actor=actor, site_id=given.id, facts=_facts(given), owner_id=given.owner_id)
    return Status(201, _detail(actor, made.pk))


@router.put("/sites/{site_id}", response=SiteDetail)
def change_site(request: HttpRequest, site_id: UUID, given: SiteFactsIn) -> dict[str, Any]:
    """Changes a site's facts; an absent phone stays as it is."""
    actor = actor_of(request)
    services.change_site(actor=actor, site_id=site_id, facts=_facts(given))
    return _detail(actor, site_id)


@router.post("/sites/{site_id}/owner", response=SiteDetail)
def change_owner(request: HttpRequest, site_id: UUID, given: OwnerIn) -> dict[str, Any]:
    """Sets or takes away the unit that answers for the site."""
    actor = actor_of(request)
    services.set_owner(actor=actor, site_id=site_id, owner_id=given.owner_id)
    return _detail(actor, site_id)


@router.post("/sites/{site_id}/leader", response=SiteDetail)
def change_leader(request: HttpRequest, site_id: UUID, given: LeaderIn) -> dict[str, Any]:
    """Sets or takes away 包保领导."""
    actor = actor_of(request)
    services.set_contract_leader(actor=actor, site_id=site_id, person_id=given.person_id)
    return _detail(actor, site_id)


@router.post("/sites/{site_id}/deactivate", response=SiteDetail)
def deactivate_site(request: HttpRequest, site_id: UUID, given: Reason) -> dict[str, Any]:
    """Takes a site out of use."""
    actor = actor_of(request)
    services.deactivate_site(actor=actor, site_id=site_id, reason=given.reason)
    return _detail(actor, site_id)


@router.post("/sites/{site_id}/reactivate", response=SiteDetail)
def reactivate_site(request: HttpRequest, site_id: UUID, given: Reason) -> dict[str, Any]:
    """Puts a site back into use."""
    actor = actor_of(request)
    services.reactivate_site(actor=actor, site_id=site_id, reason=given.reason)
    return _detail(actor, site_id)


@router.post("/sites/{site_id}/phone", response=PhoneOut)
def open_phone(request: HttpRequest, site_id: UUID) -> dict[str, str]:
    """The contact's full number, and the note when it has phones in it; that they were looked at is kept on record."""
    phone, note = services.open_contact_phone(actor=actor_of(request), site_id=site_id)
    return {"phone": phone, "note": note}


@router.get("/sites/{site_id}/stewards", response=list[StewardOut])
def list_stewards(request: HttpRequest, site_id: UUID) -> list[Stewardship]:
    """Everybody who looks or looked after the site, the present ones first."""
    return list(queries.steward_history(site_id=site_for(actor_of(request), site_id).pk))


@router.post("/sites/{site_id}/stewards", response={201: StewardOut})
def add_steward(request: HttpRequest, site_id: UUID, given: StewardIn) -> Status[Stewardship]:
    """Names somebody who looks after the site."""
    facts = services.StewardFacts(**given.dict())
    return Status(201, services.name_steward(actor=actor_of(request), site_id=site_id, facts=facts))


@router.post("/stewards/{stewardship_id}/end", response=StewardOut)
def end_steward(request: HttpRequest, stewardship_id: int, given: Ending) -> Stewardship:
    """Ends a stewardship; it stays as history."""
    return services.end_stewardship(actor=actor_of(request), stewardship_id=stewardship_id, **given.dict())


def _facts(given: SiteFactsIn) -> services.SiteFacts:
    facts = given.dict(exclude={"id", "owner_id", "lon", "lat", "system"})
    position = None if given.lon is None or given.lat is None else in_wgs84(Point(given.lon, given.lat), given.system)
    return services.SiteFacts(**facts, position=position)


def _detail(actor: Actor, site_id: UUID) -> dict[str, Any]:
    site = site_for(actor, site_id)
    names = queries.stewards_on(site_id=site.pk, day=today()).values_list("name", flat=True)
    phone = mask_phone(decrypt(site.contact_phone_encrypted)) if site.contact_phone_encrypted else ""
    return {
        **_facts_out(site),
        "stewards": list(names),
        "grid_cell_id": site.grid_cell_id,
        "contact_name": site.contact_name,
        "contact_phone": phone,
        "note": mask_phones_in(site.note),
    }


def _line(site: Site) -> dict[str, Any]:
    return {**_facts_out(site), "stewards": [row.name for row in queries.now_stewards(site)]}


def _facts_out(site: Site) -> dict[str, Any]:
    own = ("number", "name", "site_type_id", "area_id", "owner_id", "contract_leader_id", "address", "lon", "lat")
    return {
        **{name: getattr(site, name) for name in (*own, "is_model", "is_active", "last_checked_at")},
        "id": site.pk,
        "site_type": site.site_type.name,
        "area": site.area.name,
        "owner": site.owner.name if site.owner else "",
        "contract_leader": site.contract_leader.name if site.contract_leader else site.contract_leader_name,
    }
