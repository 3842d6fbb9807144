"""What the worker does about escalation: the ladder, late orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.times import now
from chuangcheng.supervision.services.escalations import climb
from chuangcheng.supervision.services.orders import push_late_orders

MINUTE, QUARTER_HOUR = 60, 900  # seconds between two looks; our choice, far below the shortest step


@every(MINUTE, name="supervision.climb", label=_("督办升级"))
def climb_ladder() -> None:
    """Takes every step of the ladder that is due."""
    climb(now=now())


@every(QUARTER_HOUR, name="supervision.push_orders", label=_("催办督办单"))
def push_orders() -> None:
    """Tells of orders that are late."""
    push_late_orders(now=now())
