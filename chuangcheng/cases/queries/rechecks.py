"""立行立改抽查: what was drawn and nobody has looked at yet."""

from __future__ import annotations

from django.db.models import Q

from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor


def to_recheck(actor: Actor) -> Q:
    """The drawn cases that somebody else than the fixer has still to look at."""
    drawn = Q(recheck_drawn_at__isnull=False, state=State.CLOSED.value)
    return drawn if actor.person_id is None else drawn & ~Q(fixer=actor.person_id)
