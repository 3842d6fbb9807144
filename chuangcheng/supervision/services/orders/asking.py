"""A supervision order is something that the unit is asked for: it counts in 基层负担."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.orgs.services import AskGiven, ask_units, change_asks, end_asks, renew_asks
from chuangcheng.supervision.models import SupervisionOrder

KIND, SOURCE = "order", "supervision.order"


def follow_asks(actor: Actor, order: SupervisionOrder, move: str) -> None:
    """What a move of the order means for what the unit is asked for; an order is never too much for a week."""
    ids = [str(order.pk)]
    if move == "issue":
        ask_units(actor=actor, asks=[_ask(order)], despite=_("依督办升级下发"))
    elif move in {"answer", "close", "withdraw"}:
        end_asks(source_kind=SOURCE, source_ids=ids, is_taken_back=move == "withdraw")
    elif move == "return":
        renew_asks(source_kind=SOURCE, source_ids=ids)
        last = local_date(order.due_at) if order.due_at is not None else None
        change_asks(source_kind=SOURCE, facts={ids[0]: (order.title, last)})


def _ask(order: SupervisionOrder) -> AskGiven:
    return AskGiven(
        unit_id=order.unit_id,
        kind=KIND,
        title=order.title,
        source_kind=SOURCE,
        source_id=str(order.pk),
        source_label=order.number[:80],
        due_on=local_date(order.due_at) if order.due_at is not None else None,
    )
