"""Sites as their signs name them, and as the report page knows them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.portal.policies import SIGN_NAMES
from chuangcheng.sites.access import visible_sites
from chuangcheng.sites.queries import stewards_of_sites

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


def signs_of(*, actor: Actor, site_ids: Sequence[UUID], today: date) -> list[Sign]:
    """The signs of these sites that the actor sees, in order of number. Two queries."""
    rows = visible_sites(actor).filter(pk__in=site_ids, is_active=True).select_related("site_type").order_by("number")
    return _signs(list(rows), today)


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
