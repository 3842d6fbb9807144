"""Takes the rows of a ledger: our own table come back with edited cells, and the rows of offices as new tasks."""

from __future__ import annotations

import re

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.lines import Rows
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.tasks.access import HEAVY, KNOWN_WITH, visible_tasks
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services.ledger.coming_back import take_back
from chuangcheng.tasks.services.ledger.new_rows import make_of_rows

NUMBER = re.compile(r"\d{4}-\d{1,6}")
BATCH = 500  # numbers in one query


def apply_task_rows(rows: Rows, *, actor: Actor, report: Report) -> None:
    """Rows with numbers of ours are taken back, all others become tasks. See `core.imports.kinds.Apply`."""
    tasks = _ours(rows, actor)
    known: list[Row] = []
    others: list[Row] = []
    for row in rows:
        number = row.values.get("number") or ""
        is_ours = number in tasks or (NUMBER.fullmatch(number) and row.values.get("mark"))
        (known if is_ours else others).append(row)
    take_back(known, tasks, actor=actor, report=report)
    make_of_rows(others, actor=actor, report=report)


def _ours(rows: Rows, actor: Actor) -> dict[str, Task]:
    numbers = sorted({row.values.get("number") or "" for row in rows} - {""})
    found: dict[str, Task] = {}
    for start in range(0, len(numbers), BATCH):
        seen = visible_tasks(actor).filter(number__in=numbers[start : start + BATCH])
        found |= {task.number: task for task in seen.select_related(*KNOWN_WITH).defer(*HEAVY)}
    return found
