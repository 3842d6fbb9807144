from __future__ import annotations

import shutil
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from chuangcheng.core import files, search
from chuangcheng.core.crypto import decrypt, encrypt
from chuangcheng.core.errors import Refusal
from chuangcheng.core.models import AuditEntry, Job, Schedule, StoredFile
from chuangcheng.core.numbers import last_numbers, set_last_numbers
from chuangcheng.core.operations import restores
from chuangcheng.core.operations.archives import BackupDamaged
from chuangcheng.core.operations.backups import write_backup
from chuangcheng.core.operations.emptiness import NotEmpty, StillRunning
from chuangcheng.core.operations.rebuilding import JOB
from chuangcheng.core.operations.releases import applied_migrations, known_migrations, tables_at
from chuangcheng.core.operations.restores import restore_backup
from chuangcheng.core.sealing import verify_chain
from chuangcheng.core.tests.operations_kit import (
    DATABASES,
    OLDER,
    bare_database,
    bring_to_first_release,
    bring_to_older_release,
    everything,
    forged,
    is_untouched,
    manifest_of,
    other_database,
    settle,
    settled_heap,
)
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_restore_brings_back_every_row_and_every_file(backup: Path, other: str, settings: Any) -> None:
    manifest = restore_backup(backup, using=other)
    assert everything(other) == everything()
    assert manifest == manifest_of(backup)
    for sha256 in StoredFile.objects.values_list("sha256", flat=True):
        old = Path(str(files.path_of(sha256)).replace("/new/", "/old/"))
        assert files.path_of(sha256).read_bytes() == old.read_bytes()
        assert files.path_of(sha256).stat().st_mode & 0o777 == 0o640


def test_backup_of_the_restored_is_the_same_backup(backup: Path, other: str, tmp_path: Path, settings: Any) -> None:
    restore_backup(backup, using=other)
    again = write_backup(tmp_path / "b.tar", source=other)
    first = manifest_of(backup)
    assert again.tables.pop("core.auditentry") == first.tables.pop("core.auditentry") + 1  # the restore itself
    for manifest in (again, first):
        del manifest.tables["core.numberseries"]  # rows on SQLite, sequences on PostgreSQL
    assert (again.tables, again.numbers, again.files) == (first.tables, first.numbers, first.files)


@pytest.mark.parametrize(("first", "second"), list(product(DATABASES, repeat=2)))
def test_backup_goes_from_one_kind_of_database_to_another(
    backup: Path, tmp_path: Path, settings: Any, prepared: Any, first: str, second: str
) -> None:
    here = everything()
    for vendor in (first, second):
        with other_database(vendor, tmp_path, prepared) as alias:
            restore_backup(backup, using=alias)
            assert everything(alias) == here
            settings.FIELD_KEYS = (settings.DATA / "secrets" / "field_keys").read_text().split(",")
            backup = tmp_path / f"{backup.name}.tar"
            write_backup(backup, source=alias)


def test_trail_is_whole_and_guarded_after_a_restore(backup: Path, other: str) -> None:
    restore_backup(backup, using=other)
    assert verify_chain(using=other) is None
    for statement in ("DELETE FROM core_auditentry", "UPDATE core_auditseal SET digest = 'x'"):
        with (
            pytest.raises(DatabaseError, match="never changed or removed"),
            transaction.atomic(using=other),
            connections[other].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_numbers_and_keys_go_on_after_the_last(backup: Path, other: str) -> None:
    restore_backup(backup, using=other)
    assert last_numbers(using=other)["kit/2026"] == 2
    entry = AuditEntry.objects.using(other).create(actor_name="系统", action="x", subject_kind="", subject_id="")
    assert entry.pk > max(AuditEntry.objects.values_list("pk", flat=True))


def test_records_are_found_after_a_restore_and_no_job_is_left(backup: Path, other: str) -> None:
    restore_backup(backup, using=other)
    assert not Job.objects.using(other).filter(name=JOB).exists()
    words = {
        "sqlite": "SELECT count(*) FROM core_searchwords WHERE core_searchwords MATCH '菜市'",
        "postgresql": "SELECT count(*) FROM core_searchentry WHERE words @@ '''菜市'''::tsquery",
    }
    with connections[other].cursor() as cursor:
        cursor.execute(words[connections[other].vendor])
        assert cursor.fetchone() == (1,)


def test_kill_before_the_index_is_rebuilt_leaves_a_job_for_a_worker(
    backup: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(**_using: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(search, "rebuild", killed)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(backup, using=other)
    assert Job.objects.using(other).get(name=JOB).state == Job.State.WAITING
    assert AuditEntry.objects.using(other).count() == manifest_of(backup).tables["core.auditentry"]


def test_kill_among_the_files_leaves_an_empty_database_and_restore_begins_again(
    backup: Path, other: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restores, "_put_secret", killed)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(backup, using=other)
    assert not AuditEntry.objects.using(other).exists()
    restore_backup(backup, using=other)
    assert everything(other) == everything()


def test_restored_personal_data_can_be_read(cast: Cast, settings: Any, tmp_path: Path, other: str) -> None:
    settle(settings, tmp_path / "old")
    secret, keys = encrypt("13800000000"), settings.FIELD_KEYS
    write_backup(tmp_path / "a.tar")
    settle(settings, tmp_path / "new")
    restore_backup(tmp_path / "a.tar", using=other)
    settings.FIELD_KEYS = (settings.DATA / "secrets" / "field_keys").read_text().split(",")
    assert keys == settings.FIELD_KEYS
    assert decrypt(secret) == "13800000000"


def test_other_secrets_are_set_aside_not_lost(backup: Path, other: str, settings: Any) -> None:
    before = settings.FIELD_KEYS[0]
    restore_backup(backup, using=other)
    kept = [path for path in (settings.DATA / "secrets").iterdir() if path.name.startswith("field_keys.before-")]
    assert [path.read_text() for path in kept] == [before]
    assert (settings.DATA / "secrets" / "field_keys").stat().st_mode & 0o777 == 0o600


def test_restore_that_nobody_could_read_is_refused(backup: Path, other: str, settings: Any) -> None:
    settings.FIELD_KEYS_ARE_GIVEN = True
    with pytest.raises(Refusal, match="CHUANGCHENG_FIELD_KEYS"):
        restore_backup(backup, using=other)
    assert is_untouched(other, settings)


def test_restore_into_a_database_without_tables(backup: Path, bare: str) -> None:
    restore_backup(backup, using=bare)
    assert everything(bare) == everything()
    assert verify_chain(using=bare) is None


def test_database_can_be_backed_up_before_its_upgrade(copied: str, settings: Any, tmp_path: Path) -> None:
    settle(settings, tmp_path / "old")
    bring_to_older_release(copied)
    manifest = write_backup(tmp_path / "a.tar", source=copied)
    assert OLDER in manifest.migrations
    assert ("core", "0003_audit_append_only") not in manifest.migrations


def test_backup_of_the_first_release_is_upgraded_when_it_is_restored(other: str, settings: Any, tmp_path: Path) -> None:
    settle(settings, tmp_path / "old")
    (tmp_path / "first").mkdir()
    with bare_database(connection.vendor, tmp_path / "first", alias="first") as first:
        bring_to_first_release(first)
        made = applied_migrations(first)
        assert ("core", "0003_audit_append_only") not in made
        tables = {model._meta.label_lower: model for model in tables_at(made)}
        person = tables["orgs.person"]._base_manager.using(first).create(username="wang", name="王工", password="x")
        tables["core.auditentry"]._base_manager.using(first).create(
            actor_id=person.pk, actor_name="王工", action="test.act", subject_kind="", subject_id="", detail={"序": 1}
        )
        set_last_numbers({"kit/2026": 7}, using=first)
        write_backup(tmp_path / "a.tar", source=first)
    settle(settings, tmp_path / "new")
    with settled_heap():
        restore_backup(tmp_path / "a.tar", using=other)
    assert set(applied_migrations(other)) == known_migrations()
    entry = AuditEntry.objects.using(other).select_related("actor").get(action="test.act")
    assert (entry.actor and entry.actor.get_username(), entry.detail) == ("wang", {"序": 1})
    assert last_numbers(using=other)["kit/2026"] == 7
    with pytest.raises(DatabaseError, match="never changed or removed"), connections[other].cursor() as cursor:
        cursor.execute("DELETE FROM core_auditentry")


def test_restore_never_writes_over_data(backup: Path, cast: Cast, settings: Any) -> None:
    before = everything()
    with pytest.raises(NotEmpty, match="已有数据"):
        restore_backup(backup)
    assert everything() == before
    assert [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()] == []


def test_record_without_a_person_counts_as_data(backup: Path, other: str) -> None:
    AuditEntry.objects.using(other).create(actor_name="系统", action="x", subject_kind="", subject_id="")
    with pytest.raises(NotEmpty):
        restore_backup(backup, using=other)
    assert AuditEntry.objects.using(other).count() == 1


OTHER_PROGRAM = "id integer primary key, app varchar(9), name varchar(9), applied timestamp"


@pytest.mark.parametrize(
    "statements",
    [
        [
            f"CREATE TABLE django_migrations ({OTHER_PROGRAM})",
            "INSERT INTO django_migrations VALUES (1, 'shop', '0001', '2026-01-01')",
        ],
        ["CREATE TABLE auth_group (id integer primary key, name varchar(9))"],
    ],
)
def test_database_of_another_program_is_not_touched(backup: Path, bare: str, statements: list[str]) -> None:
    with connections[bare].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    before = sorted(connections[bare].introspection.table_names())
    with pytest.raises(NotEmpty, match="其他程序"):
        restore_backup(backup, using=bare)
    assert sorted(connections[bare].introspection.table_names()) == before


def test_restore_beside_a_running_service_is_refused(backup: Path, other: str) -> None:
    row = Schedule.objects.using(other).create(name="x", every_seconds=10, next_at=now(), last_at=now())
    with pytest.raises(StillRunning, match="先停止"):
        restore_backup(backup, using=other)
    Schedule.objects.using(other).filter(pk=row.pk).update(last_at=now() - timedelta(minutes=1))
    restore_backup(backup, using=other)


def test_backup_of_a_newer_release_is_refused(backup: Path, other: str, tmp_path: Path, settings: Any) -> None:
    newer = [*map(list, manifest_of(backup).migrations), ["core", "9999_later"]]
    (tmp_path / "b.tar").write_bytes(forged(backup, {}, migrations=newer, release="9.0"))
    with pytest.raises(Refusal, match=r"更新的版本（9\.0）"):
        restore_backup(tmp_path / "b.tar", using=other)
    assert is_untouched(other, settings)


def test_restore_without_room_is_refused(backup: Path, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free = 1

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Full)
    with pytest.raises(Refusal, match="磁盘只剩"):
        restore_backup(backup, using=other)


@pytest.mark.parametrize("path", ["absent.tar", "."])
def test_what_is_no_file_is_refused(path: str, tmp_path: Path, db: None) -> None:
    with pytest.raises(Refusal, match="没有找到"):
        restore_backup(tmp_path / path)


def test_damaged_backup_changes_nothing(backup: Path, other: str, settings: Any) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(bytes(content))
    with pytest.raises(BackupDamaged):
        restore_backup(backup, using=other)
    assert is_untouched(other, settings)
