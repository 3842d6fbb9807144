from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from chuangcheng.core.access import require
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.access import VIEW, round_for
from chuangcheng.inspections.models import CompositePlace
from chuangcheng.inspections.queries.composites import composite_places, composite_scores, composition_on
from chuangcheng.inspections.services.composites import PartGiven, compose

router = Router()


class PartIn(Strict):
    name: str
    weight: Decimal = Field(max_digits=5, decimal_places=2)  # per cent; all together 100
    site_numbers: list[str]


class CompositeIn(Strict):
    name: str
    starts_on: date
    parts: list[PartIn]


class CompositePartOut(Schema):
    name: str
    weight: Decimal
    site_ids: list[UUID]


class CompositeOut(Schema):
    id: UUID
    name: str
    starts_on: date | None
    parts: list[CompositePartOut]


class CompositeScoreOut(Schema):
    id: UUID
    name: str
    score: Decimal | None
    known_weight: Decimal
    missing: list[str]


@router.get("/composites", response=list[CompositeOut])
def list_composites(request: HttpRequest) -> list[dict[str, Any]]:
    """Every composite place with what it is made of today."""
    require(actor_of(request), VIEW)
    return [_composite(place) for place in composite_places()]


@router.post("/composites", response={201: CompositeOut})
def add_composite(request: HttpRequest, given: CompositeIn) -> Status[dict[str, Any]]:
    """A new composite place."""
    return Status(201, _composed(request, new_id(), given, is_new=True))


@router.put("/composites/{place_id}", response=CompositeOut)
def change_composite(request: HttpRequest, place_id: UUID, given: CompositeIn) -> dict[str, Any]:
    """What a composite place is made of from a day on."""
    return _composed(request, place_id, given, is_new=False)


@router.get("/rounds/{round_id}/composites", response=list[CompositeScoreOut])
def list_scores(request: HttpRequest, round_id: UUID) -> list[dict[str, Any]]:
    """The composite places of a round with their scores, best first."""
    actor = actor_of(request)
    rows = composite_scores(actor=actor, found=round_for(actor, round_id))
    return [
        {
            "id": row.place.pk,
            "name": row.place.name,
            "score": row.result.score,
            "known_weight": row.result.known_weight,
            "missing": list(row.result.missing),
        }
        for row in rows
    ]


def _composed(request: HttpRequest, place_id: UUID, given: CompositeIn, *, is_new: bool) -> dict[str, Any]:
    parts = [PartGiven(part.name, part.weight, part.site_numbers) for part in given.parts]
    actor = actor_of(request)
    compose(actor=actor, place_id=place_id, name=given.name, starts_on=given.starts_on, parts=parts, is_new=is_new)
    return _composite(composite_places().get(pk=place_id))


def _composite(place: CompositePlace) -> dict[str, Any]:
    standing = composition_on(place, today())
    parts = standing.parts.all() if standing else ()
    return {
        "id": place.pk,
        "name": place.name,
        "starts_on": standing.starts_on if standing else None,
        "parts": [
            {"name": part.name, "weight": part.weight, "site_ids": [site.pk for site in part.sites.all()]}
            for part in parts
        ],
    }
