"""Cycles and acceptances, what each year brought, and what the rest must bring."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Field, Query, Router, Schema, Status

from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of, download
from chuangcheng.scoring.api.shapes import LinkedOut
from chuangcheng.scoring.cycle_papers import cycle_paper
from chuangcheng.scoring.cycles_shown import void_words
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.queries import (
    CycleView,
    cycle_list,
    cycle_now,
    cycle_view,
    edition_now,
    gate_state,
    if_assumed,
    void_codes,
)
from chuangcheng.scoring.services import (
    CycleFacts,
    YearTold,
    change_cycle,
    close_cycle,
    close_year,
    correct_year,
    create_cycle,
    record_gate_from_sheet,
)

if TYPE_CHECKING:
    from chuangcheng.scoring.models import Cycle, LinkedScore, YearResult

router = Router()


class CycleIn(Strict):
    framework_id: int
    name: str
    first_year: int
    kind: str = "cycle"
    weights: list[Decimal] = Field(default_factory=list, max_length=10)  # empty: those of the edition
    line: Decimal | None = None
    quota: int | None = None
    note: str = ""

    def facts(self) -> CycleFacts:
        """What is decided about the cycle."""
        return CycleFacts(
            name=self.name,
            first_year=self.first_year,
            kind=self.kind,
            weights=[str(weight) for weight in self.weights],
            line=self.line,
            quota=self.quota,
            note=self.note,
        )


class NewCycleIn(CycleIn):
    id: UUID | None = None


class CycleOut(Schema):
    id: UUID
    framework_id: int
    name: str
    kind: str
    first_year: int
    line: Decimal | None
    quota: int | None
    note: str
    closed_at: datetime | None


class YearIn(Strict):
    official_id: UUID | None = None
    sheet_day: date | None = None
    total: Decimal | None = None
    source: str = ""

    def told(self) -> YearTold:
        """What the year brought."""
        return YearTold(self.official_id, self.sheet_day, self.total, self.source)


class YearCorrectionIn(YearIn):
    reason: str


class YearResultOut(Schema):
    id: UUID
    year: int
    total: Decimal
    origin: str
    official_id: UUID | None
    sheet: dict[str, Any] | None
    sheet_day: date | None
    stored_id: UUID | None  # the kept sheet that it was frozen with
    edition: str
    weights: list[str]
    source: str
    corrects_id: UUID | None
    reason: str
    recorded_at: datetime


class YearOut(Schema):
    year: int
    weight: str  # per cent
    result: YearResultOut | None
    needed_alone: str | None  # points, when the other remaining years go on as so far


class ProspectOut(Schema):
    so_far: str | None  # points of 100
    full: str | None
    needed: str | None
    lowest: str | None
    highest: str | None
    reach: str  # no_line, open, secured, out_of_reach, met, missed


class GateOut(Schema):
    name: str
    minimum: Decimal | None
    score: Decimal | None
    passed: bool | None  # false while the linked framework's results are void
    offered: Decimal | None
    void_by: list[str]  # entries of its negative list that void its score now


class CycleStandingOut(Schema):
    cycle: CycleOut
    weights: list[str]
    years: list[YearOut]
    prospect: ProspectOut | None
    gate: GateOut | None
    void: list[str]  # entries of the negative list that void the score now


class CycleNowOut(Schema):
    cycle: CycleOut
    finished: int
    years: int
    so_far: str | None
    full: str | None
    line: Decimal | None
    needed: str | None
    reach: str
    void: list[str]  # entries of the negative list that void the score now
    gate_void: list[str]  # the same of the framework that the gate names


class AssumedOut(ProspectOut):
    void: list[str]


class Assumed(Schema):
    year: int | None = None
    assumed: Decimal | None = Field(default=None, ge=0, le=100)


@router.get("/cycles", response=list[CycleOut])
def list_cycles(request: HttpRequest) -> list[Cycle]:
    """All cycles and acceptances, the latest first."""
    return [found.cycle for found in cycle_list(actor=actor_of(request))]


@router.post("/cycles", response={201: CycleOut})
def add_cycle(request: HttpRequest, given: NewCycleIn) -> Status[Cycle]:
    """A cycle without results yet."""
    actor = actor_of(request)
    made = create_cycle(actor=actor, framework_id=given.framework_id, facts=given.facts(), cycle_id=given.id)
    return Status(201, made)


@router.get("/cycles/now", response={200: CycleNowOut | None})
def get_cycle_now(request: HttpRequest) -> Any:
    """The running cycle, null without one or without the permission."""
    found = cycle_now(actor_of(request))
    if found is None:
        return None
    points = {name: score_text(getattr(found, name)) for name in ("so_far", "full", "needed")}
    plain = {name: getattr(found, name) for name in ("cycle", "finished", "years", "line")}
    return {**plain, **points, "reach": found.reach.value, "void": found.void_by, "gate_void": found.gate_void_by}


@router.get("/cycles/{cycle_id}", response=CycleStandingOut)
def get_cycle(request: HttpRequest, cycle_id: UUID) -> dict[str, Any]:
    """A cycle with its years, what the rest must bring, the gate, and what voids the score now."""
    actor = actor_of(request)
    found = cycle_view(actor=actor, cycle_id=cycle_id)
    edition = edition_now(actor=actor, framework=found.cycle.framework) or found.cycle.framework
    return {
        "cycle": found.cycle,
        "weights": [str(weight) for weight in found.weights],
        "years": [
            {
                "year": each.year,
                "weight": score_text(100 * each.weight),
                "result": each.result,
                "needed_alone": score_text(each.needed_alone),
            }
            for each in found.years
        ],
        "prospect": _prospect(found),
        "gate": gate_state(actor=actor, framework=edition),
        "void": list(void_codes(actor=actor, framework=found.cycle.framework)),
    }


@router.put("/cycles/{cycle_id}", response=CycleOut)
def edit_cycle(request: HttpRequest, cycle_id: UUID, given: CycleIn) -> Cycle:
    """Another edition, other weights, another line."""
    actor = actor_of(request)
    return change_cycle(actor=actor, cycle_id=cycle_id, framework_id=given.framework_id, facts=given.facts())


@router.get("/cycles/{cycle_id}/assumed", response={200: AssumedOut | None})
def get_assumed(request: HttpRequest, cycle_id: UUID, asked: Query[Assumed]) -> Any:
    """What remains when one year not finished is assumed to bring so much."""
    actor = actor_of(request)
    found = cycle_view(actor=actor, cycle_id=cycle_id)
    told = {} if asked.year is None or asked.assumed is None else {asked.year: asked.assumed}
    shown = _shown(if_assumed(found, told))
    void = list(void_codes(actor=actor, framework=found.cycle.framework))
    return None if shown is None else {**shown, "void": void}


@router.post("/cycles/{cycle_id}/years/{year}", response={201: YearResultOut})
def add_year(request: HttpRequest, cycle_id: UUID, year: int, given: YearIn) -> Status[YearResult]:
    """Freezes what the year brought: an official result, the sheet of a day, or a number with its source."""
    return Status(201, close_year(actor=actor_of(request), cycle_id=cycle_id, year=year, told=given.told()))


@router.post("/cycles/{cycle_id}/years/{year}/corrections", response={201: YearResultOut})
def add_correction(request: HttpRequest, cycle_id: UUID, year: int, given: YearCorrectionIn) -> Status[YearResult]:
    """The year's result as it should be; the wrong one stays on record."""
    actor, told = actor_of(request), given.told()
    return Status(201, correct_year(actor=actor, cycle_id=cycle_id, year=year, told=told, reason=given.reason))


@router.post("/cycles/{cycle_id}/close", response=CycleOut)
def end_cycle(request: HttpRequest, cycle_id: UUID) -> Cycle:
    """Freezes the weights for good."""
    return close_cycle(actor=actor_of(request), cycle_id=cycle_id)


@router.post("/cycles/{cycle_id}/gate", response={201: LinkedOut})
def add_gate_score(request: HttpRequest, cycle_id: UUID) -> Status[LinkedScore]:
    """Records the linked framework's own total of today for the gate."""
    return Status(201, record_gate_from_sheet(actor=actor_of(request), cycle_id=cycle_id))


@router.get("/cycles/{cycle_id}/paper.docx", response={200: None})
def download_cycle(request: HttpRequest, cycle_id: UUID) -> FileResponse:
    """The cycle as a short paper in Word."""
    actor = actor_of(request)
    found = cycle_view(actor=actor, cycle_id=cycle_id)
    edition = edition_now(actor=actor, framework=found.cycle.framework) or found.cycle.framework
    gate = gate_state(actor=actor, framework=edition)
    void = void_words(void_codes(actor=actor, framework=found.cycle.framework))
    return download(cycle_paper(found, gate=gate, void=void), f"{found.cycle.name}.docx", DOCX)


def _prospect(found: CycleView) -> dict[str, Any] | None:
    return _shown(found.prospect)


def _shown(prospect: Any) -> dict[str, Any] | None:
    if prospect is None:
        return None
    standing = prospect.standing
    points = {"so_far": standing.so_far, "full": standing.full, "needed": standing.needed}
    points |= {"lowest": prospect.lowest, "highest": prospect.highest}
    return {**{name: score_text(number) for name, number in points.items()}, "reach": prospect.reach.value}
