"""Official results of rounds, and where they put us among rivals."""

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
from chuangcheng.scoring.access import visible_official_rounds
from chuangcheng.scoring.cycles_shown import void_words
from chuangcheng.scoring.models import OfficialRound
from chuangcheng.scoring.official_papers import round_bulletin, round_workbook
from chuangcheng.scoring.official_shown import points_text, shown_losses
from chuangcheng.scoring.queries import (
    latest_standing,
    results_of_rounds,
    round_before,
    round_results,
    rounds_like,
    void_codes,
    what_lost,
)
from chuangcheng.scoring.services import (
    ResultFacts,
    RoundFacts,
    change_official_round,
    correct_official_result,
    create_official_round,
    decide_item_match,
    record_hard_fault,
    record_official_result,
    take_back_hard_fault,
)

if TYPE_CHECKING:
    from chuangcheng.scoring.engine import Place, Scope
    from chuangcheng.scoring.models import HardFault, ItemMatch, OfficialResult
    from chuangcheng.scoring.queries import RankedPlace

router = Router()
MOST_ROWS = 200


class RoundIn(Strict):
    name: str
    held_on: date
    level: str = "other"
    published_on: date | None = None
    quota: int | None = None
    line: Decimal | None = None
    group_quotas: dict[str, int | None] = Field(default_factory=dict)
    source: str = ""
    note: str = ""

    def facts(self) -> RoundFacts:
        """The facts about the round."""
        return RoundFacts(**{name: getattr(self, name) for name in RoundIn.model_fields})


class NewRoundIn(RoundIn):
    framework_id: int
    id: UUID | None = None


class RoundOut(Schema):
    id: UUID
    framework_id: int
    name: str
    held_on: date
    level: str
    published_on: date | None
    groups: list[dict[str, Any]]
    quota: int | None
    line: Decimal | None
    source: str
    note: str


class MarksIn(Strict):
    name: str = Field(max_length=200)
    earned: Decimal = Field(ge=0, lt=10_000)
    full: Decimal | None = Field(default=None, ge=0, lt=10_000)

    def kept(self) -> dict[str, str | None]:
        """The marks as they are stored."""
        return {"name": self.name, "earned": str(self.earned), "full": None if self.full is None else str(self.full)}


class ResultIn(Strict):
    place: str = ""
    group: str = ""
    total: Decimal | None = None
    published_place: int | None = None
    comments: str = ""
    methods: list[MarksIn] = Field(default_factory=list, max_length=50)
    items: list[MarksIn] = Field(default_factory=list, max_length=200)

    def facts(self) -> ResultFacts:
        """What was published."""
        return ResultFacts(
            place=self.place,
            group=self.group,
            total=self.total,
            published_place=self.published_place,
            comments=self.comments,
            methods=[each.kept() for each in self.methods],
            items=[each.kept() for each in self.items],
        )


class NewResultIn(ResultIn):
    id: UUID | None = None


class CorrectionIn(ResultIn):
    reason: str


class ResultOut(Schema):
    id: UUID
    place: str
    group: str
    total: Decimal | None
    published_place: int | None
    methods: list[dict[str, Any]]
    items: list[dict[str, Any]]
    comments: str
    is_ours: bool
    corrects_id: UUID | None
    reason: str
    recorded_at: datetime


class FaultIn(Strict):
    text: str
    standard_code: str = ""


class FaultOut(Schema):
    id: UUID
    place: str
    text: str
    standard_code: str
    takes_back_id: UUID | None
    recorded_at: datetime


class ReasonIn(Strict):
    reason: str


class MatchIn(Strict):
    published: str
    item: str = ""  # "" = none of ours


class MatchOut(Schema):
    id: UUID
    published: str
    item: str


class PlaceOut(Schema):
    number: int
    sharing: int
    above: list[str]
    to_above: str | None  # points
    below: list[str]
    to_below: str | None
    to_last_inside: str | None
    inside: bool | None


class RankedOut(Schema):
    result: ResultOut
    over_all: PlaceOut | None
    in_group: PlaceOut | None
    to_line: str | None
    agrees: bool
    hard_faults: list[FaultOut]


class ScopeOut(Schema):
    name: str  # "" = over all
    size: int
    missing: int
    quota: int | None
    last_inside: str | None  # points
    first_outside: str | None
    tied_at_cut: int
    places_at_cut: int


class RankingOut(Schema):
    round: RoundOut
    scopes: list[ScopeOut]
    places: list[RankedOut]
    void: list[str]  # entries of the negative list that void our results now


class LossOut(Schema):
    name: str
    earned: str
    full: str
    lost: str
    rate: str  # per cent
    ours: str
    match: str  # same, confirmed, likely, none
    now: str  # per cent
    change: str  # per cent points


class LossesOut(Schema):
    void: list[str]  # entries of the negative list that void our own sheet now
    methods: list[LossOut]
    items: list[LossOut]


class LatestOut(Schema):
    round: RoundOut
    total: Decimal | None
    group: str
    place: int | None
    sharing: int
    size: int
    over_all: int | None
    everybody: int
    to_line: str | None
    change: int | None
    before: RoundOut | None
    missing: int
    faults: int
    void: list[str]  # entries of the negative list that void our results now


class Paged(Schema):
    offset: int = Field(default=0, ge=0)


@router.get("/official-rounds", response=list[RoundOut])
def list_rounds(request: HttpRequest, asked: Query[Paged]) -> list[OfficialRound]:
    """The rounds, the one held last first, at most 200 from `offset`."""
    return list(visible_official_rounds(actor_of(request))[asked.offset : asked.offset + MOST_ROWS])


@router.post("/official-rounds", response={201: RoundOut})
def add_round(request: HttpRequest, given: NewRoundIn) -> Status[OfficialRound]:
    """A round without results yet."""
    made = create_official_round(
        actor=actor_of(request), framework_id=given.framework_id, facts=given.facts(), round_id=given.id
    )
    return Status(201, made)


@router.get("/official-rounds/latest-standing", response={200: LatestOut | None})
def get_latest_standing(request: HttpRequest) -> Any:
    """Our place in the last round, null before any result or without the permission."""
    found = latest_standing(actor_of(request))
    if found is None:
        return None
    facts = {name: getattr(found, name) for name in LatestOut.model_fields if name != "void"}
    facts["void"] = void_codes(actor=actor_of(request), framework=found.round.framework)
    return {**facts, "to_line": points_of(found.to_line)}


@router.get("/official-rounds/{round_id}", response=RankingOut)
def get_ranking(request: HttpRequest, round_id: UUID) -> dict[str, Any]:
    """A round with everybody's place, best first."""
    actor = actor_of(request)
    found = round_results(actor=actor, round_id=round_id)
    scopes = [_scope(each) for each in (found.ranking.over_all, *found.ranking.groups)]
    places, void = [_ranked(each) for each in found.places], void_codes(actor=actor, framework=found.round.framework)
    return {"round": found.round, "scopes": scopes, "places": places, "void": void}


@router.put("/official-rounds/{round_id}", response=RoundOut)
def change_round(request: HttpRequest, round_id: UUID, given: RoundIn) -> OfficialRound:
    """Other facts about a round."""
    return change_official_round(actor=actor_of(request), round_id=round_id, facts=given.facts())


@router.get("/official-rounds/{round_id}/losses", response={200: LossesOut | None})
def get_losses(request: HttpRequest, round_id: UUID) -> Any:
    """What lost us most, and how it stands on our own sheet of today; null when we were not in the round."""
    actor = actor_of(request)
    lost = what_lost(actor=actor, found=round_results(actor=actor, round_id=round_id))
    if lost is None:
        return None
    void = list(void_codes(actor=actor, framework=lost.sheet.framework)) if lost.sheet else []
    return {"void": void, "methods": shown_losses(lost.methods), "items": shown_losses(lost.items)}


@router.get("/official-rounds/{round_id}/workbook", response={200: None})
def download_round(request: HttpRequest, round_id: UUID) -> FileResponse:
    """The round as Excel, in the layout that an import takes."""
    actor = actor_of(request)
    found = round_results(actor=actor, round_id=round_id)
    void = void_words(void_codes(actor=actor, framework=found.round.framework))
    return download(round_workbook(found, void=void), f"{found.round.name}.xlsx")


@router.get("/official-rounds/{round_id}/bulletin", response={200: None})
def download_bulletin(request: HttpRequest, round_id: UUID) -> FileResponse:
    """The round as a notice in Word."""
    actor = actor_of(request)
    found = round_results(actor=actor, round_id=round_id)
    before = round_before(results_of_rounds(rounds_like(actor=actor, found=found.round)), found.round)
    lost, void = what_lost(actor=actor, found=found), void_codes(actor=actor, framework=found.round.framework)
    content = round_bulletin(found, before=before, lost=lost, void=void_words(void))
    return download(content, f"{found.round.name}.docx", DOCX)


@router.post("/official-rounds/{round_id}/results", response={201: ResultOut})
def add_result(request: HttpRequest, round_id: UUID, given: NewResultIn) -> Status[OfficialResult]:
    """One more place of a round."""
    made = record_official_result(actor=actor_of(request), round_id=round_id, facts=given.facts(), result_id=given.id)
    return Status(201, made)


@router.post("/official-rounds/{round_id}/matches", response={201: MatchOut})
def add_match(request: HttpRequest, round_id: UUID, given: MatchIn) -> Status[ItemMatch]:
    """Says which of our items a published one means."""
    return Status(201, decide_item_match(actor=actor_of(request), round_id=round_id, **given.dict()))


@router.post("/official-results/{result_id}/corrections", response={201: ResultOut})
def correct_result(request: HttpRequest, result_id: UUID, given: CorrectionIn) -> Status[OfficialResult]:
    """The result as it should be; the wrong one stays on record."""
    made = correct_official_result(
        actor=actor_of(request), result_id=result_id, facts=given.facts(), reason=given.reason
    )
    return Status(201, made)


@router.post("/official-results/{result_id}/hard-faults", response={201: FaultOut})
def add_fault(request: HttpRequest, result_id: UUID, given: FaultIn) -> Status[HardFault]:
    """A grave fault beside a place."""
    return Status(201, record_hard_fault(actor=actor_of(request), result_id=result_id, **given.dict()))


@router.post("/hard-faults/{fault_id}/take-back", response={201: FaultOut})
def take_fault_back(request: HttpRequest, fault_id: UUID, given: ReasonIn) -> Status[HardFault]:
    """Takes a wrongly recorded fault back."""
    return Status(201, take_back_hard_fault(actor=actor_of(request), fault_id=fault_id, reason=given.reason))


def points_of(number: Any) -> str | None:
    """Points as text with 2 places, more where more were published; None for none."""
    return None if number is None else points_text(number)


def _ranked(each: RankedPlace) -> dict[str, Any]:
    standing = each.standing
    return {
        "result": each.result,
        "over_all": _place(standing.over_all),
        "in_group": _place(standing.in_group),
        "to_line": points_of(standing.to_line),
        "agrees": each.agrees,
        "hard_faults": list(each.faults),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    gaps = {name: points_of(getattr(place, name)) for name in ("to_above", "to_below", "to_last_inside")}
    return {
        "number": place.number,
        "sharing": place.sharing,
        "above": list(place.above),
        "below": list(place.below),
        "inside": place.inside,
        **gaps,
    }


def _scope(scope: Scope) -> dict[str, Any]:
    counts = {
        name: getattr(scope, name) for name in ("name", "size", "missing", "quota", "tied_at_cut", "places_at_cut")
    }
    return {**counts, "last_inside": points_of(scope.last_inside), "first_outside": points_of(scope.first_outside)}
