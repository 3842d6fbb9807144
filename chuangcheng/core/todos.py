"""What every context has for the to-do page of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chuangcheng.core.access import Actor
from chuangcheng.core.counting import counts_of
from chuangcheng.core.shell import Todo, rare_todos, todos


def todos_of(*, actor: Actor, now: datetime) -> list[Sequence[Todo]]:
    """The to-dos of each context, each in its own order; those of contexts that have none may be absent."""
    return [*(make(actor, now) for make in todos), *_rare(actor, now)]


def _rare(actor: Actor, now: datetime) -> list[Sequence[Todo]]:
    """Those of the kinds that are mostly not there. One query, and those of each kind that is there."""
    asked = [(rare, rows) for rare in rare_todos if (rows := rare.rows(actor, now)) is not None]
    if not asked:
        return []
    counts = counts_of([rows.order_by().values("pk")[: rare.most] for rare, rows in asked])
    return [rare.told(actor, now, count) for (rare, _rows), count in zip(asked, counts, strict=True) if count]
