"""Whether a database may be filled: a restore never writes over what is there."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models import Max, Model

from chuangcheng.core.errors import Refusal
from chuangcheng.core.models import AuditEntry, Schedule
from chuangcheng.core.operations.releases import applied_migrations, known_migrations, tables_at
from chuangcheng.core.times import now

SILENT_FOR = timedelta(seconds=30)  # a worker looks every 10 s; our choice


class NotEmpty(Refusal):
    """A restore never writes over what is there."""


class StillRunning(Refusal):
    """Somebody would go on writing to a database that is being copied or filled."""


def refuse_unless_empty(using: str) -> None:
    """Raises NotEmpty unless the database has no tables, or ours as `migrate` leaves them: nobody, no record."""
    _refuse_other_encoding(using)
    present = set(connections[using].introspection.table_names())
    applied, known = applied_migrations(using), known_migrations()
    if not known.issuperset(applied) or (
        not applied and present & {model._meta.db_table for model in tables_at(known)}
    ):
        raise NotEmpty("目标数据库中有其他程序或更新版本的数据，请换一个空的数据库。")
    traces: list[type[Model]] = [get_user_model(), AuditEntry]
    if any(_has_row(model, using) for model in traces if model._meta.db_table in present):
        raise NotEmpty("目标数据库中已有数据，只能写入空的数据库。请换一个数据目录或数据库。")


def refuse_while_running(using: str) -> None:
    """Raises StillRunning when a worker has been at work just now."""
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    last = Schedule.objects.using(using).aggregate(last=Max("last_at"))["last"]
    if last is not None and now() - last < SILENT_FOR:
        raise StillRunning("服务还在运行，请先停止，半分钟后再试。")


def _refuse_other_encoding(using: str) -> None:
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        if cursor.fetchone() != ("UTF8",):
            raise Refusal("目标数据库的编码不是 UTF8，请用 UTF8 编码重新建立。")


def _has_row(model: type[Model], using: str) -> bool:
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connections[using].ops.quote_name(model._meta.db_table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None
