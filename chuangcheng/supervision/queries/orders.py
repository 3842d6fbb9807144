"""Reads on supervision orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import uuids_of
from chuangcheng.orgs.access import in_units_where
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.models import OrderCase, OrderEvent, SupervisionOrder
from chuangcheng.supervision.order_access import ANSWER_ORDERS, ISSUE_ORDERS, visible_orders
from chuangcheng.supervision.order_workflow import OPEN

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case


LATE = "late"
MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the list of orders shows; empty fields do not matter."""

    state: str = ""  # one of the states, or LATE
    words: str = ""
    unit_ids: Sequence[int] | None = None
    year: int | None = None


def orders_shown(*, actor: Actor, chosen: OrderFilter, now: datetime) -> QuerySet[SupervisionOrder]:
    """The visible orders, newest first, with `case_count`; take a page of it."""
    rows = visible_orders(actor)
    if chosen.state == LATE:
        rows = rows.filter(Q(state__in=["issued", "signed"], due_at__lt=now) | Q(state="issued", sign_by__lt=now))
    elif chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.unit_ids is not None:
        rows = rows.filter(unit__in=chosen.unit_ids)
    if chosen.year is not None:
        rows = rows.filter(year=chosen.year)
    if chosen.words:
        words = chosen.words
        serial = Q(serial=int(words)) if words.isdecimal() and len(words) <= 6 else Q()  # noqa: PLR2004 digits
        rows = rows.filter(Q(title__icontains=words) | Q(unit__name__icontains=words) | serial)
    counted = rows.select_related("unit").defer("unit__boundary").annotate(case_count=Count("entries"))
    return counted.order_by("-pk")


def cases_of_order(order: SupervisionOrder) -> list[Case]:
    """The cases on the order, in order. One query."""
    entries = order.entries.select_related("case__site", "case__problem_class").order_by("pk")
    return [entry.case for entry in entries]


def story_of(order: SupervisionOrder) -> list[OrderEvent]:
    """What happened to the order, oldest first, with files. Two queries."""
    return list(order.history.prefetch_related("files__file").order_by("at", "pk"))


def orders_of_case(*, actor: Actor, case: Case) -> list[SupervisionOrder]:
    """The visible orders about a case, newest first. One query."""
    entries = OrderCase.objects.filter(case=case).values("order")
    return list(visible_orders(actor).filter(pk__in=entries).order_by("-pk")[:10])


def open_orders_of_unit(*, actor: Actor, unit_id: int) -> QuerySet[SupervisionOrder]:
    """The visible orders to a unit that are issued and not closed, newest first."""
    return visible_orders(actor).filter(unit=unit_id, state__in=sorted(OPEN)).order_by("-pk")


def orders_of_task(*, actor: Actor, task_id: UUID) -> list[SupervisionOrder]:
    """The visible orders about a task, newest first. One query."""
    if not actor.may(VIEW_ESCALATIONS):
        return []
    return list(visible_orders(actor).filter(task=task_id).order_by("-pk")[:10])


def waiting_orders(*, actor: Actor) -> list[SupervisionOrder]:
    """Orders on which this person acts next: to sign and answer, or to issue and close. One query."""
    mine = Q(pk__in=[])
    if actor.person_id is not None and actor.may(ANSWER_ORDERS):
        mine |= Q(state__in=["issued", "signed"]) & in_units_where(actor, ANSWER_ORDERS, "unit")
    if actor.everywhere(ISSUE_ORDERS) and not actor.is_system:
        mine |= Q(state__in=["draft", "answered"])
    rows = SupervisionOrder.objects.filter(mine).select_related("unit").defer("unit__boundary")
    return list(rows.order_by("due_at", "pk")[:MOST_WAITING])


def visible_order_ids(actor: Actor, order_ids: Sequence[str]) -> set[str]:
    """Of these ids, those of orders that the actor sees. One query."""
    if not actor.may(VIEW_ESCALATIONS):
        return set()
    return {str(pk) for pk in visible_orders(actor).filter(pk__in=uuids_of(order_ids)).values_list("pk", flat=True)}


def ordered_case_ids(case_ids: Collection[UUID]) -> set[UUID]:
    """Of these cases, those about which an order is open. One query."""
    rows = OrderCase.objects.filter(case__in=case_ids, order__state__in=["draft", "issued", "signed", "answered"])
    return set(rows.values_list("case", flat=True))
