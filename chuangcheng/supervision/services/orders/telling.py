"""Who hears of a move of an order."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.orgs.queries import people_of_units, people_with
from chuangcheng.supervision.models import OrderEvent, SupervisionOrder
from chuangcheng.supervision.order_access import ISSUE_ORDERS

UNITS_DUTIES = ("head", "leader", "liaison")


def tell_of_move(order: SupervisionOrder, event: OrderEvent) -> None:
    """A line for the other side; nothing of what only its maker knows."""
    facts = {"number": order.number, "unit": order.unit.name, "due": _due(order)}
    to_unit = {
        "issue": inbox_text("收到%(number)s督办单，请立即签收，%(due)s前反馈", facts),
        "return": inbox_text("%(number)s督办单的反馈被退回，请于%(due)s前重新反馈", facts),
        "close": inbox_text("%(number)s督办单已办结", facts),
        "withdraw": inbox_text("%(number)s督办单已撤销", facts),
    }
    to_office = {
        "sign": inbox_text("%(unit)s已签收%(number)s督办单", facts),
        "answer": inbox_text("%(unit)s已反馈%(number)s督办单，请办结或退回", facts),
    }
    if event.move in to_unit:
        tell(order, people_of(order), f"{event.move}-{event.pk}", to_unit[event.move], event.text or order.title)
    elif event.move in to_office:
        tell(order, issuers(order), f"{event.move}-{event.pk}", to_office[event.move], event.text)


def tell(order: SupervisionOrder, people: Iterable[int], key: str, title: InboxText, body: str) -> None:
    """A line with the address of the order."""
    link = reverse("supervision:order", args=[order.pk])
    notify(person_ids=people, key=f"supervision:order-{key}", title=title, body=body, link=link, is_urgent=True)


def people_of(order: SupervisionOrder) -> list[int]:
    """Head, leader in charge and liaison officer of the unit."""
    return people_of_units([order.unit_id], duties=UNITS_DUTIES, today=today()).get(order.unit_id, [])


def issuers(order: SupervisionOrder) -> list[int]:
    """Who issued it; of one that the ladder issued, everybody who issues orders."""
    if order.issued_by_id is not None:
        return [order.issued_by_id]
    return [person.pk for person in people_with(permission=ISSUE_ORDERS, today=today())]


def _due(order: SupervisionOrder) -> str:
    return f"{order.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" if order.due_at is not None else ""
