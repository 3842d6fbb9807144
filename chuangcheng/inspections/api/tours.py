from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.inspections.access import may_see_result, tour_for
from chuangcheng.inspections.models import Tour
from chuangcheng.inspections.queries.tours import results_of, stations_of, tours_in_view
from chuangcheng.inspections.services.tours import (
    ScoreGiven,
    StopGiven,
    TourGiven,
    finish_tour,
    open_case_for_score,
    open_tour,
    put_stops_in_order,
    save_tour,
    score_stop,
    suggest_order,
)

router = Router()
MOST_TOURS = 200


class StationOut(Schema):
    stop_id: UUID
    site_id: UUID
    site: str
    kind: str
    arrives_at: datetime
    leaves_at: datetime
    host_unit: str
    contact: str


class TourOut(Schema):
    id: UUID
    name: str
    held_on: date
    state: str


class TourDetail(TourOut):
    stations: list[StationOut]


class StopIn(Strict):
    site_number: str
    kind: str = "model"  # model, problem
    minutes: int = 15
    contact: str = ""


class TourIn(Strict):
    id: UUID  # UUIDv7 made by the client: the same one again is the same tour
    name: str
    held_on: date
    starts_at: time = time(8, 30)
    start_name: str = ""
    start_lon: float | None = None  # degrees WGS-84
    start_lat: float | None = None
    leader_ids: list[int]
    stops: list[StopIn]
    previous_id: UUID | None = None


class OrderIn(Strict):
    stop_ids: list[UUID]


class ScoreIn(Strict):
    id: UUID  # UUIDv7 made by the client
    marks: dict[str, int]  # criterion → 0..10
    remark: str = ""
    photo_ids: list[UUID] = []


class ScoreOut(Schema):
    id: UUID
    score: Decimal


class TourCaseIn(Strict):
    case_id: UUID  # UUIDv7 made by the client


class TourCaseOut(Schema):
    id: UUID
    number: str


class ResultRow(Schema):
    stop_id: UUID
    site: str
    score: Decimal | None
    place: int | None
    before: Decimal | None
    is_complete: bool  # False: a leader still has to score it, so it has no place


@router.get("/tours", response=list[TourOut])
def list_tours(request: HttpRequest) -> list[Any]:
    """The tours that the actor sees, newest first."""
    return list(tours_in_view(actor=actor_of(request))[:MOST_TOURS])


@router.post("/tours", response={201: TourDetail})
def add_tour(request: HttpRequest, given: TourIn) -> Status[dict[str, Any]]:
    """A tour with its leaders and stops; the same id again changes it while it is in preparation."""
    start = None if given.start_lon is None or given.start_lat is None else (given.start_lon, given.start_lat)
    facts = given.dict(exclude={"id", "start_lon", "start_lat", "stops"})
    stops = [StopGiven(**stop.dict()) for stop in given.stops]
    tour = TourGiven(**facts, stops=stops, start=start)
    return Status(201, _detail(save_tour(actor=actor_of(request), tour_id=given.id, given=tour, is_new=True)))


@router.get("/tours/{tour_id}", response=TourDetail)
def get_tour(request: HttpRequest, tour_id: UUID) -> dict[str, Any]:
    """One tour with its route."""
    return _detail(tour_for(actor_of(request), tour_id))


@router.post("/tours/{tour_id}/order", response=TourDetail)
def set_order(request: HttpRequest, tour_id: UUID, given: OrderIn) -> dict[str, Any]:
    """The stops in this order."""
    return _detail(put_stops_in_order(actor=actor_of(request), tour_id=tour_id, stop_ids=given.stop_ids))


@router.post("/tours/{tour_id}/suggest", response=TourDetail)
def suggest(request: HttpRequest, tour_id: UUID) -> dict[str, Any]:
    """The stops in the order of a short way."""
    return _detail(suggest_order(actor=actor_of(request), tour_id=tour_id))


@router.post("/tours/{tour_id}/open", response=TourOut)
def begin(request: HttpRequest, tour_id: UUID) -> Any:
    """Leaders may score from now on."""
    return open_tour(actor=actor_of(request), tour_id=tour_id)


@router.post("/tours/{tour_id}/finish", response=TourOut)
def finish(request: HttpRequest, tour_id: UUID) -> Any:
    """No more scores; the result is shown."""
    return finish_tour(actor=actor_of(request), tour_id=tour_id)


@router.get("/tours/{tour_id}/result", response=list[ResultRow])
def get_result(request: HttpRequest, tour_id: UUID) -> list[dict[str, Any]]:
    """The stops in their places, for who plans from its beginning; a stop that leaders still have to score has none."""
    actor = actor_of(request)
    found = tour_for(actor, tour_id)
    rows = results_of(found) if may_see_result(actor, found) else []
    return [
        {
            "stop_id": row.stop.pk,
            "site": row.stop.site.name,
            "score": row.score,
            "place": row.place,
            "before": row.before,
            "is_complete": row.is_complete,
        }
        for row in rows
    ]


@router.post("/tour-stops/{stop_id}/score", response={201: ScoreOut})
def add_score(request: HttpRequest, stop_id: UUID, given: ScoreIn) -> Status[Any]:
    """What a leader who takes part gives a stop."""
    score = ScoreGiven(given.id, stop_id, given.marks, given.remark, given.photo_ids)
    return Status(201, score_stop(actor=actor_of(request), given=score))


@router.post("/tour-scores/{score_id}/case", response=TourCaseOut)
def open_case(request: HttpRequest, score_id: UUID, given: TourCaseIn) -> Any:
    """A leader's remark becomes a case."""
    return open_case_for_score(actor=actor_of(request), score_id=score_id, case_id=given.case_id)


def _detail(tour: Tour) -> dict[str, Any]:
    facts = {name: getattr(tour, name) for name in ("id", "name", "held_on", "state")}
    stations = [
        {
            "stop_id": row.stop.pk,
            "site_id": row.stop.site_id,
            "site": row.stop.site.name,
            "kind": row.stop.kind,
            "arrives_at": row.at,
            "leaves_at": row.leaves_at,
            "host_unit": row.stop.host_unit.name if row.stop.host_unit else "",
            "contact": row.stop.contact,
        }
        for row in stations_of(tour)
    ]
    return {**facts, "stations": stations}
