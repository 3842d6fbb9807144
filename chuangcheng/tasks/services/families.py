"""Parts end within their task and bring no more than it asks for, as all edits together leave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.tasks.models import Task
from chuangcheng.tasks.workflow import State

COUNTED = frozenset({"now_amount", "target_amount", "measure"})
Wrong = tuple[UUID, str, str]  # task, fact, sentence


def wrong_in_families(changed: Mapping[UUID, Task], before: Mapping[UUID, Mapping[str, Any]]) -> list[Wrong]:
    """What does not fit between tasks and their parts. `changed`: unsaved; `before`: the facts that change. A query."""
    touched = {task.parent_id for task in changed.values()} | set(changed)
    rows = Task.objects.filter(parent__in=touched - {None}).exclude(state=State.VOID.value)
    families: dict[UUID, list[Task]] = defaultdict(list)
    for part in rows.select_related("parent"):
        if part.parent_id is not None:
            families[part.parent_id].append(changed.get(part.pk, part))
    wrong: list[Wrong] = []
    for whole_id, parts in families.items():
        whole = changed.get(whole_id) or parts[0].parent
        if whole is not None:
            wrong += [*_late(whole, parts, before), *_too_much(whole, parts, before)]
    return wrong


def is_recounted(names: Iterable[str]) -> bool:
    """Whether what a task has to bring is another amount then."""
    return bool(COUNTED.intersection(names))


def _late(whole: Task, parts: Sequence[Task], before: Mapping[UUID, Mapping[str, Any]]) -> Iterable[Wrong]:
    for part in parts:
        if part.due_on <= whole.due_on:
            continue
        if "due_on" in before.get(part.pk, ()):
            yield part.pk, "due_on", _("分项的时限不能晚于%(day)s。") % {"day": whole.due_on.isoformat()}
        elif "due_on" in before.get(whole.pk, ()):
            told = {"number": part.number, "day": part.due_on.isoformat()}
            yield whole.pk, "due_on", _("分项%(number)s的时限是%(day)s，不能早于它。") % told


def _too_much(whole: Task, parts: Sequence[Task], before: Mapping[UUID, Mapping[str, Any]]) -> Iterable[Wrong]:
    quantity = whole.quantity
    counted = [part for part in parts if part.measure == whole.measure and part.quantity is not None]
    total = sum((part.quantity or Decimal(0) for part in counted), Decimal(0))
    if quantity is None or total <= quantity:
        return
    told = {"total": f"{total.normalize():f}", "most": f"{quantity.normalize():f}", "measure": whole.measure}
    words = _("各分项加起来是%(total)s%(measure)s，超过了任务的%(most)s%(measure)s。") % told
    for task in (*counted, whole):
        if is_recounted(before.get(task.pk, ())):
            yield task.pk, "target_amount", words
