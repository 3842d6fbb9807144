from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chuangcheng.core import search
from chuangcheng.core.errors import Refusal
from chuangcheng.core.models import AuditEntry, Job, NumberSeries, Schedule
from chuangcheng.core.numbers import last_numbers
from chuangcheng.core.operations import moving
from chuangcheng.core.operations.backups import write_backup
from chuangcheng.core.operations.emptiness import NotEmpty, StillRunning
from chuangcheng.core.operations.moving import move_to
from chuangcheng.core.operations.rebuilding import JOB
from chuangcheng.core.operations.releases import known_migrations, tables_at
from chuangcheng.core.operations.restores import restore_backup
from chuangcheng.core.operations.tables import RowsRefused, lines_of
from chuangcheng.core.sealing import verify_chain
from chuangcheng.core.tests.operations_kit import (
    DATABASES,
    bring_to_older_release,
    copied_database,
    entry_of,
    everything,
    live_in,
    other_database,
    settle,
)
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived_in(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """An installation with something of everything."""
    settle(settings, tmp_path / "data")
    live_in(cast)


@pytest.fixture(params=DATABASES)
def other(request: pytest.FixtureRequest, tmp_path: Path, prepared: Any) -> Iterator[str]:
    """A database with tables and nothing in them."""
    with other_database(request.param, tmp_path, prepared) as alias:
        yield alias


@pytest.mark.usefixtures("lived_in")
def test_everything_goes_on_in_the_new_database(other: str) -> None:
    move_to(entry_of(other))
    assert verify_chain(using=other) is None
    assert last_numbers(using=other)["kit/2026"] == 2
    assert not Job.objects.using(other).filter(name=JOB).exists()
    assert search.rebuild(using=other) == 1
    entry = AuditEntry.objects.using(other).create(actor_name="系统", action="x", subject_kind="", subject_id="")
    assert entry.pk > max(AuditEntry.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("lived_in")
def test_no_row_is_lost_and_the_move_itself_is_on_record(other: str) -> None:
    def rows(using: str) -> int:
        models = [model for model in tables_at(known_migrations()) if model._meta.label_lower != "core.numberseries"]
        return sum(model._base_manager.using(using).count() for model in models)

    before = rows("default")
    moved = move_to(entry_of(other))
    assert moved == before + NumberSeries.objects.count()  # rows on SQLite, sequences on PostgreSQL
    assert AuditEntry.objects.using(other).get(action="core.move_database").detail == {"rows": moved}
    assert rows(other) == before + 1
    assert rows("default") == before


@pytest.mark.usefixtures("lived_in")
def test_moving_from_the_embedded_database(tmp_path: Path, prepared: Any, other: str) -> None:
    write_backup(tmp_path / "a.tar")
    (tmp_path / "old").mkdir()
    with other_database("sqlite", tmp_path / "old", prepared, alias="embedded") as embedded:
        restore_backup(tmp_path / "a.tar", using=embedded)
        move_to(entry_of(other), source=embedded)
        assert everything(other) == everything(embedded) == everything()


@pytest.mark.usefixtures("lived_in")
def test_moving_into_a_database_with_data_is_refused(other: str) -> None:
    move_to(entry_of(other))
    before = everything(other)
    with pytest.raises(NotEmpty):
        move_to(entry_of(other))
    assert everything(other) == before


@pytest.mark.usefixtures("lived_in")
def test_moving_while_the_service_runs_is_refused(other: str) -> None:
    Schedule.objects.create(name="x", every_seconds=10, next_at=now(), last_at=now())
    with pytest.raises(StillRunning):
        move_to(entry_of(other))
    assert not AuditEntry.objects.using(other).exists()


@pytest.mark.parametrize("vendor", DATABASES)
def test_moving_before_the_upgrade_is_refused(db: None, vendor: str, tmp_path: Path, prepared: Any) -> None:
    with copied_database(vendor, tmp_path, prepared) as older:
        bring_to_older_release(older)
        with pytest.raises(Refusal, match="先用 script/run 升级"):
            move_to({}, source=older)


@pytest.mark.usefixtures("lived_in")
def test_row_that_the_new_database_refuses_leaves_it_empty(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(model: Any, using: str) -> Any:
        lines = list(lines_of(model, using))
        return [*lines, *lines] if model._meta.label_lower == "core.numberseries" else lines

    monkeypatch.setattr(moving, "lines_of", twice)
    with pytest.raises(RowsRefused, match="numberseries"):
        move_to(entry_of(other))
    assert not AuditEntry.objects.using(other).exists()
    monkeypatch.undo()
    move_to(entry_of(other))
    assert everything(other) == everything()
