"""What is mine today, collected from every context in order of what goes wrong first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import Todo, todos

LATEST = datetime.max.replace(tzinfo=UTC)
COMING = 4  # urgency of what is not due yet


@dataclass(frozen=True)
class Day:
    """The to-do page: what is due now, and what is coming."""

    due: Sequence[Todo]
    coming: Sequence[Todo]


def day_of(*, actor: Actor, now: datetime) -> Day:
    """Every context's to-dos of this person, overdue first, then by deadline."""
    found = [todo for make in todos for todo in make(actor, now)]
    found.sort(key=lambda todo: (todo.urgency, todo.due_at or LATEST, todo.number))
    return Day([todo for todo in found if todo.urgency < COMING], [todo for todo in found if todo.urgency >= COMING])
