"""Frameworks, standards and responsibilities over the API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of
from chuangcheng.standards import queries
from chuangcheng.standards.access import framework_for, standard_for
from chuangcheng.standards.models import Duty, Standard
from chuangcheng.standards.services import assign_duty, carry_over, end_duty, put_in_force, set_item_leader

router = Router()


class FrameworkOut(Schema):
    id: int
    code: str
    name: str
    edition: str
    state: str
    is_sample: bool
    standard_count: int
    marks: Decimal | None


class PartOut(Schema):
    method: str
    share: Decimal
    rule: str
    parameters: str


class DutyOut(Schema):
    id: int
    unit_id: int
    unit: str
    kind: str
    starts_on: date
    ends_on: date | None


class StandardOut(Schema):
    id: int
    code: str
    item: str
    content: str
    text: str
    marks: Decimal
    evidence: str
    site_types: list[str]
    parts: list[PartOut]
    duties: list[DutyOut]


class DutyIn(Schema):
    unit_id: int
    kind: str
    starts_on: date


class LeaderIn(Schema):
    person_id: int
    starts_on: date


class EditionIn(Schema):
    edition: str
    starts_on: date


class Ending(Schema):
    ends_on: date
    reason: str


@router.get("/frameworks", response=list[FrameworkOut])
def list_frameworks(request: HttpRequest) -> Any:
    """The editions that the actor sees."""
    return list(queries.framework_list(actor=actor_of(request)))


@router.get("/frameworks/{framework_id}/standards", response=list[StandardOut])
def list_standards(request: HttpRequest, framework_id: int) -> list[dict[str, Any]]:
    """Every standard of an edition with its parts and the duties of today, in the order of the framework."""
    found = framework_for(actor_of(request), framework_id)
    return [
        _standard(standard, item.name, content.name, queries.duties_in(standard))
        for item in queries.framework_tree(framework=found, day=today())
        for content in item.contents.all()
        for standard in content.standards.all()
    ]


@router.get("/standards/{standard_id}", response=StandardOut)
def get_standard(request: HttpRequest, standard_id: int) -> dict[str, Any]:
    """One standard with every duty ever given in it."""
    found = standard_for(actor_of(request), standard_id)
    duties = list(queries.duties_of_standard(standard_id=found.pk, day=today()))
    return _standard(found, found.content.item.name, found.content.name, duties)


@router.post("/standards/{standard_id}/duties", response={201: DutyOut})
def add_duty(request: HttpRequest, standard_id: int, given: DutyIn) -> tuple[int, dict[str, Any]]:
    """Gives a unit a part in a standard."""
    made = assign_duty(actor=actor_of(request), standard_id=standard_id, **given.dict())
    return 201, _duty(made)


@router.post("/duties/{duty_id}/end", response={204: None})
def finish_duty(request: HttpRequest, duty_id: int, given: Ending) -> tuple[int, None]:
    """Ends a unit's part, with a reason."""
    end_duty(actor=actor_of(request), duty_id=duty_id, ends_on=given.ends_on, reason=given.reason)
    return 204, None


@router.post("/items/{item_id}/leader", response={204: None})
def name_leader(request: HttpRequest, item_id: int, given: LeaderIn) -> tuple[int, None]:
    """Names the leader of an item."""
    set_item_leader(actor=actor_of(request), item_id=item_id, **given.dict())
    return 204, None


@router.post("/frameworks/{framework_id}/editions", response={201: dict[str, int]})
def start_edition(request: HttpRequest, framework_id: int, given: EditionIn) -> tuple[int, dict[str, int]]:
    """Carries an edition over into a draft."""
    made = carry_over(actor=actor_of(request), framework_id=framework_id, **given.dict())
    return 201, {"id": made.pk}


@router.post("/frameworks/{framework_id}/start", response={204: None})
def start_framework(request: HttpRequest, framework_id: int) -> tuple[int, None]:
    """Puts a draft in force."""
    put_in_force(actor=actor_of(request), framework_id=framework_id)
    return 204, None


def _standard(standard: Standard, item: str, content: str, duties: list[Duty]) -> dict[str, Any]:
    return {
        "id": standard.pk,
        "code": standard.code,
        "item": item,
        "content": content,
        "text": standard.text,
        "marks": standard.marks,
        "evidence": standard.evidence,
        "site_types": [found.name for found in standard.site_types.all()],
        "parts": list(standard.parts.all()),
        "duties": [_duty(duty) for duty in duties],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.pk,
        "unit_id": duty.unit_id,
        "unit": duty.unit.name,
        "kind": duty.kind,
        "starts_on": duty.starts_on,
        "ends_on": duty.ends_on,
    }
