"""Orders in the search: by number, title, grounds and unit."""

from __future__ import annotations

from chuangcheng.core import search
from chuangcheng.core.search import unit_scopes
from chuangcheng.supervision.models import SupervisionOrder

KIND = "supervision_order"
UNISSUED = "unissuedorders"  # scope of orders that only the office finds


def index_order(order: SupervisionOrder) -> None:
    """Puts the order as it stands into the index."""
    is_issued = order.serial is not None
    search.index(
        kind=KIND,
        object_id=order.pk,
        number=order.number,
        title=order.title,
        text=f"{order.unit.name} {order.grounds} {order.requirement}",
        scopes=unit_scopes([order.unit_id]) if is_issued else [UNISSUED],
    )
