"""Sites and checklists for tests of this and of higher contexts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chuangcheng.core.maps import cell_of
from chuangcheng.sites.models import ChecklistItem, Site
from chuangcheng.standards.services import find_or_make_site_type

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.standards.models import SiteType

CENTRE = (114.49, 36.60)  # degrees WGS-84: where the fictional district lies


def make_site_type(name: str = "背街小巷") -> SiteType:
    """The type with this name, made when it is not there."""
    return find_or_make_site_type(name=name)[0]


def make_site(name: str, *, area: Unit, owner: Unit | None = None, site_type: str = "背街小巷", **facts: Any) -> Site:
    """A site on the map near CENTRE, unless `lon=None`."""
    count = Site.objects.count()
    lon, lat = facts.pop("lon", CENTRE[0] + count / 1000), facts.pop("lat", CENTRE[1])
    return Site.objects.create(
        number=facts.pop("number", f"T-{count + 1:04d}"),
        name=name,
        area=area,
        owner=owner,
        site_type=make_site_type(site_type),
        lon=lon,
        lat=None if lon is None else lat,
        cell="" if lon is None else cell_of(lon=lon, lat=lat),
        **facts,
    )


def make_item(site_type: SiteType, code: str, *, kind: str = "yes_no", **facts: Any) -> ChecklistItem:
    """An item at the end of the type's checklist."""
    order = site_type.checklist_items.count()
    text = facts.pop("text", "地面干净，无积存垃圾。")
    return ChecklistItem.objects.create(site_type=site_type, code=code, kind=kind, order=order, text=text, **facts)
