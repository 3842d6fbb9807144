"""What the search finds of sites: number, name, address, type and units; nothing of people."""

from __future__ import annotations

from collections.abc import Iterable

from chuangcheng.core.search import Entry, index_all, unit_scopes
from chuangcheng.sites.models import Site

KIND = "site"


def index_sites(sites: Iterable[Site]) -> None:
    """Makes the sites findable, or changes what is found; type, area and owner must have been read with them."""
    index_all(_entry(site) for site in sites)


def _entry(site: Site) -> Entry:
    owner = site.owner.name if site.owner else ""
    text = f"{site.address} {site.site_type.name} {site.area.name} {owner}"
    return Entry(KIND, str(site.pk), site.name, site.number, text, unit_scopes([site.area_id, site.owner_id]))
