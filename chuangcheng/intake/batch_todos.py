"""What superiors' findings put before a leader: to read, then to follow up until all is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import Todo
from chuangcheng.core.times import local_date
from chuangcheng.intake.access import ACKNOWLEDGE
from chuangcheng.intake.models import Batch
from chuangcheng.intake.queries import batches_before

OVERDUE, DUE_TODAY, COMING = 0, 1, 4  # urgencies of a to-do
MOST = 20


def batch_todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """The batches that this leader has not read, then those not followed up and not all fixed."""
    if actor.person_id is None or not actor.may(ACKNOWLEDGE):
        return []
    found = [_todo(batch, now) for batch in batches_before(actor)[:MOST]]
    return sorted([todo for todo in found if todo is not None], key=lambda todo: todo.urgency)


def _todo(batch: Batch, now: datetime) -> Todo | None:
    kinds = {step.kind for step in batch.own_steps}  # type: ignore[attr-defined] # prefetched
    total, done = batch.total, batch.done  # type: ignore[attr-defined] # annotated
    is_over = total > 0 and done == total
    if "read" in kinds and ("followed" in kinds or is_over):
        return None
    is_late = batch.due_on is not None and batch.due_on < local_date(now)
    is_new = "read" not in kinds
    return Todo(
        urgency=OVERDUE if is_late and not is_over else DUE_TODAY if is_new else COMING,
        title=_("上级反馈：%(name)s") % {"name": batch.name},
        url=reverse("intake:batch", args=[batch.pk]),
        act=_("去阅示") if is_new else _("去督办"),
        kind=_("上级反馈"),
        number=batch.number,
        detail=batch.giver,
        situation=_("已办结%(done)d件，共%(total)d件") % {"done": done, "total": total},
    )
