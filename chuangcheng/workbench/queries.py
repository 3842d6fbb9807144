"""What is mine today, collected from every context in order of what goes wrong first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import MOST_TODOS, Figure, Todo, figures, todos

LATEST = datetime.max.replace(tzinfo=UTC)
COMING = 4  # urgency of what is not due yet


@dataclass(frozen=True)
class Day:
    """The to-do page: how things stand, what is due now, and what is coming."""

    figures: Sequence[Figure]
    due: Sequence[Todo]
    coming: Sequence[Todo]
    is_cut: bool  # a context has more than it gave


def day_of(*, actor: Actor, now: datetime) -> Day:
    """Every context's to-dos of this person, overdue first, then by deadline; what has none as its context has it."""
    given = [make(actor, now) for make in todos]
    found = sorted((todo for each in given for todo in each), key=lambda todo: (todo.urgency, todo.due_at or LATEST))
    return Day(
        figures=[figure for make in figures for figure in make(actor, now)],
        due=[todo for todo in found if todo.urgency < COMING],
        coming=[todo for todo in found if todo.urgency >= COMING],
        is_cut=any(len(each) >= MOST_TODOS for each in given),
    )
