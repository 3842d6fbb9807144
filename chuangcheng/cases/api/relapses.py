"""Relapses: what came back, what people rule on it and why."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from chuangcheng.cases import services
from chuangcheng.cases.access import VIEW, case_for
from chuangcheng.cases.forms.relapses import USUAL_DAYS
from chuangcheng.cases.models import Relapse
from chuangcheng.cases.queries import relapse_analysis, relapse_story
from chuangcheng.core.access import require
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of

router = Router()


class RelapseOut(Schema):
    """That a case is the same problem back at the same place."""

    case_id: UUID
    earlier_id: UUID | None  # None: not yours to see
    reason: str
    distance_m: int | None
    days: int
    ruling: str
    ruling_reason: str
    cause: str
    cause_text: str


class RelapsesOut(Schema):
    """Both directions."""

    count: int  # how often the problem came back, this case included
    relapse: RelapseOut | None
    returned_as: list[UUID]


class ShareOut(Schema):
    key: int | None
    name: str
    count: int
    again: int
    without_cause: int


class AnalysisOut(Schema):
    """Relapses opened in a period."""

    since: date
    until: date
    count: int
    by_unit: list[ShareOut]
    by_class: list[ShareOut]
    by_street: list[ShareOut]
    by_cause: list[tuple[str, int]]


class RulingIn(Strict):
    ruling: str = Field(description="confirmed or denied")
    reason: str


class CauseIn(Strict):
    cause: str = Field(description="one of the setting cases.relapse_causes")
    text: str = ""


@router.get("/relapses", response=AnalysisOut)
def analyse_relapses(request: HttpRequest, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """What came back, by the unit that had fixed it, by class and by street; the last ninety days unless said."""
    actor = actor_of(request)
    require(actor, VIEW)
    last = until or today()
    first = since or last - timedelta(days=USUAL_DAYS - 1)
    return {"since": first, "until": last, **asdict(relapse_analysis(actor=actor, since=first, until=last))}


@router.get("/cases/{uuid:case_id}/relapse", response=RelapsesOut)
def get_relapse(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """What a case has to do with relapses."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    story = relapse_story(actor=actor, case=case)
    shown = _shown(story.relapse) if story.relapse is not None else None
    if shown is not None and story.earlier is None:
        shown["earlier_id"] = None
    returned = [each.case_id for each in story.returns]
    return {"count": case.relapse_count, "relapse": shown, "returned_as": returned}


@router.post("/cases/{uuid:case_id}/relapse/ruling", response=RelapseOut)
def rule(request: HttpRequest, case_id: UUID, given: RulingIn) -> dict[str, Any]:
    """Says that it is, or is not, the same problem back, with the reason."""
    actor = actor_of(request)
    made = services.rule_on_relapse(actor=actor, case_id=case_id, ruling=given.ruling, reason=given.reason)
    return _shown(made)


@router.post("/cases/{uuid:case_id}/relapse/cause", response=RelapseOut)
def state_cause(request: HttpRequest, case_id: UUID, given: CauseIn) -> dict[str, Any]:
    """Says why it came back."""
    made = services.state_cause(actor=actor_of(request), case_id=case_id, cause=given.cause, text=given.text)
    return _shown(made)


def _shown(found: Relapse) -> dict[str, Any]:
    names = ("case_id", "earlier_id", "reason", "distance_m", "days", "ruling", "ruling_reason", "cause", "cause_text")
    return {name: getattr(found, name) for name in names}
