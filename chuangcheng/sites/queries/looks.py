"""How a site stands, in one word and colour, in lists and on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.sites.models import Site
from chuangcheng.sites.queries.freshness import fresh_days
from chuangcheng.sites.slots import OpenProblems, open_problems


@dataclass(frozen=True)
class Look:
    """One word and colour."""

    tone: str  # of the house style
    words: str
    days_since: int | None = None  # somebody looked; None: never


def looks_of(actor: Actor, sites: Sequence[Site], *, today: date) -> dict[UUID, Look]:
    """The look of each site: open problems before staleness. One query for each filling of the slot."""
    problems = _problems_at(actor, [site.pk for site in sites])
    return {site.pk: _look(site, problems.get(site.pk), today) for site in sites}


def _problems_at(actor: Actor, site_ids: Sequence[UUID]) -> Mapping[UUID, OpenProblems]:
    found: dict[UUID, OpenProblems] = {}
    for find in open_problems:
        for site_id, new in find(actor, site_ids).items():
            before = found.get(site_id, OpenProblems(0, 0))
            found[site_id] = OpenProblems(before.count + new.count, before.overdue_count + new.overdue_count)
    return found


def _look(site: Site, problems: OpenProblems | None, today: date) -> Look:
    days = (today - local_date(site.last_checked_at)).days if site.last_checked_at is not None else None
    tone, words = _told(site, problems, days, today)
    return Look(tone, words, days)


def _told(site: Site, problems: OpenProblems | None, days: int | None, today: date) -> tuple[str, str]:
    if not site.is_active:
        return ("muted", _("已停用"))
    if problems and problems.overdue_count:
        counts = {"n": problems.count, "late": problems.overdue_count}
        return ("red", _("%(n)d个未结问题，%(late)d个超期") % counts)
    if problems and problems.count:
        return ("blue", _("%(n)d个未结问题") % {"n": problems.count})
    if days is None:
        return ("amber", _("从未检查"))
    is_fresh = days <= fresh_days(site.site_type.name, today)
    return ("green", _("近期已检查")) if is_fresh else ("amber", _("久未检查"))
