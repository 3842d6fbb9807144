from __future__ import annotations

import fcntl
import shutil
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from chuangcheng.core import audit, files
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import Refusal
from chuangcheng.core.models import AuditEntry, StoredFile
from chuangcheng.core.operations import backups
from chuangcheng.core.operations.archives import BackupDamaged
from chuangcheng.core.operations.backups import write_backup
from chuangcheng.core.operations.verifying import verify
from chuangcheng.core.testing import photo
from chuangcheng.core.tests.operations_kit import ids_of, live_in, manifest_of, members_of, settle, table
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived_in(cast: Cast, settings: Any, tmp_path: Path) -> list[StoredFile]:
    """An installation with something of everything."""
    settle(settings, tmp_path / "data")
    return live_in(cast)


@pytest.fixture
def midway(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Lets something happen in the middle of the next backup, after its moment and before its first file."""

    def interrupt(act: Callable[[], object]) -> None:
        write_files = backups._write_files

        def acting_first(*arguments: Any) -> Any:
            act()
            return write_files(*arguments)

        monkeypatch.setattr(backups, "_write_files", acting_first)

    return interrupt


def test_backup_holds_every_table_every_file_and_the_secrets(
    lived_in: list[StoredFile], settings: Any, tmp_path: Path
) -> None:
    manifest = write_backup(tmp_path / "a.tar")
    found = members_of(tmp_path / "a.tar")
    assert {name for name in found if name.startswith("files/")} == {f"files/{row.sha256}" for row in lived_in}
    assert found["secrets/field_keys"].decode() == settings.FIELD_KEYS[0]
    assert (manifest.files, manifest.lost, manifest.content_bytes) == (3, 0, sum(row.size for row in lived_in))
    assert manifest.tables["core.auditentry"] == len(table(tmp_path / "a.tar", "core.auditentry")) - 1 >= 3
    assert manifest.numbers["kit/2026"] == 2
    assert manifest.keys == ids_of(settings)
    assert "sessions.session" not in manifest.tables


def test_any_tar_reads_a_backup_and_only_its_owner_may(lived_in: list[StoredFile], tmp_path: Path) -> None:
    write_backup(tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as archive:
        read = archive.extractfile(f"files/{lived_in[0].sha256}")
        assert read is not None
        assert read.read() == files.path_of(lived_in[0].sha256).read_bytes()
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("a.tar*")] == ["a.tar"]


def test_people_write_meanwhile_and_the_backup_shows_one_moment(
    lived_in: list[StoredFile], midway: Any, tmp_path: Path
) -> None:
    before = AuditEntry.objects.count()

    def write() -> None:
        audit.record(actor=SYSTEM, action="test.meanwhile")
        files.store(photo(shade=99), name="b.jpg")
        connection.close()

    def write_elsewhere() -> None:
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(10)
        assert not writer.is_alive()

    midway(write_elsewhere)
    manifest = write_backup(tmp_path / "a.tar")
    assert AuditEntry.objects.filter(action="test.meanwhile").exists()
    assert manifest.tables["core.auditentry"] == before
    assert manifest.tables["core.storedfile"] == manifest.files == 3


def test_content_that_the_clean_up_removed_meanwhile_is_left_out_with_its_row(
    lived_in: list[StoredFile], midway: Any, tmp_path: Path
) -> None:
    unused = files.store(photo(shade=50), name="c.jpg")

    def clean_up() -> None:
        StoredFile.objects.filter(pk=unused.pk).delete()
        files.path_of(unused.sha256).unlink()

    midway(clean_up)
    manifest = write_backup(tmp_path / "a.tar")
    assert (manifest.files, manifest.lost, manifest.tables["core.storedfile"]) == (3, 0, 3)
    assert str(unused.pk) not in {row[0] for row in table(tmp_path / "a.tar", "core.storedfile")}


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"x")])
def test_what_is_lost_already_is_counted_and_the_rest_is_saved(
    lived_in: list[StoredFile], harm: Callable[[Path], object], tmp_path: Path
) -> None:
    path = files.path_of(lived_in[1].sha256)
    path.chmod(0o600)
    harm(path)
    manifest = write_backup(tmp_path / "a.tar")
    assert (manifest.files, manifest.lost, manifest.tables["core.storedfile"]) == (2, 1, 3)
    with (tmp_path / "a.tar").open("rb") as stream:
        assert verify(stream) == manifest


def test_backup_never_writes_over_a_file(lived_in: list[StoredFile], tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("precious")
    with pytest.raises(Refusal, match="已存在"):
        write_backup(tmp_path / "a.tar")
    assert (tmp_path / "a.tar").read_text() == "precious"


def test_backup_into_a_missing_folder_is_refused(lived_in: list[StoredFile], tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="不存在"):
        write_backup(tmp_path / "no" / "a.tar")


def test_backup_without_room_is_refused_before_it_begins(
    lived_in: list[StoredFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10))
    with pytest.raises(Refusal, match="磁盘只剩"):
        write_backup(tmp_path / "a.tar")
    assert list(tmp_path.glob("a.tar*")) == []


def test_two_backups_into_one_file_do_not_mix(lived_in: list[StoredFile], tmp_path: Path) -> None:
    with (tmp_path / "a.tar.partial").open("wb") as first:
        first.write(b"of the first")
        first.flush()
        fcntl.flock(first, fcntl.LOCK_EX)
        with pytest.raises(Refusal, match="另一次备份"):
            write_backup(tmp_path / "a.tar")
        assert (tmp_path / "a.tar.partial").read_bytes() == b"of the first"


def test_what_a_killed_backup_left_is_written_over(lived_in: list[StoredFile], tmp_path: Path) -> None:
    (tmp_path / "a.tar.partial").write_bytes(b"x" * 10_000_000)
    manifest = write_backup(tmp_path / "a.tar")
    assert manifest_of(tmp_path / "a.tar") == manifest
    assert [path.name for path in tmp_path.glob("a.tar*")] == ["a.tar"]


def test_full_disk_in_the_middle_leaves_nothing(lived_in: list[StoredFile], midway: Any, tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    midway(fail)
    with pytest.raises(OSError, match="No space"):
        write_backup(tmp_path / "a.tar")
    assert list(tmp_path.glob("a.tar*")) == []


def test_backup_that_the_disk_did_not_keep_is_refused(
    lived_in: list[StoredFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetting(stream: Any) -> Any:
        stream.seek(700)
        stream.write(b"\x00\xff\x00")
        return verify(stream)

    monkeypatch.setattr(backups, "verify", forgetting)
    with pytest.raises(BackupDamaged):
        write_backup(tmp_path / "a.tar")
    assert list(tmp_path.glob("a.tar*")) == []


def test_backup_is_on_record_and_a_failed_one_is_not(
    lived_in: list[StoredFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = write_backup(tmp_path / "a.tar")
    entry = AuditEntry.objects.get(action="core.back_up")
    assert entry.detail == {"file": "a.tar", "rows": manifest.rows, "files": 3}
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10))
    with pytest.raises(Refusal):
        write_backup(tmp_path / "b.tar")
    assert AuditEntry.objects.filter(action="core.back_up").count() == 1
