"""The negative list over the API: how its entries stand, hits and their steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.orgs.access import unit_for
from chuangcheng.scoring.access import VIEW, VIEW_HITS, hit_for, visible_hits
from chuangcheng.scoring.models import NegativeHit
from chuangcheng.scoring.queries import last_counting_day, negative_list
from chuangcheng.scoring.services import (
    HitGiven,
    move_hit,
    record_hit,
    require_move,
    suspect_hit,
    unwatch_class,
    watch_class,
)
from chuangcheng.standards.access import framework_for

router = Router()
MOST_HITS = 200


class EntryOut(Schema):
    id: int
    code: str
    domain: str
    text: str
    sanction: str
    standing: int  # hits that count today
    waiting: int
    warnings: int


class HitOut(Schema):
    id: UUID
    number: str
    entry_id: int
    entry: str  # its code
    unit_id: int | None
    state: str
    happened_on: date
    counts_until: date
    account: str
    source: str


class StepOut(Schema):
    id: UUID
    move: str
    note: str
    made_by_name: str
    made_at: datetime
    files: list[str]  # names


class HitDetailOut(HitOut):
    steps: list[StepOut]


class HitIn(Strict):
    id: UUID | None = None
    entry_id: int
    happened_on: date
    account: str
    source: str
    unit_id: int | None = None
    is_warning: bool = False


class StepIn(Strict):
    id: UUID | None = None
    move: str
    note: str


class HitsAsked(Schema):
    framework_id: int | None = None
    state: str = ""


class WatchIn(Strict):
    entry_id: int
    problem_class_id: int


class WatchOut(Schema):
    id: int
    entry_id: int
    problem_class_id: int


@router.get("/scores/{framework_id}/negative", response=list[EntryOut])
def get_list(request: HttpRequest, framework_id: int) -> list[dict[str, Any]]:
    """Every entry of the edition and how many hits stand, wait and warn today."""
    actor = actor_of(request)
    row = framework_for(actor, framework_id, permission=VIEW)
    return [
        {
            "id": each.entry.pk,
            "code": each.entry.code,
            "domain": each.entry.domain,
            "text": each.entry.text,
            "sanction": each.entry.sanction,
            "standing": each.standing,
            "waiting": each.waiting,
            "warnings": each.warnings,
        }
        for each in negative_list(actor=actor, framework=row, day=today())
    ]


@router.get("/negative-hits", response=list[HitOut])
def list_hits(request: HttpRequest, asked: Query[HitsAsked]) -> list[dict[str, Any]]:
    """The newest 200 hits that the actor may see."""
    actor = actor_of(request)
    require(actor, VIEW_HITS)
    rows = visible_hits(actor)
    if asked.framework_id is not None:
        rows = rows.filter(entry__framework__code=framework_for(actor, asked.framework_id).code)
    if asked.state:
        rows = rows.filter(state=asked.state)
    return [_hit(hit) for hit in rows[:MOST_HITS]]


@router.post("/negative-hits", response={201: HitOut})
def add_hit(request: HttpRequest, given: HitIn) -> Status[dict[str, Any]]:
    """Records a hit, or an early warning; it counts once another person has confirmed it."""
    actor = actor_of(request)
    unit = None if given.unit_id is None else unit_for(actor, given.unit_id)
    hit = HitGiven(given.entry_id, given.happened_on, given.account, given.source, unit=unit, hit_id=given.id)
    made = (suspect_hit if given.is_warning else record_hit)(actor=actor, given=hit)
    return Status(201, _hit(made))


@router.get("/negative-hits/{hit_id}", response=HitDetailOut)
def get_hit(request: HttpRequest, hit_id: UUID) -> dict[str, Any]:
    """A hit with its steps."""
    hit = hit_for(actor_of(request), hit_id)
    steps = hit.steps.prefetch_related("files")
    told = [
        {
            "id": step.pk,
            "move": step.move,
            "note": step.note,
            "made_by_name": step.made_by_name,
            "made_at": step.made_at,
            "files": [file.name for file in step.files.all()],
        }
        for step in steps
    ]
    return {**_hit(hit), "steps": told}


@router.post("/negative-hits/{hit_id}/steps", response={201: HitOut})
def add_step(request: HttpRequest, hit_id: UUID, given: StepIn) -> Status[dict[str, Any]]:
    """Makes a step: file, dismiss, confirm, refuse, appeal, uphold or lift."""
    hit = move_hit(actor=actor_of(request), hit_id=hit_id, move=given.move, note=given.note, step_id=given.id)
    return Status(201, _hit(hit))


@router.post("/negative-hits/{hit_id}/evidence/{move}", response={201: HitOut})
def add_step_with_evidence(request: HttpRequest, hit_id: UUID, move: str, note: str = "") -> Status[dict[str, Any]]:
    """Makes a step with its evidence, sent as files of a form named `evidence`; the reason is in the address."""
    actor = actor_of(request)
    require_move(actor=actor, hit=hit_for(actor, hit_id), move=move)
    evidence = documents_from_request(request, "evidence", at_least=1)
    hit = move_hit(actor=actor, hit_id=hit_id, move=move, note=note, evidence=evidence)
    return Status(201, _hit(hit))


@router.post("/negative-watches", response={201: WatchOut})
def add_watch(request: HttpRequest, given: WatchIn) -> Any:
    """From now on, cases of the class are early warnings of the entry."""
    made = watch_class(actor=actor_of(request), entry_id=given.entry_id, class_id=given.problem_class_id)
    return Status(201, made)


@router.delete("/negative-watches/{watched_id}", response={204: None})
def remove_watch(request: HttpRequest, watched_id: int) -> Status[None]:
    """Cases of the class warn no more."""
    unwatch_class(actor=actor_of(request), watched_id=watched_id)
    return Status(204, None)


def _hit(hit: NegativeHit) -> dict[str, Any]:
    return {
        "id": hit.pk,
        "number": hit.number,
        "entry_id": hit.entry_id,
        "entry": hit.entry.code,
        "unit_id": hit.unit_id,
        "state": hit.state,
        "happened_on": hit.happened_on,
        "counts_until": last_counting_day(hit),
        "account": hit.account,
        "source": hit.source,
    }
