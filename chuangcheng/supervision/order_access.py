"""Permissions on supervision orders, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.orgs.access import in_units_where
from chuangcheng.supervision.escalation_access import OFFICES, UNITS, VIEW_ESCALATIONS
from chuangcheng.supervision.models import OrderFile, SupervisionOrder
from chuangcheng.supervision.order_workflow import OrderMove

ISSUE_ORDERS = define("supervision.issue_orders", _("签发、办结督办单"), roles=OFFICES)
ANSWER_ORDERS = define("supervision.answer_orders", _("签收、反馈督办单"), roles=UNITS)
UNISSUED = ("draft", "dropped")


def visible_orders(actor: Actor) -> QuerySet[SupervisionOrder]:
    """All for who issues them; what was issued for whole-place readers, and to a unit's own people."""
    require(actor, VIEW_ESCALATIONS)
    if actor.everywhere(ISSUE_ORDERS):
        return SupervisionOrder.objects.all()
    issued = ~Q(state__in=UNISSUED)
    if actor.everywhere(VIEW_ESCALATIONS):
        return SupervisionOrder.objects.filter(issued)
    return SupervisionOrder.objects.filter(issued, in_units_where(actor, VIEW_ESCALATIONS, "unit"))


def order_for(actor: Actor, order_id: UUID, *, lock: bool = False) -> SupervisionOrder:
    """The order with its unit; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        SupervisionOrder.objects.select_for_update(no_key=True).filter(pk=order_id).values_list("pk").first()
    rows = visible_orders(actor).select_related("unit", "head", "task").defer("unit__boundary")
    found = rows.filter(pk=order_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该督办单，请从督办单列表进入。"))
    return found


def may_move(actor: Actor, move: OrderMove, order: SupervisionOrder) -> bool:
    """True when this person may make the move, as far as permission and unit go."""
    if move.is_units:
        return actor.person_id is not None and actor.may_at(ANSWER_ORDERS, order.unit.path)
    return actor.everywhere(ISSUE_ORDERS)


def require_move(actor: Actor, move: OrderMove, order: SupervisionOrder) -> None:
    """Raises NotPermitted, saying who makes this move."""
    if may_move(actor, move, order):
        return
    if move.is_units:
        raise NotPermitted(gettext("督办单由收到它的单位签收和反馈，请联系该单位。"))
    raise NotPermitted(gettext("督办单由督查室签发和办结，请联系督查室。"))


def require_issuer(actor: Actor) -> None:
    """Raises NotPermitted unless the actor issues orders for the whole place."""
    require(actor, ISSUE_ORDERS)
    if not actor.everywhere(ISSUE_ORDERS):
        raise NotPermitted(gettext("督办单由督查室签发和办结，请联系督查室。"))


def may_read_order_file(actor: Actor, file_id: UUID) -> bool:
    """True when the file came with a move of an order that the actor sees."""
    if not actor.may(VIEW_ESCALATIONS):
        return False
    return OrderFile.objects.filter(file=file_id, event__order__in=visible_orders(actor)).exists()
