"""The sites from which a sample is drawn, each with its town and when it was last seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.inspections.access import visible_rounds
from chuangcheng.inspections.models import Assignment, Check, Round, SampleDraw, Visit
from chuangcheng.inspections.sample_terms import Terms
from chuangcheng.inspections.sampling import Candidate
from chuangcheng.orgs.queries import town_of_unit
from chuangcheng.sites.access import visible_sites

FAILURES_OF_DAYS = 180  # how far back failed checks make a site weigh more; our choice
HIGHEST_WEIGHT = 10  # of a site with many failed checks; our choice


@dataclass(frozen=True)
class Frame:
    """The sites that may be drawn, and how many the terms leave out."""

    candidates: Sequence[Candidate]
    lately: int  # sites left out because they were visited lately
    in_open_rounds: int  # sites left out because an open round has them

    @property
    def why_empty(self) -> str:
        """Why there is no site to draw and what to do: a sentence; empty when there is one."""
        if self.candidates:
            return ""
        told = {"lately": self.lately, "open": self.in_open_rounds}
        if self.in_open_rounds and self.lately:
            return (
                _(
                    "范围内的点位有%(open)d个在其他未结束的轮次中，%(lately)d个最近检查过，没有可抽的。"
                    "请结束那些轮次，或去掉排除条件后再抽。"
                )
                % told
            )
        if self.in_open_rounds:
            return (
                _(
                    "范围内的%(open)d个点位都在其他未结束的轮次中，没有可抽的。"
                    "请先结束那些轮次，或去掉“排除其他未结束轮次中的点位”后再抽。"
                )
                % told
            )
        if self.lately:
            return _("范围内的%(lately)d个点位最近都检查过，没有可抽的。请减少“排除最近几天检查过的”的天数。") % told
        return _("没有符合条件的点位可抽，请放宽范围或排除条件。")


def frame_for(*, actor: Actor, terms: Terms, day: date, found: Round | None = None) -> Frame:
    """The frame on a day, of active sites that the actor sees and `found` does not have. At most seven queries."""
    towns = town_of_unit()
    rows = [row for row in _rows(actor, terms, found) if _in_towns(towns.get(row[2], 0), terms)]
    seen = _seen_in_hidden_rounds(actor)
    open_ids = _in_open_rounds(actor, found) if terms.not_in_open_rounds else set[UUID]()
    weights = _weights(terms, day)
    candidates, lately, busy = [], 0, 0
    for site_id, type_id, area_id, checked_at in rows:
        days = _days_since(max(filter(None, (checked_at, seen.get(site_id))), default=None), day)
        if site_id in open_ids:
            busy += 1
        elif days is not None and days < terms.not_within_days:
            lately += 1
        else:
            weight = weights.get(type_id if terms.weigh_by == "types" else site_id, 1)
            candidates.append(Candidate(str(site_id), type_id, towns.get(area_id, 0), weight, days))
    return Frame(candidates, lately, busy)


def _rows(actor: Actor, terms: Terms, found: Round | None) -> QuerySet[Any, Any]:
    rows = visible_sites(actor).filter(is_active=True)
    if terms.type_ids:
        rows = rows.filter(site_type__in=terms.type_ids)
    if found is not None:
        rows = rows.exclude(pk__in=_staying(found))
    return rows.order_by("pk").values_list("pk", "site_type_id", "area_id", "last_checked_at")


def _staying(found: Round) -> QuerySet[Any, Any]:
    """The sites of the round; but those of its last draw, as far as nobody visited them, may be drawn again."""
    former = SampleDraw.objects.filter(round=found, replaced_by__isnull=True).order_by("-pk").first()
    rows = Assignment.objects.filter(round=found)
    if former is not None:
        rows = rows.exclude(site__in=former.site_ids, visited_at__isnull=True)
    return rows.values("site")


def _in_towns(town_id: int, terms: Terms) -> bool:
    return not terms.town_ids or town_id in terms.town_ids


def _seen_in_hidden_rounds(actor: Actor) -> dict[UUID, datetime]:
    """When sites were visited in hidden rounds that the actor sees; the sites themselves do not tell."""
    hidden = visible_rounds(actor).filter(is_hidden=True).exclude(state=Round.State.RELEASED)
    rows = Visit.objects.filter(round__in=hidden).order_by().values_list("site")
    return dict(rows.annotate(last=Max("submitted_at")))


def _in_open_rounds(actor: Actor, found: Round | None) -> set[UUID]:
    rounds = visible_rounds(actor).filter(state__in=(Round.State.DRAFT, Round.State.RUNNING))
    if found is not None:
        rounds = rounds.exclude(pk=found.pk)
    return set(Assignment.objects.filter(round__in=rounds).order_by().values_list("site", flat=True))


def _weights(terms: Terms, day: date) -> Mapping[Any, int]:
    if terms.weigh_by == "types":
        return terms.type_weights
    if terms.weigh_by != "failures":
        return {}
    since = datetime.combine(day - timedelta(days=FAILURES_OF_DAYS), time(), SHANGHAI)
    failed = Check.objects.filter(verdict="fail", checked_at__gte=since, round__state=Round.State.RELEASED)
    standing = failed.exclude(pk__in=Check.objects.filter(corrects__isnull=False).values("corrects"))
    counted = standing.order_by().values_list("site").annotate(count=Count("pk"))
    return {site_id: min(HIGHEST_WEIGHT, 1 + count) for site_id, count in counted}


def _days_since(moment: datetime | None, day: date) -> int | None:
    return None if moment is None else max(0, (day - local_date(moment)).days)
