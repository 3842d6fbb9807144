"""来龙去脉: what happened at a site, newest first, as the contexts above tell it and as the site itself knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from heapq import merge
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.sites.models import OwnerChange, Stewardship
from chuangcheng.sites.slots import SiteMoment, site_story

SHOWN = 20  # moments at once: our choice


@dataclass(frozen=True)
class SiteStory:
    """Some moments; `earlier` is where the older ones go on, empty at the end."""

    moments: Sequence[SiteMoment]
    earlier: str


def story_of_site(
    *,
    actor: Actor,
    site_id: UUID,
    stewardships: Sequence[Stewardship],
    before: datetime | None,
    at_most: int = SHOWN,
) -> SiteStory:
    """The newest moments before one; `stewardships`: all of the site. One query, and those of the slot."""
    told = [tell(actor, site_id, before, at_most + 1) for tell in site_story]
    told += [_owners(site_id, before, at_most + 1), _stewards(stewardships, before)]
    newest = merge(*(sorted(each, key=_at, reverse=True) for each in told), key=_at, reverse=True)
    found = list(islice(newest, at_most + 1))
    earlier = found[at_most - 1].at.isoformat() if len(found) > at_most else ""
    return SiteStory(found[:at_most], earlier)


def _at(moment: SiteMoment) -> datetime:
    return moment.at


def _owners(site_id: UUID, before: datetime | None, at_most: int) -> list[SiteMoment]:
    rows = OwnerChange.objects.filter(site=site_id)
    if before is not None:
        rows = rows.filter(at__lt=before)
    return [
        SiteMoment(
            at=row.at,
            word=_("责任单位改为%(name)s") % {"name": row.to_name} if row.to_name else _("暂无责任单位"),
            tone="muted",
            icon="building",
            who=row.by_name,
            note=_("原为%(name)s") % {"name": row.from_name} if row.from_name else "",
        )
        for row in rows.order_by("-at")[:at_most]
    ]


def _stewards(rows: Sequence[Stewardship], before: datetime | None) -> list[SiteMoment]:
    found = []
    for row in rows:
        facts = {"name": row.name, "kind": row.get_kind_display()}
        days = [(row.starts_on, _("%(name)s任%(kind)s") % facts, "")]
        if row.ends_on is not None:
            days.append((row.ends_on, _("%(name)s不再任%(kind)s") % facts, row.end_reason))
        for day, word, note in days:
            at = datetime.combine(day, time(), SHANGHAI)
            if before is None or at < before:
                found.append(SiteMoment(at=at, word=word, tone="muted", icon="user", note=note, is_day=True))
    return found
