"""Sites as their signs name them, and as the report page knows them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.orgs.access import unit_for, within
from chuangcheng.portal.access import PRINT_SIGNS
from chuangcheng.portal.policies import SIGN_NAMES
from chuangcheng.sites.access import visible_sites
from chuangcheng.sites.queries import is_stewarded, stewards_of_sites

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site

LONGEST_NUMBER = 40  # letters, as the column


@dataclass(frozen=True, slots=True)
class Sign:
    """A site on a sign."""

    site_id: UUID
    number: str
    name: str
    kind: str  # 主次干道
    steward: str  # "街巷长", with the name where the setting allows; "": nobody


def sign_of_site(number: str, *, today: date) -> Sign | None:
    """The site in use with this number; None for anything else. Two queries."""
    text = number.strip()
    if not text or len(text) > LONGEST_NUMBER or not text.isprintable():
        return None
    rows = visible_sites(SYSTEM).filter(number=text, is_active=True).select_related("site_type")
    found = _signs(list(rows[:1]), today)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class SignFilter:
    """Which sites get a sign: some of them, or those of a unit with all below."""

    site_ids: Sequence[UUID] | None = None
    unit_id: int | None = None
    only_stewarded: bool = False  # with a 街巷长, 路长 or the like


def signs_for(*, actor: Actor, chosen: SignFilter, today: date, at_most: int) -> list[Sign]:
    """The signs of the sites in use that the actor sees, in order of number. Three queries."""
    require(actor, PRINT_SIGNS)
    rows = visible_sites(actor).filter(is_active=True)
    if chosen.site_ids is not None:
        rows = rows.filter(pk__in=chosen.site_ids)
    if chosen.unit_id is not None:
        unit = unit_for(actor, chosen.unit_id, permission=PRINT_SIGNS)
        rows = rows.filter(within("area__path", frozenset({unit.path})))
    if chosen.only_stewarded:
        rows = rows.filter(is_stewarded(today))
    return _signs(list(rows.select_related("site_type").order_by("number")[:at_most]), today)


def _signs(sites: Sequence[Site], today: date) -> list[Sign]:
    shows_names = SIGN_NAMES.on(today) == "yes"
    stewards = stewards_of_sites(site_ids=[site.pk for site in sites], day=today)
    return [
        Sign(site.pk, site.number, site.name, site.site_type.name, _told(stewards.get(site.pk, []), names=shows_names))
        for site in sites
    ]


def _told(stewards: Sequence[tuple[str, str]], *, names: bool) -> str:
    told = [f"{post} {name}" if names else post for post, name in stewards]
    return "、".join(dict.fromkeys(told))
