"""Kill -9 in the middle of a backup, a restore, a move: nothing half-written, and the next try succeeds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.operations.installations import COMMAND, Installation, Moments

pytestmark = pytest.mark.figures

# Of the time that the whole thing takes when nobody disturbs it.
MOMENTS = (0.45, 0.65, 0.8, 0.9, 0.97)

PEOPLE = "from chuangcheng.orgs.models import Person; answer = Person.objects.count()"
TABLES = "from django.db import connection; answer = 'orgs_person' in connection.introspection.table_names()"


def timed(act: Callable[[], object]) -> Moments:
    """Moments within the time that it takes."""
    began = time.monotonic()
    act()
    return Moments(time.monotonic() - began)


def test_killed_backup_leaves_no_archive_and_the_next_one_is_whole(lived_in: Installation, tmp_path: Path) -> None:
    moments = timed(lambda: lived_in.calls("backup", tmp_path / "first.tar"))
    before, kills = lived_in.rows(), 0
    for number, share in enumerate(MOMENTS):
        target = tmp_path / f"{number}.tar"
        was_killed = moments.killed_at(lived_in.starts(*COMMAND, "backup", str(target)), share)
        kills += was_killed
        on_record = lived_in.says(
            f"from chuangcheng.core.models import AuditEntry; answer = "
            f"AuditEntry.objects.filter(action='core.back_up', detail__file='{target.name}').count()"
        )
        assert target.exists() or was_killed
        assert not target.exists() or on_record == 1
        if not target.exists():
            lived_in.calls("backup", target)
    assert kills
    assert lived_in.rows() == before
    assert list(tmp_path.glob("*.partial")) == []
    assert lived_in.is_sound()


def test_killed_restore_leaves_an_empty_installation_or_a_whole_one(
    lived_in: Installation, bare: Callable[[str], Installation], tmp_path: Path
) -> None:
    lived_in.calls("backup", tmp_path / "a.tar")
    expected = lived_in.rows()
    moments = timed(lambda: bare("measured").calls("restore", tmp_path / "a.tar"))
    outcomes = []
    for share in MOMENTS:
        fresh = bare(f"at-{share}")
        was_killed = moments.killed_at(fresh.starts(*COMMAND, "restore", str(tmp_path / "a.tar")), share)
        is_there = fresh.says(TABLES) and fresh.says(PEOPLE) > 0
        outcomes.append((was_killed, is_there))
        if is_there:
            assert "已有数据" in fresh.tries("restore", tmp_path / "a.tar").stderr
            fresh.says("from chuangcheng.core.worker import run_worker; run_worker(once=True); answer = 0")
        else:
            fresh.calls("restore", tmp_path / "a.tar")
        assert fresh.rows() == expected
        assert fresh.is_sound()
    assert (True, False) in outcomes, outcomes


def test_killed_move_leaves_the_new_database_empty_or_whole_and_the_old_one_as_it_was(
    lived_in: Installation, bare: Callable[[str], Installation], tmp_path: Path
) -> None:
    before = lived_in.rows()

    def address_of(target: Installation) -> str:
        return target.url or f"sqlite://{target.folder}/chuangcheng.sqlite3"

    moments = timed(lambda: lived_in.calls("move-to", address_of(bare("measured"))))
    outcomes = []
    for share in MOMENTS:
        target = bare(f"at-{share}")
        was_killed = moments.killed_at(lived_in.starts(*COMMAND, "move-to", address_of(target)), share)
        is_there = target.says(TABLES) and target.says(PEOPLE) > 0
        outcomes.append((was_killed, is_there))
        if is_there:
            assert "已有数据" in lived_in.tries("move-to", address_of(target)).stderr
        else:
            lived_in.calls("move-to", address_of(target))
        assert target.rows() == before
        assert lived_in.rows() == before
    assert (True, False) in outcomes, outcomes
