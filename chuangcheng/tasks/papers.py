"""The ledger of tasks as an Excel table, in the columns that offices use; it comes back by the import `tasks`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.core.imports.marks import MARK, mark_of_values
from chuangcheng.tasks.ledger import COLUMNS, line_of
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import TaskFilter, counted_elsewhere, counted_words, tasks_shown

BATCH = 500  # rows read ahead
MOST_EXPORTED = 20_000  # rows written while the person waits: our choice


def export_tasks(*, actor: Actor, chosen: TaskFilter, today: date, target: BinaryIO) -> int:
    """Writes the newest MOST_EXPORTED tasks that meet the filter; gives their number."""
    rows = tasks_shown(actor=actor, chosen=chosen, today=today).order_by("-pk")[:MOST_EXPORTED]
    columns = [Column(str(column.label), column.kind, column.width) for column in COLUMNS]
    columns.append(Column(MARK, "mark"))
    with transaction.atomic():
        table = Table(_("任务台账"), columns, _rows(rows))
        count = write_workbook(target=target, tables=[table])
        audit.record(actor=actor, action="tasks.export", detail={"lines": count})
    return count


def _rows(rows: QuerySet[Task]) -> Iterator[tuple[Value, ...]]:
    """Each line with what it says in a last cell."""
    fetched = rows.iterator(chunk_size=BATCH)
    while tasks := list(islice(fetched, BATCH)):
        served = counted_elsewhere(tasks)
        for task in tasks:
            line = line_of(task, counted_words(served.get(task.pk, ())))
            yield (*line, mark_of_values(line))
