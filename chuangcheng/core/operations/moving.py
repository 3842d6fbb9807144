"""From the embedded database to PostgreSQL in one command: every table copied from one moment of the source."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from chuangcheng.core.errors import Refusal
from chuangcheng.core.numbers import last_numbers, set_last_numbers
from chuangcheng.core.operations.emptiness import refuse_unless_empty, refuse_while_running
from chuangcheng.core.operations.on_record import MOVED, put_on_record
from chuangcheng.core.operations.rebuilding import ask_to_rebuild
from chuangcheng.core.operations.releases import applied_migrations, known_migrations, tables_at
from chuangcheng.core.operations.restores import bring_tables_to, finish
from chuangcheng.core.operations.snapshots import connection_named, snapshot
from chuangcheng.core.operations.tables import lines_of, replace_rows

TARGET = "target"


def move_to(database: dict[str, Any], *, source: str = "default") -> int:
    """Copies everything into the empty `database` (a Django database entry); gives the rows. The old one stays as is.

    Files and secrets stay in the data folder, which both databases share.
    """
    migrations = applied_migrations(source)
    if set(migrations) != known_migrations():
        raise Refusal("现有数据库与程序版本不一致，请先用 script/run 升级，停止后再迁移。")
    refuse_while_running(source)
    with connection_named(TARGET, database) as target:
        refuse_unless_empty(target)
        bring_tables_to(migrations, target)
        # The lock of writers on SQLite: nothing is written to the old database that the new one does not get.
        with transaction.atomic(using=source), snapshot(source) as moment:
            count = _copy(moment, target)
        finish(target)
        put_on_record(MOVED, using=target, rows=count)
    return count


def _copy(source: str, target: str) -> int:
    models = tables_at(applied_migrations(source))
    with transaction.atomic(using=target):
        counts = replace_rows(models, lambda model: lines_of(model, source), target)
        set_last_numbers(last_numbers(using=source), using=target)
        ask_to_rebuild(models, target)
    return sum(counts.values())
