"""Reads on composite places: what they are made of on a day, and their scores in a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.inspections.access import visible_visits
from chuangcheng.inspections.composites import CompositeScore, Part, composite_score, mean
from chuangcheng.inspections.models import COUNTING, CompositePart, CompositePlace, Composition, Round
from chuangcheng.sites.access import visible_sites

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site


class SiteName(NamedTuple):
    """A site as a form shows it."""

    number: str
    name: str


@dataclass(frozen=True)
class PartScore:
    """A part of a composite place in a round."""

    part: CompositePart
    sites: Sequence[Site]
    score: Decimal | None  # mean of its sites, not rounded; None: missing
    missing: Sequence[Site]  # its sites without a score


@dataclass(frozen=True)
class PlaceScore:
    """A composite place in a round."""

    place: CompositePlace
    result: CompositeScore
    parts: Sequence[PartScore]


def composite_places() -> QuerySet[CompositePlace]:
    """Every composite place by name, with its compositions, the newest first, their parts and sites."""
    return CompositePlace.objects.prefetch_related("compositions__parts__sites")


def composition_on(place: CompositePlace, day: date) -> Composition | None:
    """What a place of `composite_places` is made of on a day; the earliest one for days before it."""
    compositions = list(place.compositions.all())
    valid = (each for each in compositions if each.starts_on <= day)
    return next(valid, compositions[-1] if compositions else None)


def sites_called(*, actor: Actor, words: Iterable[str]) -> list[SiteName]:
    """The visible sites that have one of the words as number or name. One query."""
    wanted = set(words)
    found = visible_sites(actor).filter(Q(number__in=wanted) | Q(name__in=wanted))
    return [SiteName(*row) for row in found.order_by("number").values_list("number", "name")]


def composite_scores(*, actor: Actor, found: Round) -> list[PlaceScore]:
    """The composite places that have a visited site in a round, as far as the actor sees its visits, best first.

    Five queries, four of them only when there are composite places.
    """
    places = list(composite_places())
    if not places:
        return []
    visits = visible_visits(actor).filter(round=found, review__in=COUNTING, score__isnull=False)
    scores: dict[UUID, Decimal] = {}
    for site_id, score in visits.order_by("submitted_at", "pk").values_list("site_id", "score"):
        scores[site_id] = score or Decimal(0)
    return place_scores(places, found=found, scores=scores)


def place_scores(places: Iterable[CompositePlace], *, found: Round, scores: Mapping[UUID, Decimal]) -> list[PlaceScore]:
    """The places that have a site with a score, best first. `scores`: of the sites of the round."""
    shown = [_place_score(place, found, scores) for place in places]
    known = [row for row in shown if row is not None and row.result.score is not None]
    return sorted(known, key=lambda row: (-(row.result.score or 0), row.place.name))


def _place_score(place: CompositePlace, found: Round, scores: Mapping[UUID, Decimal]) -> PlaceScore | None:
    composition = composition_on(place, found.starts_on)
    if composition is None:
        return None
    parts = []
    for part in composition.parts.all():
        sites = list(part.sites.all())
        known = [scores[site.pk] for site in sites if site.pk in scores]
        missing = [site for site in sites if site.pk not in scores]
        parts.append(PartScore(part, sites, mean(known) if known else None, missing))
    rows = [Part(row.part.name, row.part.weight, [] if row.score is None else [row.score]) for row in parts]
    return PlaceScore(place, composite_score(rows), parts)
