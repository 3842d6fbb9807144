"""How an order stands, in words and tones."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from chuangcheng.supervision.models import SupervisionOrder
from chuangcheng.supervision.order_workflow import LABELS, OrderState

TONES = {
    OrderState.DRAFT: "amber",
    OrderState.DROPPED: "muted",
    OrderState.ISSUED: "blue",
    OrderState.SIGNED: "blue",
    OrderState.ANSWERED: "blue",
    OrderState.CLOSED: "green",
    OrderState.WITHDRAWN: "muted",
}


def state_of(order: SupervisionOrder) -> tuple[str, str]:
    """Tone and word."""
    state = OrderState(order.state)
    return TONES[state], _(LABELS[state])


def deadline_of(order: SupervisionOrder, moment: datetime) -> tuple[str, str]:
    """Tone and words of the deadline; both empty when there is nothing to say."""
    if order.is_late(moment):
        return "red", _("超期未反馈")
    if order.is_unsigned_late(moment):
        return "red", _("超时未签收")
    if order.state in {"issued", "signed"}:
        return "muted", _("反馈期限")
    if order.answered_at is not None and order.due_at is not None and order.state in {"answered", "closed"}:
        return ("red", _("超期反馈")) if order.answered_at > order.due_at else ("muted", _("按期反馈"))
    return "", ""
