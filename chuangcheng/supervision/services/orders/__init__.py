"""Writes on supervision orders."""

from chuangcheng.supervision.services.orders.drafting import OrderGiven, draft_order
from chuangcheng.supervision.services.orders.moving import MoveGiven, move_order
from chuangcheng.supervision.services.orders.pushing import push_late_orders
from chuangcheng.supervision.services.orders.together import OrdersGiven, draft_and_issue_orders, draft_orders

__all__ = [
    "MoveGiven",
    "OrderGiven",
    "OrdersGiven",
    "draft_and_issue_orders",
    "draft_order",
    "draft_orders",
    "move_order",
    "push_late_orders",
]
