"""兼顾工作 put on several tasks or taken off them: all of them, or none and each that cannot be is named."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.tasks.access import MANAGE, SPLIT, visible_tasks
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services.editing import TaskEdit, edit_tasks
from chuangcheng.tasks.tags import read_tags, written_tags

MOST_TAGGED = 500  # tasks in one go: our choice


@transaction.atomic
def tag_tasks(
    *,
    actor: Actor,
    batch_id: UUID,
    task_ids: Sequence[UUID],
    put_on: Sequence[str] = (),
    taken_off: Sequence[str] = (),
    reason: str = "",
) -> list[Task]:
    """The tasks that changed; those that have it already stay as they are. CellsRefused names each task that cannot be
    changed; the same batch again changes nothing."""
    if not (actor.may(MANAGE) or actor.may(SPLIT)):
        require(actor, MANAGE)
    if not is_client_id(batch_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    ids = list(dict.fromkeys(task_ids))
    if not ids or len(ids) > MOST_TAGGED:
        raise InvalidInput(_("请先勾选任务，一次最多%(most)s项。") % {"most": MOST_TAGGED})
    if not (put_on or taken_off):
        raise InvalidInput(_("请选择兼顾工作。"))
    there = dict(visible_tasks(actor).filter(pk__in=ids).values_list("pk", "tags"))
    edits = [
        TaskEdit(task_id, derived_id(batch_id, task_id), {"tags": _after(there.get(task_id, ""), put_on, taken_off)})
        for task_id in ids
    ]
    return edit_tasks(actor=actor, edits=edits, reason=reason.strip() or _("标注兼顾工作"))


def _after(tags: str, put_on: Sequence[str], taken_off: Sequence[str]) -> str:
    off = read_tags("、".join(taken_off))
    return written_tags([*(name for name in read_tags(tags) if name not in off), *put_on])
