from __future__ import annotations

from datetime import date
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
from chuangcheng.inspections.access import plan_for, require_plan
from chuangcheng.inspections.api.samples import TermsIn
from chuangcheng.inspections.models import Absence, Plan
from chuangcheng.inspections.queries import absences as absences_read
from chuangcheng.inspections.queries import completion as completion_read
from chuangcheng.inspections.queries import plans as queries
from chuangcheng.inspections.queries.completion import CompletionFilter, Tally
from chuangcheng.inspections.rhythm import Rhythm
from chuangcheng.inspections.sample_terms import UnusableTerms, from_json
from chuangcheng.inspections.services.absences import end_absence, record_absence
from chuangcheng.inspections.services.missed import excuse_visits, hand_over_visits, lift_excuse
from chuangcheng.inspections.services.plans import (
    PlanFacts,
    Scope,
    change_plan,
    create_plan,
    end_plan,
    pause_plan,
    resume_plan,
)
from chuangcheng.inspections.sharing import Member

router = Router()
MOST_PLANS = 200  # in one answer


class MemberIn(Strict):
    person_id: int | None = None
    unit_id: int | None = None
    town_ids: list[int] = []


class FactsIn(Strict):
    name: str
    framework_id: int
    ends_on: date | None = None
    rhythm: Literal["daily", "weekly", "monthly"]
    weekdays: list[int] = []  # Monday is 0
    month_day: int = 0  # 0: the last working day
    lasts_days: int = 1  # working days
    type_ids: list[int] = []
    town_ids: list[int] = []
    site_ids: list[UUID] = Field(default=[], max_length=5_000)
    sample: TermsIn | None = None
    team: list[MemberIn] = []
    sharing: Literal["evenly", "rotating", "by_area", "fixed", "owner"] = "evenly"
    ending: Literal["by_hand", "finish", "release"] = "by_hand"


class PlanIn(FactsIn):
    id: UUID | None = None  # UUIDv7 made by the client
    kind: str
    starts_on: date


class PlanChangeIn(FactsIn):
    applies_from: date


class PlanOut(Schema):
    id: UUID
    name: str
    kind: str
    state: str
    state_reason: str
    starts_on: date
    ends_on: date | None


class PeriodOut(Schema):
    starts_on: date
    ends_on: date


class RunOut(PeriodOut):
    round_id: UUID | None
    note: str
    sites: int
    visited: int


class PlanDetail(PlanOut):
    rhythm: str
    scope: dict[str, Any]
    team: list[MemberIn]
    sharing: str
    ending: str
    coming: list[PeriodOut]
    runs: list[RunOut]


class ReasonIn(Strict):
    reason: str


class SitesReason(ReasonIn):
    site_ids: list[UUID] = Field(min_length=1, max_length=5_000)


class HandOverIn(SitesReason):
    person_id: int


class CountOut(Schema):
    count: int


class AbsenceIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    person_id: int
    substitute_id: int | None = None
    starts_on: date
    ends_on: date
    reason: str


class AbsenceOut(Schema):
    id: UUID
    person_id: int
    substitute_id: int | None
    starts_on: date
    ends_on: date
    reason: str
    is_ended: bool


class TallyOut(Schema):
    given: int
    done: int
    late: int
    excused: int
    left: int
    rate: float | None


class LineOut(TallyOut):
    label: str
    days: dict[str, TallyOut]


class CompletionOut(Schema):
    lines: list[LineOut]
    whole: TallyOut


@router.get("/plans", response=list[PlanOut])
def list_plans(request: HttpRequest, state: Literal["", "active", "paused", "ended"] = "") -> list[Plan]:
    """The plans that the actor sees, newest first."""
    return list(queries.plans_in_view(actor=actor_of(request), view=state)[:MOST_PLANS])


@router.post("/plans", response={201: PlanOut})
def add_plan(request: HttpRequest, given: PlanIn) -> Status[Plan]:
    """A plan that makes its rounds from its first day on."""
    made = create_plan(
        actor=actor_of(request),
        plan_id=given.id or new_id(),
        name=given.name,
        kind=given.kind,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        facts=_facts(given),
    )
    return Status(201, made)


@router.get("/plans/{plan_id}", response=PlanDetail)
def get_plan(request: HttpRequest, plan_id: UUID) -> dict[str, Any]:
    """What a plan says today, its next rounds and the last ones."""
    plan = plan_for(actor_of(request), plan_id)
    terms = queries.terms_on(plan=plan, day=today())
    names = ("id", "name", "kind", "state", "state_reason", "starts_on", "ends_on")
    return {
        **{name: getattr(plan, name) for name in names},
        **{name: getattr(terms, name) for name in ("rhythm", "scope", "team", "sharing", "ending")},
        "coming": queries.next_rounds(plan=plan, today=today()),
        "runs": [_run(shown) for shown in queries.runs_of(plan=plan)],
    }


@router.patch("/plans/{plan_id}", response=PlanOut)
def edit_plan(request: HttpRequest, plan_id: UUID, given: PlanChangeIn) -> Plan:
    """Other terms from a day on."""
    return change_plan(
        actor=actor_of(request),
        plan_id=plan_id,
        name=given.name,
        ends_on=given.ends_on,
        facts=_facts(given),
        applies_from=given.applies_from,
    )


@router.post("/plans/{plan_id}/pause", response=PlanOut)
def pause(request: HttpRequest, plan_id: UUID, given: ReasonIn) -> Plan:
    """No rounds until it is resumed."""
    return pause_plan(actor=actor_of(request), plan_id=plan_id, reason=given.reason)


@router.post("/plans/{plan_id}/resume", response=PlanOut)
def resume(request: HttpRequest, plan_id: UUID) -> Plan:
    """Makes rounds again."""
    return resume_plan(actor=actor_of(request), plan_id=plan_id)


@router.post("/plans/{plan_id}/end", response=PlanOut)
def end(request: HttpRequest, plan_id: UUID, given: ReasonIn) -> Plan:
    """No more rounds, for good."""
    return end_plan(actor=actor_of(request), plan_id=plan_id, reason=given.reason)


@router.post("/rounds/{round_id}/hand-over", response=CountOut)
def hand_over(request: HttpRequest, round_id: UUID, given: HandOverIn) -> dict[str, int]:
    """Gives sites that were not visited to somebody else, with a reason."""
    return {"count": hand_over_visits(actor=actor_of(request), round_id=round_id, **given.dict())}


@router.post("/rounds/{round_id}/excuse", response=CountOut)
def excuse(request: HttpRequest, round_id: UUID, given: SitesReason) -> dict[str, int]:
    """Takes sites that were not visited out of the reckoning."""
    return {"count": excuse_visits(actor=actor_of(request), round_id=round_id, **given.dict())}


@router.post("/rounds/{round_id}/lift-excuse", response=CountOut)
def lift(request: HttpRequest, round_id: UUID, given: SitesReason) -> dict[str, int]:
    """Counts excused sites again."""
    return {"count": lift_excuse(actor=actor_of(request), round_id=round_id, **given.dict())}


@router.get("/absences", response=list[AbsenceOut])
def list_absences(request: HttpRequest) -> list[dict[str, Any]]:
    """Who is away and who comes instead."""
    require_plan(actor_of(request))
    return [_absence(row) for row in absences_read.absences_shown()]


@router.post("/absences", response={201: AbsenceOut})
def add_absence(request: HttpRequest, given: AbsenceIn) -> Status[dict[str, Any]]:
    """Somebody is away for some days."""
    made = record_absence(actor=actor_of(request), absence_id=given.id or new_id(), **given.dict(exclude={"id"}))
    return Status(201, _absence(made))


@router.post("/absences/{absence_id}/end", response=AbsenceOut)
def back(request: HttpRequest, absence_id: UUID) -> dict[str, Any]:
    """Back, or noted by mistake."""
    return _absence(end_absence(actor=actor_of(request), absence_id=absence_id))


@router.get("/completion", response=CompletionOut)
def completion(
    request: HttpRequest, month: date | None = None, plan_id: UUID | None = None, *, only_plans: bool = True
) -> dict[str, Any]:
    """Who did and who did not in the month of a day."""
    actor = actor_of(request)
    require_plan(actor)
    chosen = CompletionFilter((month or today()).replace(day=1), plan_id, only_plans=only_plans)
    shown = completion_read.completion(actor=actor, chosen=chosen)
    lines = [
        {
            **_tally(line.whole),
            "label": line.label,
            "days": {f"{day}": _tally(tally) for day, tally in line.days.items()},
        }
        for line in shown.lines
    ]
    return {"lines": lines, "whole": _tally(shown.whole)}


def _facts(given: FactsIn) -> PlanFacts:
    try:
        sample = from_json(given.sample.dict()) if given.sample else None
    except UnusableTerms as error:
        raise InvalidInput(_(str(error))) from error
    return PlanFacts(
        framework_id=given.framework_id,
        rhythm=Rhythm(given.rhythm, tuple(sorted(set(given.weekdays))), given.month_day, given.lasts_days),
        scope=Scope(given.type_ids, given.town_ids, given.site_ids, sample),
        team=tuple(Member(row.person_id, row.unit_id, tuple(row.town_ids)) for row in given.team),
        sharing=given.sharing,
        ending=given.ending,
    )


def _run(shown: queries.RunShown) -> dict[str, Any]:
    run, progress = shown.run, shown.progress
    return {
        "starts_on": run.period,
        "ends_on": run.ends_on,
        "round_id": run.round_id,
        "note": run.note,
        "sites": progress.sites if progress else 0,
        "visited": progress.visited if progress else 0,
    }


def _absence(row: Absence) -> dict[str, Any]:
    names = ("id", "person_id", "substitute_id", "starts_on", "ends_on", "reason")
    return {**{name: getattr(row, name) for name in names}, "is_ended": row.ended_at is not None}


def _tally(tally: Tally) -> dict[str, Any]:
    return {name: getattr(tally, name) for name in ("given", "done", "late", "excused", "left", "rate")}
