"""Composite places in a report: their weighted means, from the scores that the report itself shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.inspections.composites import CENT
from chuangcheng.inspections.models import CompositePart, Round
from chuangcheng.inspections.queries.composites import PlaceScore, composite_places, composition_on, place_scores
from chuangcheng.inspections.reporting.figures import CompositeFact, PartFact, SiteFact
from chuangcheng.inspections.reporting.gathering import sees_whole


def composites_of(*, actor: Actor, found: Round, sites: Sequence[SiteFact]) -> list[CompositeFact]:
    """The composite places with a score, best first; for a part of the round only those that lie in it wholly.

    A mean over the sites that somebody happens to see is not that of the place, and its parts are of others.
    """
    scores = {UUID(site.key): site.score for site in sites if site.score is not None}
    places = list(composite_places())
    if not sees_whole(actor, found):
        own = {UUID(site.key) for site in sites}
        ids = {
            place.pk: _site_ids(composition.parts.all())
            for place in places
            if (composition := composition_on(place, found.starts_on)) is not None
        }
        places = [place for place in places if place.pk in ids and ids[place.pk] <= own]
    return [_fact(row) for row in place_scores(places, found=found, scores=scores)]


def _site_ids(parts: Iterable[CompositePart]) -> set[UUID]:
    return {site.pk for part in parts for site in part.sites.all()}


def _fact(row: PlaceScore) -> CompositeFact:
    parts = [
        PartFact(
            name=part.part.name,
            weight=part.part.weight,
            sites=len(part.sites),
            scored=len(part.sites) - len(part.missing),
            score=None if part.score is None else part.score.quantize(CENT, ROUND_HALF_UP),
        )
        for part in row.parts
    ]
    return CompositeFact(str(row.place.pk), row.place.name, row.result.score, parts)
