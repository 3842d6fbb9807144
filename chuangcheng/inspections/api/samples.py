from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.access import draw_for, planned_round_for
from chuangcheng.inspections.models import SampleDraw
from chuangcheng.inspections.queries.samples import draws_of, is_repeatable, preview_of
from chuangcheng.inspections.sample_terms import Terms, UnusableTerms, from_json
from chuangcheng.inspections.services import draw_sample

router = Router()


class DesignIn(Strict):
    strata: Literal["none", "type", "town", "type_town"] = "none"
    is_each: bool = False  # size of every stratum, not in all
    size: int  # sites
    minimum: int = 0  # sites of a stratum at least
    numbers: list[tuple[int, int, int]] = []  # [site type or 0, town or 0, sites]: of single strata
    longest_first: bool = False
    unseen_after: int = 0  # days
    unseen_factor: int = 1


class TermsIn(Strict):
    design: DesignIn
    type_ids: list[int] = []  # empty: all
    town_ids: list[int] = []  # empty: all
    not_within_days: int = 0
    not_in_open_rounds: bool = True
    weigh_by: Literal["equal", "failures", "types"] = "equal"
    type_weights: list[tuple[int, int]] = []  # [site type, weight]


class DrawIn(TermsIn):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same draw
    seed: str = Field(default="", max_length=40)
    reason: str = ""  # of drawing again


class StratumOut(Schema):
    label: str
    available: int
    asked: int
    drawn: int
    shortage: int


class PreviewOut(Schema):
    frame: int  # sites that may be drawn
    left_out_lately: int
    left_out_open: int
    asked: int
    drawn: int
    shortage: int
    strata: list[StratumOut]


class DrawOut(Schema):
    id: UUID
    seed: str
    frame_count: int
    frame_digest: str
    strata: list[tuple[int, int, int, int, int]]  # type, town, available, asked, drawn
    site_ids: list[UUID]
    terms: dict[str, Any]
    replaces_id: UUID | None
    reason: str
    drawn_at: datetime


class DrawChecked(DrawOut):
    is_repeatable: bool  # what was kept gives the same sample again


@router.post("/rounds/{round_id}/sample/preview", response=PreviewOut)
def preview(request: HttpRequest, round_id: UUID, given: TermsIn) -> dict[str, Any]:
    """What a draw would find, stratum by stratum; draws nothing."""
    actor = actor_of(request)
    found = planned_round_for(actor, round_id)
    shown = preview_of(actor=actor, found=found, terms=_terms(given), day=today())
    return {
        "frame": len(shown.frame.candidates),
        "left_out_lately": shown.frame.lately,
        "left_out_open": shown.frame.in_open_rounds,
        "asked": shown.asked,
        "drawn": shown.drawn,
        "shortage": shown.shortage,
        "strata": shown.strata,
    }


@router.post("/rounds/{round_id}/sample", response={201: DrawOut})
def draw(request: HttpRequest, round_id: UUID, given: DrawIn) -> Status[SampleDraw]:
    """Draws sites into the round."""
    made = draw_sample(
        actor=actor_of(request),
        round_id=round_id,
        draw_id=given.id or new_id(),
        terms=_terms(given),
        seed=given.seed,
        reason=given.reason,
    )
    return Status(201, made)


@router.get("/rounds/{round_id}/draws", response=list[DrawOut])
def list_draws(request: HttpRequest, round_id: UUID) -> list[SampleDraw]:
    """The draws of a round, newest first, for who plans it."""
    return draws_of(found=planned_round_for(actor_of(request), round_id))


@router.get("/draws/{draw_id}", response=DrawChecked)
def get_draw(request: HttpRequest, draw_id: UUID) -> SampleDraw:
    """One draw, repeated from what was kept."""
    found: Any = draw_for(actor_of(request), draw_id)
    found.is_repeatable = is_repeatable(found)
    return found  # type: ignore[no-any-return] # one column more than the model has


def _terms(given: TermsIn) -> Terms:
    try:
        return from_json(given.dict(exclude={"id", "seed", "reason"}))
    except UnusableTerms as error:
        raise InvalidInput(_(str(error))) from error
