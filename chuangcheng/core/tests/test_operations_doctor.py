from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from chuangcheng.core import files
from chuangcheng.core.models import Event, EventDelivery, Schedule, StoredFile
from chuangcheng.core.operations import doctor
from chuangcheng.core.operations.backups import write_backup
from chuangcheng.core.operations.doctor import examine
from chuangcheng.core.operations.examining import surroundings
from chuangcheng.core.operations.releases import applied_migrations
from chuangcheng.core.sealing import allow_removal
from chuangcheng.core.tests.certificates import make_certificate
from chuangcheng.core.tests.operations_kit import (
    bring_to_older_release,
    copied_database,
    live_in,
    settle,
)
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived_in(cast: Cast, settings: Any, tmp_path: Path) -> list[StoredFile]:
    """An installation with something of everything, its worker at work, exposed to nobody."""
    settle(settings, tmp_path / "data")
    (settings.DATA / "secrets").chmod(0o700)
    settings.IS_HTTPS, settings.ALLOWED_HOSTS, settings.DEBUG = True, ["office.example.cn"], False
    found = live_in(cast)
    Schedule.objects.create(name="x", every_seconds=10, next_at=now(), last_at=now())
    write_backup(tmp_path / "a.tar")
    return found


def said(*, read_files: bool = False) -> str:
    """Everything that is not well, a line each with its level."""
    found = examine(read_files=read_files)
    return "\n".join(f"{finding.level}: {finding.text}" for finding in found if finding.level != "ok")


def without_calendar(text: str) -> str:
    """Without what depends on the day of the test."""
    return "\n".join(line for line in text.splitlines() if "节假日" not in line)


@pytest.mark.usefixtures("lived_in")
def test_sound_installation_is_told_so() -> None:
    assert without_calendar(said(read_files=True)) == ""
    assert all(finding.text.endswith("。") for finding in examine(read_files=True))


@pytest.mark.usefixtures("lived_in")
def test_changed_entry_breaks_the_chain() -> None:
    with allow_removal(), connection.cursor() as cursor:
        triggers = {
            "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            "postgresql": "SELECT 'ALTER TABLE ' || %s || ' DISABLE TRIGGER USER'",
        }
        cursor.execute(triggers[connection.vendor], ["core_auditentry"])
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute("UPDATE core_auditentry SET actor_name = 'x' WHERE id = (SELECT min(id) FROM core_auditentry)")
    text = said()
    _guard_again()
    assert "fault: 审计记录的校验链在第 1 处断开" in text


def _guard_again() -> None:
    """The triggers as the migration makes them, for the tests that follow on this database."""
    from importlib import import_module

    with connection.schema_editor() as editor:
        if connection.vendor == "postgresql":
            editor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")
            return
        migration = import_module("chuangcheng.core.migrations.0003_audit_append_only")
        for operation in migration.Migration.operations:
            operation.code(None, editor)


HARMS: list[tuple[str, Callable[[Path], object]]] = [
    ("缺少 1 个、损坏 0 个", Path.unlink),
    ("缺少 0 个、损坏 1 个", lambda path: path.write_bytes(b"x")),
]


@pytest.mark.parametrize(("words", "harm"), HARMS)
def test_missing_and_short_files_are_counted(
    lived_in: list[StoredFile], words: str, harm: Callable[[Path], object]
) -> None:
    path = files.path_of(lived_in[0].sha256)
    path.chmod(0o600)
    harm(path)
    assert f"fault: 3 个文件中{words}" in said()


def test_changed_content_is_seen_when_files_are_read(lived_in: list[StoredFile]) -> None:
    path = files.path_of(lived_in[0].sha256)
    path.chmod(0o600)
    path.write_bytes(b"x" * lived_in[0].size)
    assert "文件" not in said()
    assert "损坏 1 个" in said(read_files=True)


@pytest.mark.usefixtures("lived_in")
def test_lost_words_of_the_search_are_counted() -> None:
    with connection.cursor() as cursor:
        statements = {
            "sqlite": "DELETE FROM core_searchwords WHERE rowid >= 0",
            "postgresql": "UPDATE core_searchentry SET words = NULL",
        }
        cursor.execute(statements[connection.vendor])
    assert "warning: 检索索引缺少 1 条" in said()


@pytest.mark.usefixtures("lived_in")
def test_worker_that_is_away_behind_or_failing_is_told() -> None:
    Schedule.objects.update(error="LookupError: x")
    assert "定期作业出错：x，共 1 项" in said()
    Schedule.objects.update(last_at=now() - timedelta(minutes=6), error="")
    assert "后台作业没有运行" in said()
    Schedule.objects.update(last_at=now())
    event = Event.objects.create(topic="test", payload={}, next_try_at=now() - timedelta(minutes=6))
    EventDelivery.objects.create(event=event, handler="x", error="LookupError")
    text = said()
    assert "跟不上" in text
    assert "有 1 条消息没有处理成功" in text


@pytest.mark.usefixtures("lived_in")
def test_missing_backup_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "BACKED_UP", "another deed")
    assert "还没有备份过" in said()


@pytest.mark.usefixtures("lived_in")
def test_little_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1 << 30))
    assert "warning: 数据目录所在磁盘剩余 1.0 GB，请清理或扩容。" in said()


@pytest.mark.usefixtures("lived_in")
def test_clock_that_went_back_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "now", lambda: now() - timedelta(hours=1))
    assert "fault: 这台机器的时钟与记录或数据库相差" in said()


@pytest.mark.usefixtures("lived_in")
def test_certificate_is_looked_at(settings: Any, tmp_path: Path) -> None:
    for days, words in {90: "", 10: "warning: HTTPS 证书将于", -1: "fault: HTTPS 证书已于"}.items():
        settings.TLS_CERTIFICATE, _key = make_certificate(tmp_path, days=days)
        found = without_calendar(said())
        assert found.startswith(words)
        assert bool(found) == bool(words)
    settings.TLS_CERTIFICATE.unlink()
    assert "读不出" in said()


@pytest.mark.usefixtures("lived_in")
def test_exposure_is_told(settings: Any) -> None:
    settings.IS_HTTPS, settings.ALLOWED_HOSTS, settings.DEBUG = False, ["*"], True
    (settings.DATA / "secrets").chmod(0o755)
    text = said()
    for words in ("没有启用 HTTPS", "CHUANGCHENG_ALLOWED_HOSTS", "chmod 700", "CHUANGCHENG_DEBUG"):
        assert words in text


def test_tables_of_an_older_release_are_told_and_nothing_else_is_asked(
    tmp_path: Path, prepared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chuangcheng.core.operations.examining import database

    with copied_database("sqlite", tmp_path, prepared) as older:
        bring_to_older_release(older)
        applied = applied_migrations(older)
    monkeypatch.setattr(database, "applied_migrations", lambda _using: applied)
    assert "fault: 数据库缺少" in said()
    assert said().count("\n") == 0
