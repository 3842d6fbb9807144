"""Which standards of other frameworks a task serves too, through links of its own standard (decisions/0008)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chuangcheng.standards.queries import linked_standards

if TYPE_CHECKING:
    from uuid import UUID

    from chuangcheng.standards.queries import Linked
    from chuangcheng.tasks.models import Task


def standards_served(task: Task) -> list[Linked]:
    """The linked standards of other frameworks, those for which its work counts first. At most one query."""
    if task.standard_id is None:
        return []
    found = linked_standards([task.standard_id]).get(task.standard_id, [])
    others = [each for each in found if each.framework.code != _own_framework(task)]
    return sorted(others, key=lambda each: (not each.counts_there, each.framework.pk, each.standard.order))


def counted_elsewhere(tasks: Sequence[Task]) -> dict[UUID, list[Linked]]:
    """Task → the standards of other open frameworks for which its work counts; nothing for one without. One query for
    all of them, or none where no task has a standard. The tasks came with their standards."""
    found = linked_standards(task.standard_id for task in tasks if task.standard_id is not None)
    told = {}
    for task in tasks:
        rows = [each for each in found.get(task.standard_id or 0, ()) if each.counts_there and not _is_closed(each)]
        if rows:
            told[task.pk] = sorted(rows, key=lambda each: (each.framework.pk, each.standard.order))
    return told


def counted_words(rows: Sequence[Linked]) -> str:
    """The same in the cell of a table: 《国家卫生城市》3.2."""
    return "；".join(f"《{each.framework.name}》{each.standard.code}" for each in rows)


def _own_framework(task: Task) -> str:
    return task.standard.framework.code if task.standard else ""


def _is_closed(linked: Linked) -> bool:
    return linked.framework.state == linked.framework.State.CLOSED
