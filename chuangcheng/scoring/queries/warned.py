"""What of the negative list waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from chuangcheng.core.access import Actor
from chuangcheng.scoring.access import visible_hits
from chuangcheng.scoring.workflow import HitState


@dataclass(frozen=True)
class Warned:
    """How many hits stand where."""

    warnings: int = 0  # possible hits that nobody recorded yet
    waiting: int = 0  # recorded or appealed: a second person decides
    new: int = 0  # made since a moment, in any state


def hits_warned(*, actor: Actor, since: datetime) -> Warned:
    """What waits, and what is new since a moment, of the hits that the actor may see. One query."""
    asked = {
        "warnings": Q(state=HitState.SUSPECTED),
        "waiting": Q(state__in=[HitState.RECORDED, HitState.APPEALED]),
        "new": Q(made_at__gte=since),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in asked.items()}
    return Warned(**visible_hits(actor).order_by().aggregate(**counts))
