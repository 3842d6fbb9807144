from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from chuangcheng.core.models import AuditEntry
from chuangcheng.core.operations import restores, tables
from chuangcheng.core.operations.archives import BackupDamaged
from chuangcheng.core.operations.restores import restore_backup
from chuangcheng.core.operations.tables import RowsRefused
from chuangcheng.core.tests.operations_kit import (
    forged,
    is_untouched,
    manifest_of,
    packed,
    table,
)

pytestmark = pytest.mark.django_db(transaction=True)


def line(*values: object) -> str:
    return json.dumps(values) + "\n"


KEY = "tables/core.numberseries.jsonl.gz"
NAMES = line("id", "series", "year", "last")
HARM = {
    "no gzip": b"x" * 100,
    "gzip cut off": packed(NAMES + line(1, "case", 2026, 1))[:-9],
    "no JSON": packed(NAMES + "{\n"),
    "no list": packed(NAMES + '{"a": 1, "b": 2, "c": 3, "d": 4}\n'),
    "too few values": packed(NAMES + line(1, "case", 2026)),
    "too many values": packed(NAMES + line(1, "case", 2026, 1, 1)),
    "wrong kind": packed(NAMES + line(1, "case", "year", 1)),
    "wrong kind inside": packed(NAMES + line(1, "case", [], 1)),
    "too large a number": packed(NAMES + line(1, "case", 10**30, 1)),
    "breaks a rule of the table": packed(NAMES + line(1, "case", 2026, 1) + line(2, "case", 2026, 1)),
    "nothing where something must be": packed(NAMES + line(1, None, 2026, 1)),
    "more rows than said": packed(NAMES + line(1, "a", 2026, 1) + line(2, "b", 2026, 1) + line(3, "c", 2026, 1)),
    "deep": packed(NAMES + "[" * 100_000 + "\n"),
    "no columns named": packed(line(1, "case", 2026, 1)),
    "a column less": packed(line("id", "series", "year") + line(1, "case", 2026)),
    "a column more": packed(line("id", "series", "year", "last", "next") + line(1, "case", 2026, 1, 1)),
    "a column twice": packed(line("id", "series", "year", "year") + line(1, "case", 2026, 1)),
    "columns that are none": packed("7\n"),
    "empty": packed(""),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_table_that_cannot_be_taken_changes_nothing(
    backup: Path, other: str, tmp_path: Path, settings: Any, harm: bytes
) -> None:
    (tmp_path / "b.tar").write_bytes(forged(backup, {KEY: harm}))
    with pytest.raises((BackupDamaged, RowsRefused)) as refusal:
        restore_backup(tmp_path / "b.tar", using=other)
    assert str(refusal.value).endswith("。")
    assert "\n" not in str(refusal.value)
    assert is_untouched(other, settings)


def test_row_that_refers_to_nothing_changes_nothing(backup: Path, other: str, tmp_path: Path, settings: Any) -> None:
    names, *entries = table(backup, "core.auditentry")
    entries[0][names.index("actor_id")] = 999_999
    harm = packed("".join(line(*row) for row in [names, *entries]))
    (tmp_path / "b.tar").write_bytes(forged(backup, {"tables/core.auditentry.jsonl.gz": harm}))
    with pytest.raises(BackupDamaged, match="互相矛盾"):
        restore_backup(tmp_path / "b.tar", using=other)
    assert AuditEntry.objects.using(other).count() == 0


@pytest.mark.parametrize(
    ("members", "fields"),
    [
        ({"tables/shop.order.jsonl.gz": packed("")}, {}),
        ({}, {"tables": {"core.job": 0}}),
        ({}, {"migrations": []}),
    ],
)
def test_tables_that_do_not_fit_the_release_are_refused(
    backup: Path, other: str, tmp_path: Path, settings: Any, members: dict[str, bytes], fields: dict[str, Any]
) -> None:
    (tmp_path / "b.tar").write_bytes(forged(backup, members, **fields))
    before = sorted(connections[other].introspection.table_names())
    with pytest.raises(BackupDamaged):
        restore_backup(tmp_path / "b.tar", using=other)
    assert sorted(connections[other].introspection.table_names()) == before
    assert is_untouched(other, settings)


def test_row_of_endless_length_is_not_read_into_memory(
    backup: Path, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restores, "MAX_LINE", 1000)
    harm = packed('["' + "x" * 5000 + '"]\n')
    (tmp_path / "b.tar").write_bytes(forged(backup, {KEY: harm}))
    with pytest.raises(RowsRefused):
        restore_backup(tmp_path / "b.tar", using=other)


def test_table_without_end_is_left_at_the_row_too_many(
    backup: Path, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    count = manifest_of(backup).tables["core.numberseries"]
    harm = packed(NAMES + "".join(line(number, "a", number, 1) for number in range(1, 50_000)))
    (tmp_path / "b.tar").write_bytes(forged(backup, {KEY: harm}))
    taken: list[bytes] = []
    replace_rows = tables.replace_rows

    def watched(models: Any, lines: Any, using: str) -> Any:
        def counted(model: Any) -> Iterator[bytes]:
            for each in lines(model):
                if model._meta.label_lower == "core.numberseries":
                    taken.append(each)
                yield each

        return replace_rows(models, counted, using)

    monkeypatch.setattr(restores, "replace_rows", watched)
    with pytest.raises(BackupDamaged, match="行数"):
        restore_backup(tmp_path / "b.tar", using=other)
    assert len(taken) == count + 1
    assert is_untouched(other, settings)
