"""Which site a row of a ledger means: the one with its number, or the one of its name, type and area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.sites.access import with_units
from chuangcheng.sites.coordinates import Point, distance
from chuangcheng.sites.models import Site
from chuangcheng.sites.services.ledger.drafts import SiteDraft, plain
from chuangcheng.sites.services.positions import position_of

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.standards.models import SiteType

BATCH = 500  # keys in one query
SAME_METRES = 50  # two positions as near as this may be one place; our choice
_GIVEN = re.compile(r"\d{4}-\d{6}")  # a number of ours, which an office's own code may replace


@dataclass(frozen=True)
class Wanted:
    """A draft with what its words mean."""

    draft: SiteDraft
    site_type: SiteType
    area: Unit | None  # None: the row names none that can be found
    position: Point | None


class Mismatch(Exception):
    """The row cannot be told to mean one site; carries column and sentence."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


class KnownSites:
    """The sites that the rows of a file may mean, read and locked by a query for each 500 of them."""

    def __init__(self, drafts: Sequence[SiteDraft]) -> None:
        self._by_number: dict[str, Site] = {}
        self._by_name: dict[str, list[Site]] = {}
        for site in _read("number__in", (draft.code for draft in drafts if draft.code)):
            self._by_number[site.number] = site
        for site in _read("name__in", (draft.name for draft in drafts)):
            self._by_name.setdefault(plain(site.name), []).append(self._by_number.get(site.number, site))

    def site_ids(self) -> list[UUID]:
        """Keys of all that were read."""
        named = (site for sites in self._by_name.values() for site in sites)
        return list(dict.fromkeys(site.pk for site in (*self._by_number.values(), *named)))

    def find(self, wanted: Wanted) -> Site | None:
        """The site that is meant, None for a new one. Raises Mismatch."""
        draft = wanted.draft
        site = self._by_number.get(draft.code) if draft.code else None
        if site is not None:
            is_elsewhere = wanted.area is not None and wanted.area.pk != site.area_id
            if is_elsewhere and plain(site.name) != plain(draft.name):
                sentence = _("编号“%(number)s”已用于%(area)s的“%(name)s”，请更正编号。")
                names = {"number": site.number, "area": site.area.name, "name": site.name}
                raise Mismatch("code", sentence % names)
            return site
        same = [site for site in self._by_name.get(plain(draft.name), []) if _is_same(site, wanted)]
        if len(same) > 1:
            raise Mismatch("name", _("有%(n)d个点位都可能是这一个，请填写点位编号。") % {"n": len(same)})
        if same and draft.code and not _GIVEN.fullmatch(same[0].number):
            sentence = _("与已有点位（编号%(number)s）是同一处，没有重复建立，请核对编号或写明地址。")
            raise Mismatch("code", sentence % {"number": same[0].number})
        return same[0] if same else None


def _read(condition: str, keys: Iterable[str]) -> Iterable[Site]:
    wanted = list(dict.fromkeys(keys))
    rows = with_units(Site.objects.select_for_update(of=("self",))).select_related("contract_leader")
    for start in range(0, len(wanted), BATCH):
        yield from rows.filter(**{condition: wanted[start : start + BATCH]}).order_by("pk")


def _is_same(site: Site, wanted: Wanted) -> bool:
    """As `doubles` decides it between two rows."""
    if site.site_type_id != wanted.site_type.pk or wanted.area is None or site.area_id != wanted.area.pk:
        return False
    address = wanted.draft.said["address"]
    if site.address and address:
        return plain(site.address) == plain(address)
    there = position_of(site)
    return there is None or wanted.position is None or distance(there, wanted.position) <= SAME_METRES
