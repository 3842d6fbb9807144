"""The ledger of tasks as an Excel table, in the columns that offices use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import TaskFilter, tasks_shown
from chuangcheng.tasks.workflow import STATE_LABELS, State

BATCH = 500  # rows read ahead
MOST_EXPORTED = 20_000  # rows written while the person waits: our choice


def export_tasks(*, actor: Actor, chosen: TaskFilter, today: date, target: BinaryIO) -> int:
    """Writes the newest MOST_EXPORTED tasks that meet the filter; gives their number."""
    rows = tasks_shown(actor=actor, chosen=chosen, today=today).order_by("-pk")[:MOST_EXPORTED]
    columns = [
        Column(_("编号"), width=14),
        Column(_("测评项目"), width=18),
        Column(_("标准编号"), width=12),
        Column(_("任务"), width=40),
        Column(_("责任单位"), width=20),
        Column(_("责任人"), width=10),
        Column(_("目标"), width=28),
        Column(_("现状"), "number", width=10),
        Column(_("目标数量"), "number", width=10),
        Column(_("差距"), "number", width=10),
        Column(_("单位"), width=8),
        Column(_("工作标准"), width=28),
        Column(_("工作措施"), width=28),
        Column(_("佐证"), width=20),
        Column(_("完成时限"), "date", width=12),
        Column(_("已完成"), "number", width=10),
        Column(_("进度（%）"), "number", width=10),
        Column(_("状态"), width=10),
        Column(_("上级任务"), width=14),
    ]
    with transaction.atomic():
        table = Table(_("任务台账"), columns, _rows(rows))
        count = write_workbook(target=target, tables=[table])
        audit.record(actor=actor, action="tasks.export", detail={"lines": count})
    return count


def _rows(rows: QuerySet[Task]) -> Iterator[tuple[Value, ...]]:
    for task in rows.iterator(chunk_size=BATCH):
        standard, quantity = task.standard, task.quantity
        yield (
            task.number,
            standard.content.item.name if standard is not None else "",
            standard.code if standard is not None else "",
            task.title,
            task.unit.name,
            task.person.name if task.person is not None else "",
            task.target,
            task.now_amount,
            task.target_amount,
            quantity,
            task.measure,
            task.work_standard,
            task.measures,
            task.proof,
            task.due_on,
            task.done_amount if quantity is not None else None,
            task.percent,
            _(STATE_LABELS[State(task.state)]),
            task.parent.number if task.parent is not None else "",
        )
