"""Material found again: what is there already for a request, and the search over everything brought."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.evidence.access import material_for, require_supply
from chuangcheng.evidence.models import Piece
from chuangcheng.evidence.queries import Fitting, PieceFilter, chosen_offers, offers_for, other_uses, pieces_shown
from chuangcheng.evidence.services import keep_offer
from chuangcheng.evidence.workflow import Verdict

router = Router()
MOST = 200  # in one answer; our choice
MOST_KEPT = 20  # in one request; our choice


class OfferOut(Schema):
    offer: str  # what `kept-offers` takes
    file_id: UUID
    name: str
    source_id: str
    source_label: str
    at: datetime
    caption: dict[str, str]
    why: str
    problem: str  # why it does not serve; empty: it does


class OffersIn(Strict):
    offers: list[str]


class KeptOut(Schema):
    token: str  # what `pieces` takes, for a day
    name: str
    caption: dict[str, str]


class FoundPiece(Schema):
    id: UUID
    request_id: UUID
    number: str  # of the request
    title: str
    framework_id: int
    standard: str  # code
    unit: str
    file_id: UUID
    name: str
    caption: dict[str, str]
    source_label: str
    verdict: str
    at: datetime
    other_requests: list[UUID]  # that the same file serves


@router.get("/material-pieces", response=list[FoundPiece])
def search_pieces(
    request: HttpRequest,
    q: str = "",
    framework_id: int | None = None,
    unit_id: int | None = None,
    looks: Literal["", "picture", "document"] = "",
    verdict: Literal["accepted", "any"] = "accepted",
    before: UUID | None = None,
) -> list[dict[str, Any]]:
    """The newest 200 files that meet the filter, with where else each serves; `before`: older than this one."""
    actor = actor_of(request)
    said = "" if verdict == "any" else Verdict.ACCEPTED.value
    chosen = PieceFilter(words=q, framework_id=framework_id, unit_id=unit_id, looks=looks, verdict=said)
    rows = pieces_shown(actor=actor, chosen=chosen)
    found = list((rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")[:MOST])
    uses = other_uses(actor=actor, pieces=found)
    return [_found(each, [use.request_id for use in uses.get(each.file_id, [])]) for each in found]


@router.get("/materials/{material_id}/offers", response=list[OfferOut])
def list_offers(request: HttpRequest, material_id: UUID) -> list[dict[str, Any]]:
    """What is there already and may serve for a request."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    return [_offer(each) for group in offers_for(actor=actor, material=found) for each in group.fittings]


@router.post("/materials/{material_id}/kept-offers", response={201: list[KeptOut]})
def keep_offers(request: HttpRequest, material_id: UUID, given: OffersIn) -> Status[list[dict[str, Any]]]:
    """Chooses some of the offers; each gives a token to hand it in with. All or none."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    wanted = list(dict.fromkeys(given.offers))
    if not 1 <= len(wanted) <= MOST_KEPT:
        raise InvalidInput(_("一次可以提交1到%(most)s个文件。") % {"most": MOST_KEPT})
    chosen = chosen_offers(actor=actor, material=found, chosen=wanted)
    if len(chosen) < len(wanted) or any(each.problem for each in chosen):
        raise InvalidInput(_("选用的文件有的不能用于这项材料，请重新选择。"))
    kept = [
        {
            "token": keep_offer(actor=actor, material=found, fitting=each),
            "name": each.offer.name,
            "caption": dict(each.offer.caption),
        }
        for each in chosen
    ]
    return Status(201, kept)


def _offer(fitting: Fitting) -> dict[str, Any]:
    names = ("name", "source_id", "source_label", "at", "why")
    offer = fitting.offer
    return {
        **{name: getattr(offer, name) for name in names},
        "offer": f"{fitting.kind}:{offer.key}",
        "file_id": offer.file.pk,
        "caption": dict(offer.caption),
        "problem": fitting.problem,
    }


def _found(piece: Piece, others: list[UUID]) -> dict[str, Any]:
    material = piece.request
    return {
        **{name: getattr(piece, name) for name in ("id", "file_id", "name", "caption", "source_label", "at")},
        "request_id": material.pk,
        "number": material.number,
        "title": material.title,
        "framework_id": material.framework_id,
        "standard": material.standard.code,
        "unit": material.unit.name,
        "verdict": getattr(piece, "verdict", None) or "",
        "other_requests": others,
    }
