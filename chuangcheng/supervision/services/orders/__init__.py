"""Writes on supervision orders."""

from chuangcheng.supervision.services.orders.drafting import OrderGiven, draft_order
from chuangcheng.supervision.services.orders.moving import MoveGiven, move_order
from chuangcheng.supervision.services.orders.pushing import push_late_orders

__all__ = ["MoveGiven", "OrderGiven", "draft_order", "move_order", "push_late_orders"]
