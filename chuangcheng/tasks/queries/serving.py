"""Which standards of other frameworks a task serves too, through links of its own standard (decisions/0008)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chuangcheng.standards.queries import linked_standards

if TYPE_CHECKING:
    from chuangcheng.standards.queries import Linked
    from chuangcheng.tasks.models import Task


def standards_served(task: Task) -> list[Linked]:
    """The linked standards of other frameworks, those for which its work counts first. At most one query."""
    if task.standard_id is None:
        return []
    found = linked_standards([task.standard_id]).get(task.standard_id, [])
    own = task.standard.framework.code if task.standard else ""
    others = [each for each in found if each.framework.code != own]
    return sorted(others, key=lambda each: (not each.counts_there, each.framework.pk, each.standard.order))
