"""Who answers for what: leaders of items, units of standards, disputes and rulings, and the lists of duties."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.core.access import SYSTEM, require
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.orgs.access import person_for, unit_for
from chuangcheng.standards import queries, services
from chuangcheng.standards.access import VIEW, item_for, standard_for
from chuangcheng.standards.api.shapes import DisputeOut, DutyOut, dispute_out, duty_out
from chuangcheng.standards.duty_papers import all_duties_table, leader_table, unit_table

router = Router()


class DutyIn(Strict):
    unit_id: int
    kind: str  # lead, responsible, supporting
    starts_on: date = Field(default_factory=today)


class LeaderIn(Strict):
    person_id: int
    starts_on: date = Field(default_factory=today)


class LeaderOut(Schema):
    person_id: int
    person: str
    starts_on: date
    ends_on: date | None  # last day


class Ending(Strict):
    reason: str
    ends_on: date = Field(default_factory=today)  # last day


class DisputeIn(Strict):
    unit_id: int
    question: str


class RulingIn(Strict):
    unit_id: int  # that leads from today
    reason: str


class ArrangementIn(Strict):
    leader: str | None = None
    in_charge: str | None = None
    due: str | None = None
    frequency: str | None = None
    third_level: str | None = None
    note: str | None = None


class ArrangementChangeOut(Schema):
    id: int
    way: str  # hand, import, undo
    at: datetime
    person: str
    before: dict[str, str]  # of the fields that changed
    after: dict[str, str]


class ArrangementOut(Schema):
    leader: str
    in_charge: str
    due: str
    frequency: str
    third_level: str
    note: str
    changes: list[ArrangementChangeOut]


class UnitFigures(Schema):
    unit_id: int
    unit: str
    lead: int  # standards
    responsible: int  # standards
    supporting: int  # standards


class LedItem(Schema):
    item_id: int
    item: str
    framework_id: int


class LeaderFigures(Schema):
    person_id: int
    person: str
    items: list[LedItem]


class DutyFiguresOut(Schema):
    units: list[UnitFigures]
    leaders: list[LeaderFigures]


class UnitDutyOut(DutyOut):
    framework_id: int
    code: str
    text: str
    item: str
    marks: Decimal  # points


class LedStandard(Schema):
    id: int
    code: str
    text: str
    marks: Decimal  # points
    lead: str  # units


class LeaderDutyOut(LedItem):
    starts_on: date
    standards: list[LedStandard]


@router.post("/standards/{standard_id}/duties", response={201: DutyOut})
def add_duty(request: HttpRequest, standard_id: int, given: DutyIn) -> Status[dict[str, Any]]:
    """Gives a unit a part in a standard."""
    made = services.assign_duty(actor=actor_of(request), standard_id=standard_id, **given.dict())
    return Status(201, duty_out(made))


@router.post("/duties/{duty_id}/end", response={204: None})
def finish_duty(request: HttpRequest, duty_id: int, given: Ending) -> Status[None]:
    """Ends a unit's part, with a reason."""
    services.end_duty(actor=actor_of(request), duty_id=duty_id, ends_on=given.ends_on, reason=given.reason)
    return Status(204, None)


@router.get("/standards/{standard_id}/arrangement", response=ArrangementOut)
def get_arrangement(request: HttpRequest, standard_id: int) -> dict[str, Any]:
    """How a standard is to be carried out, and how it came to say so, the newest change first."""
    return _arrangement(standard_for(actor_of(request), standard_id).pk)


@router.patch("/standards/{standard_id}/arrangement", response=ArrangementOut)
def change_arrangement(request: HttpRequest, standard_id: int, given: ArrangementIn) -> dict[str, Any]:
    """Says how a standard is to be carried out; what is not named stays, what is empty is emptied."""
    words = given.dict(exclude_none=True)
    services.arrange_standard(actor=actor_of(request), standard_id=standard_id, words=words)
    return _arrangement(standard_id)


@router.post("/arrangement-changes/{change_id}/undo", response=ArrangementOut)
def undo_arrangement(request: HttpRequest, change_id: int) -> dict[str, Any]:
    """Takes back a change, as long as nobody changed the same again."""
    return _arrangement(services.undo_arrangement(actor=actor_of(request), change_id=change_id).standard_id)


@router.get("/items/{item_id}/leaders", response=list[LeaderOut])
def list_leaders(request: HttpRequest, item_id: int) -> list[dict[str, Any]]:
    """Who leads an item and who led it, the latest first."""
    rows = item_for(actor_of(request), item_id).leaders.select_related("person").order_by("-starts_on", "-pk")
    return [
        {"person_id": row.person_id, "person": row.person.name, "starts_on": row.starts_on, "ends_on": row.ends_on}
        for row in rows
    ]


@router.post("/items/{item_id}/leader", response={204: None})
def name_leader(request: HttpRequest, item_id: int, given: LeaderIn) -> Status[None]:
    """Names the leader of an item."""
    services.set_item_leader(actor=actor_of(request), item_id=item_id, **given.dict())
    return Status(204, None)


@router.post("/items/{item_id}/leader/end", response={204: None})
def end_leader(request: HttpRequest, item_id: int, given: Ending) -> Status[None]:
    """Nobody leads the item any more, with a reason."""
    services.end_item_leader(actor=actor_of(request), item_id=item_id, ends_on=given.ends_on, reason=given.reason)
    return Status(204, None)


@router.get("/disputes", response=list[DisputeOut])
def list_open_disputes(request: HttpRequest) -> list[dict[str, Any]]:
    """Questions about duties that wait for a ruling, the oldest first."""
    return [dispute_out(row) for row in queries.open_disputes(actor=actor_of(request))]


@router.get("/standards/{standard_id}/disputes", response=list[DisputeOut])
def list_disputes(request: HttpRequest, standard_id: int) -> list[dict[str, Any]]:
    """Disputes and rulings on a standard, newest first."""
    found = standard_for(actor_of(request), standard_id)
    return [dispute_out(row) for row in queries.rulings_of_standard(standard_id=found.pk)]


@router.post("/standards/{standard_id}/disputes", response={201: DisputeOut})
def dispute_duty(request: HttpRequest, standard_id: int, given: DisputeIn) -> Status[dict[str, Any]]:
    """A unit asks who answers for a standard; the question that is open already, if any."""
    made = services.raise_dispute(actor=actor_of(request), standard_id=standard_id, **given.dict())
    return Status(201, dispute_out(made))


@router.post("/disputes/{ruling_id}/ruling", response=DisputeOut)
def rule_duty(request: HttpRequest, ruling_id: int, given: RulingIn) -> dict[str, Any]:
    """The lead leader rules: this unit leads from today."""
    made = services.rule_on_dispute(actor=actor_of(request), ruling_id=ruling_id, today=today(), **given.dict())
    return dispute_out(made)


@router.get("/duties", response=DutyFiguresOut)
def list_duties(request: HttpRequest, day: date | None = None, words: str = "") -> dict[str, Any]:
    """Every unit that answers for something on a day, with its numbers of standards, and every leader of an item."""
    actor, on = actor_of(request), day or today()
    leaders = queries.leader_lines(actor=actor, day=on)
    return {
        "units": queries.duty_figures(actor=actor, day=on, words=words),
        "leaders": [
            {"person_id": row.person_id, "person": row.name, "items": [_led(item) for item in row.items]}
            for row in leaders
        ],
    }


@router.get("/duties/workbook", response={200: None})
def download_duties(request: HttpRequest, day: date | None = None) -> FileResponse:
    """All duties of a day as Excel, one line each."""
    actor = actor_of(request)
    require(actor, VIEW)
    return download(*all_duties_table(actor=actor, day=day or today()))


@router.get("/duties/units/{unit_id}", response=list[UnitDutyOut])
def list_unit_duties(request: HttpRequest, unit_id: int, day: date | None = None) -> list[dict[str, Any]]:
    """职责清单 of a unit on a day: its part in each standard of the editions in force, lead first."""
    actor = actor_of(request)
    require(actor, VIEW)
    unit = unit_for(SYSTEM, unit_id)
    groups = queries.duties_of_unit(actor=actor, unit_id=unit.pk, day=day or today())
    return [
        {
            **duty_out(duty),
            "unit": unit.name,
            "framework_id": group.framework.pk,
            "code": duty.standard.code,
            "text": duty.standard.text,
            "item": duty.standard.content.item.name,
            "marks": duty.standard.marks,
        }
        for group in groups
        for duty in group.duties
    ]


@router.get("/duties/units/{unit_id}/workbook", response={200: None})
def download_unit_duties(request: HttpRequest, unit_id: int, day: date | None = None) -> FileResponse:
    """职责清单 of a unit as Excel."""
    actor = actor_of(request)
    require(actor, VIEW)
    return download(*unit_table(actor=actor, unit=unit_for(SYSTEM, unit_id), day=day or today()))


@router.get("/duties/leaders/{person_id}", response=list[LeaderDutyOut])
def list_leader_duties(request: HttpRequest, person_id: int, day: date | None = None) -> list[dict[str, Any]]:
    """职责清单 of a leader on a day: the items, their standards and who leads each."""
    actor, on = actor_of(request), day or today()
    require(actor, VIEW)
    items = queries.items_of_leader(actor=actor, person_id=person_for(SYSTEM, person_id).pk, day=on)
    standards = queries.standards_of_items(item_ids=[row.item_id for row in items], day=on)
    return [
        {
            **_led(row),
            "starts_on": row.starts_on,
            "standards": [
                {"id": each.pk, "code": each.code, "text": each.text, "marks": each.marks, "lead": units}
                for each, units in standards.get(row.item_id, [])
            ],
        }
        for row in items
    ]


@router.get("/duties/leaders/{person_id}/workbook", response={200: None})
def download_leader_duties(request: HttpRequest, person_id: int, day: date | None = None) -> FileResponse:
    """职责清单 of a leader as Excel."""
    actor = actor_of(request)
    require(actor, VIEW)
    return download(*leader_table(actor=actor, person=person_for(SYSTEM, person_id), day=day or today()))


def _led(row: Any) -> dict[str, Any]:
    return {"item_id": row.item_id, "item": row.item.name, "framework_id": row.item.framework_id}


def _arrangement(standard_id: int) -> dict[str, Any]:
    changes = queries.arrangement_changes(standard_id=standard_id)
    return {
        **queries.arrangement_facts(standard_id=standard_id),
        "changes": [
            {
                **{name: getattr(shown.change, name) for name in ("id", "way", "at")},
                "person": shown.change.person_name,
                "before": {key: mask_phones_in(text) for key, text in shown.change.before.items()},
                "after": {key: mask_phones_in(text) for key, text in shown.change.after.items()},
            }
            for shown in changes
        ],
    }
