"""Supervision orders over the API: drafted, issued, signed for, answered, closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Router, Schema, Status, UploadedFile

from chuangcheng.core.access import require
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.models import OrderCase, SupervisionOrder
from chuangcheng.supervision.order_access import order_for, require_issuer, require_move
from chuangcheng.supervision.order_papers import MEDIA_TYPES, file_name, orders_workbook
from chuangcheng.supervision.order_templates import write_order
from chuangcheng.supervision.order_workflow import MOVES
from chuangcheng.supervision.queries.order_groups import order_groups
from chuangcheng.supervision.queries.orders import OrderFilter, cases_of_order, orders_shown, story_of
from chuangcheng.supervision.services.orders import (
    MoveGiven,
    OrderGiven,
    OrdersGiven,
    draft_order,
    draft_orders,
    move_order,
)
from chuangcheng.supervision.services.orders.together import MOST_CHOSEN

router = Router()
MOST_EXPORTED = 20_000  # rows; our choice


class OrderOut(Schema):
    id: UUID
    number: str  # empty: a draft
    state: str  # draft, dropped, issued, signed, answered, closed, withdrawn
    title: str
    grounds: str
    requirement: str
    unit_id: int
    unit: str
    head: str
    office: str
    is_by_ladder: bool
    is_late: bool
    due_at: datetime | None
    issued_at: datetime | None
    signed_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None


class OrderEventOut(Schema):
    move: str
    at: datetime
    who: str
    text: str
    file_ids: list[UUID]


class OrderDetail(OrderOut):
    case_ids: list[UUID]
    task_id: UUID | None
    events: list[OrderEventOut]


class OrderIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same order
    unit_id: int
    title: str
    grounds: str
    requirement: str
    answer_days: int | None = None  # working days from issue
    case_ids: list[UUID] = []
    task_id: UUID | None = None


class OrdersIn(Strict):
    press_id: UUID | None = None  # UUIDv7 made by the client: the same one again drafts nothing new
    case_ids: list[UUID] = Field(max_length=MOST_CHOSEN)
    requirement: str
    grounds: str = ""  # put before what the records say
    answer_days: int | None = None  # working days from issue


class LeftOutOut(Schema):
    case_id: UUID
    number: str
    why: str


class OrdersOut(Schema):
    orders: list[OrderOut]  # one for each unit
    left_out: list[LeftOutOut]  # what no order takes
    not_found_count: int


class MoveIn(Strict):
    event_id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same move
    text: str = ""


@router.get("/supervision-orders", response=list[OrderOut])
def list_orders(request: HttpRequest, state: str = "", before: UUID | None = None) -> list[dict[str, Any]]:
    """The orders, newest first, 50 of them; `state` may be `late`; `before`: the id of the last one seen."""
    parameters = request.GET.copy()
    parameters["before"] = str(before or "")
    chosen = OrderFilter(state=state[:10])
    rows = orders_shown(actor=actor_of(request), chosen=chosen, now=now())
    return [_told(row) for row in keyset_page(rows, parameters=parameters).rows]


@router.post("/supervision-orders", response={201: OrderDetail})
def add_order(request: HttpRequest, given: OrderIn) -> Status[dict[str, Any]]:
    """A draft."""
    values = given.dict(exclude={"id"})
    made = draft_order(actor=actor_of(request), order_id=given.id or new_id(), given=OrderGiven(**values))
    return Status(201, _detail(request, made.pk))


@router.post("/supervision-orders/for-cases", response={201: OrdersOut})
def add_orders(request: HttpRequest, given: OrdersIn) -> Status[dict[str, Any]]:
    """A draft for each unit that answers for some of the cases, and which cases no order takes."""
    actor = actor_of(request)
    require_issuer(actor)
    found = order_groups(actor=actor, case_ids=given.case_ids)
    orders = OrdersGiven(given.case_ids, given.requirement, given.grounds, given.answer_days)
    made = draft_orders(actor=actor, press_id=given.press_id or new_id(), given=orders)
    taken = set(OrderCase.objects.filter(order__in=made).values_list("case", flat=True))
    left_out = [
        {"case_id": each.case.pk, "number": each.case.number, "why": each.why}
        for each in found.left_out
        if each.case.pk not in taken
    ]
    told = {"orders": [_told(order) for order in made], "left_out": left_out, "not_found_count": found.not_found_count}
    return Status(201, told)


@router.get("/supervision-orders.xlsx")
def workbook(request: HttpRequest, state: str = "") -> FileResponse:
    """The list as a workbook."""
    actor = actor_of(request)
    require(actor, VIEW_ESCALATIONS)
    rows = orders_shown(actor=actor, chosen=OrderFilter(state=state[:10]), now=now())
    name, content = orders_workbook(rows[:MOST_EXPORTED])
    return download(content, name)


@router.get("/supervision-orders/{uuid:order_id}", response=OrderDetail)
def get_order(request: HttpRequest, order_id: UUID) -> dict[str, Any]:
    """One order with its story."""
    return _detail(request, order_id)


@router.get("/supervision-orders/{uuid:order_id}/paper.docx")
def paper(request: HttpRequest, order_id: UUID) -> FileResponse:
    """The order as Word."""
    found = order_for(actor_of(request), order_id)
    content = write_order(found, cases_of_order(found), story_of(found), "docx")
    return download(content, file_name(found, "docx"), MEDIA_TYPES["docx"])


@router.post("/supervision-orders/{uuid:order_id}/issue", response=OrderDetail)
def issue(request: HttpRequest, order_id: UUID, given: MoveIn) -> dict[str, Any]:
    """Numbers the order and sends it to the unit."""
    return _moved(request, order_id, "issue", given)


@router.post("/supervision-orders/{uuid:order_id}/drop", response=OrderDetail)
def drop(request: HttpRequest, order_id: UUID, given: MoveIn) -> dict[str, Any]:
    """A draft is not issued, for a reason."""
    return _moved(request, order_id, "drop", given)


@router.post("/supervision-orders/{uuid:order_id}/sign", response=OrderDetail)
def sign(request: HttpRequest, order_id: UUID, given: MoveIn) -> dict[str, Any]:
    """The unit signs for it."""
    return _moved(request, order_id, "sign", given)


@router.post("/supervision-orders/{uuid:order_id}/answer", response=OrderDetail)
def answer(request: HttpRequest, order_id: UUID, given: MoveIn) -> dict[str, Any]:
    """The unit answers; files: `answer-files`."""
    return _moved(request, order_id, "answer", given)


@router.post("/supervision-orders/{uuid:order_id}/answer-files", response=OrderDetail)
def answer_with_files(
    request: HttpRequest, order_id: UUID, text: str = "", files: File[list[UploadedFile] | None] = None
) -> dict[str, Any]:
    """The unit answers with files."""
    del files  # taken from the request, with the limits of every upload
    actor = actor_of(request)
    require_move(actor, MOVES["answer"], order_for(actor, order_id))
    sent = documents_from_request(request, "files", at_least=1)
    given = MoveGiven(new_id(), "answer", text, sent)
    move_order(actor=actor, order_id=order_id, given=given)
    return _detail(request, order_id)


@router.post("/supervision-orders/{uuid:order_id}/return", response=OrderDetail)
def send_back(request: HttpRequest, order_id: UUID, given: MoveIn) -> dict[str, Any]:
    """The answer is not enough, for a reason."""
    return _moved(request, order_id, "return", given)


@router.post("/supervision-orders/{uuid:order_id}/close", response=OrderDetail)
def close(request: HttpRequest, order_id: UUID, given: MoveIn) -> dict[str, Any]:
    """The answer is accepted."""
    return _moved(request, order_id, "close", given)


@router.post("/supervision-orders/{uuid:order_id}/withdraw", response=OrderDetail)
def withdraw(request: HttpRequest, order_id: UUID, given: MoveIn) -> dict[str, Any]:
    """It does not count any more, for a reason; its number is not used again."""
    return _moved(request, order_id, "withdraw", given)


def _moved(request: HttpRequest, order_id: UUID, move: str, given: MoveIn) -> dict[str, Any]:
    move_order(
        actor=actor_of(request), order_id=order_id, given=MoveGiven(given.event_id or new_id(), move, given.text)
    )
    return _detail(request, order_id)


def _detail(request: HttpRequest, order_id: UUID) -> dict[str, Any]:
    found = order_for(actor_of(request), order_id)
    events = [
        {
            "move": event.move,
            "at": event.at,
            "who": event.actor_name,
            "text": event.text,
            "file_ids": [row.file_id for row in event.files.all()],
        }
        for event in story_of(found)
    ]
    cases = [case.pk for case in cases_of_order(found)]
    return {**_told(found), "case_ids": cases, "task_id": found.task_id, "events": events}


def _told(order: SupervisionOrder) -> dict[str, Any]:
    return {
        "id": order.pk,
        "number": order.number,
        "state": order.state,
        "title": order.title,
        "grounds": order.grounds,
        "requirement": order.requirement,
        "unit_id": order.unit_id,
        "unit": order.unit.name,
        "head": order.head_name,
        "office": order.office_name,
        "is_by_ladder": order.is_by_ladder,
        "is_late": order.is_late(now()),
        "due_at": order.due_at,
        "issued_at": order.issued_at,
        "signed_at": order.signed_at,
        "answered_at": order.answered_at,
        "closed_at": order.closed_at,
    }
