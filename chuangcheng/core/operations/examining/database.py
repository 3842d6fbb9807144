from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from chuangcheng.core.operations.examining.finding import FAULT, Finding, judged
from chuangcheng.core.operations.releases import applied_migrations, known_migrations

LEAST_POSTGRESQL = 150000  # as PostgreSQL counts: 15.0


def examine_release() -> Iterator[Finding]:
    """Whether the tables are those of this release."""
    known, applied = known_migrations(), set(applied_migrations("default"))
    if applied - known:
        yield Finding(FAULT, "数据库比程序新，请换回与数据库一致的版本。")
    elif not applied:
        yield Finding(FAULT, "数据库还是空的，请用 script/run 启动一次。")
    elif known - applied:
        yield Finding(FAULT, f"数据库缺少 {len(known - applied)} 步升级，请用 script/run 重新启动。")
    else:
        yield Finding("ok", f"数据库（{connection.display_name}）与程序版本一致。")


def examine_database() -> Iterator[Finding]:
    """Whether the database itself is sound: its file on SQLite, encoding and version on PostgreSQL."""
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        is_well = cursor.fetchone() == ("ok",)
        cursor.execute("PRAGMA foreign_key_check")
        broken = cursor.fetchone()
    yield judged(is_well=is_well, well="数据库文件完好。", fault="数据库文件已损坏，请停止服务并从备份恢复。")
    if broken:
        yield Finding(FAULT, f"表 {broken[0]} 中有记录指向不存在的内容，请从备份恢复。")


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
    yield judged(
        is_well=version >= LEAST_POSTGRESQL and encoding == "UTF8",
        well="数据库的版本和编码合适。",
        fault=f"数据库须为 PostgreSQL 15 以上、UTF8 编码，现在是 {version // 10000}、{encoding}。",
    )
