"""A released round over sites of several types, towns and units, and one before it over some of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chuangcheng.core.times import today
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.testing import (
    MARKET,
    Field,
    bring_to,
    make_field,
    make_items,
    make_round,
    make_visit,
    sent_photo,
)
from chuangcheng.orgs.testing import Cast, make_unit
from chuangcheng.sites.testing import make_site

TYPES = (MARKET, "农贸超市", "餐饮一条街", "长途汽车客运站")
NOT_VISITED = 2  # sites, the last ones


def mixed_round(cast: Cast, *, sites: int, photos: int = 0) -> tuple[Field, Any]:
    """The sites and the later round; that many of its first visits have a photo."""
    field = make_field(cast, sites=2)
    checklists = {MARKET: field.items, **{name: make_items(name, field.standards) for name in TYPES[1:]}}
    towns = [cast.lane, make_unit("柳河镇", kind="town"), make_unit("高新技术开发区街道", kind="street")]
    units = [cast.sanitation, make_unit("区商务和市场监督管理局"), None]
    more = [
        make_site(
            f"第{number}{TYPES[number % 4]}（人民路与建设大道交叉口东北侧）",
            area=towns[number % 3],
            site_type=TYPES[number % 4],
            owner=units[number % 7 % 3],
        )
        for number in range(3, sites + 1)
    ]
    whole = Field(field.framework, field.standards, field.items, [*field.sites, *more])
    early = Field(field.framework, field.standards, field.items, whole.sites[: sites // 2])
    earlier = make_round(cast, early, name="8月月评比", kind="monthly")
    type(earlier).objects.filter(pk=earlier.pk).update(starts_on=today() - timedelta(days=31))
    _visit(cast, early, earlier, checklists, photos=0, shift=1)
    bring_to(cast, earlier, "released")
    found = make_round(cast, whole, name="9月月评比", kind="monthly")
    _visit(cast, whole, found, checklists, photos=photos, shift=0)
    return whole, bring_to(cast, found, "released")


def _visit(cast: Cast, field: Field, found: Any, checklists: Any, *, photos: int, shift: int) -> None:
    for at, site in enumerate(field.sites[:-NOT_VISITED], start=shift):
        items = checklists[site.site_type.name]
        sent = [sent_photo(cast.inspector, at)] if at < photos else []
        litter = AnswerGiven(items["litter"].pk, {"faults": at % 3}, "", sent)
        asked = Field(field.framework, field.standards, items, field.sites)
        make_visit(
            cast,
            asked,
            found,
            site=site,
            litter=litter,
            stalls={"ok": at % 4 != 0},
            prices={"percent": "90"} if at % 5 == 0 else {"percent": "99"},
        )
