from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from chuangcheng.core import audit, sealing
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.models import AuditEntry, AuditSeal
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.sealing import (
    allow_removal,
    chain_head,
    oldest_unsealed_at,
    seal_batch,
    seal_waiting,
    verify_chain,
    waiting_since,
)

TRIGGERS = ("core_auditentry_kept", "core_auditentry_unchanged", "core_auditseal_kept", "core_auditseal_unchanged")


@pytest.fixture
def guarded() -> Iterator[None]:
    """The triggers as they are outside of tests."""
    mark: Any = connection
    mark.audit_removal_is_allowed = False
    yield
    mark.audit_removal_is_allowed = True


def record(count: int) -> None:
    for number in range(count):
        audit.record(actor=SYSTEM, action="test.act", detail={"number": number, "text": "柳巷", "share": 0.5})


def tamper(sql: str, *values: Any) -> None:
    """As somebody with the database's own rights would, the triggers taken away first."""
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            table = f" ON {trigger.rsplit('_', 1)[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{table}")
        cursor.execute(sql, values)


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_every_entry_is_chained_once(db: None, settings: Any, algorithm: str) -> None:
    settings.HASH_ALGORITHM = algorithm
    record(3)
    seal_waiting()
    record(2)
    seal_waiting()
    assert list(AuditSeal.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert verify_chain() is None
    assert oldest_unsealed_at() is None
    head = chain_head()
    assert head is not None
    assert (head.position, head.algorithm, len(head.digest)) == (5, algorithm, 64)


def test_chain_goes_on_under_another_algorithm(db: None, settings: Any) -> None:
    record(1)
    seal_waiting()
    settings.HASH_ALGORITHM = "sm3"
    record(1)
    seal_waiting()
    assert verify_chain() is None


def test_empty_trail_has_an_empty_sound_chain(db: None) -> None:
    seal_waiting()
    assert verify_chain() is None
    assert chain_head() is None


def test_large_backlog_is_sealed_in_batches(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    record(5)
    assert [seal_batch() for _ in range(4)] == [2, 2, 1, 0]
    assert verify_chain() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "test.other"),
        ("actor_name", "别人"),
        ("detail", '{"number": 9}'),
        ("subject_id", "7"),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_changed_entry_breaks_the_chain_where_it_stands(db: None, column: str, value: str) -> None:
    record(4)
    seal_waiting()
    third = AuditSeal.objects.get(position=3).entry_id
    tamper(f"UPDATE core_auditentry SET {column} = %s WHERE id = %s", value, third)  # noqa: S608 - columns named above
    assert verify_chain() == 3


def test_removed_link_breaks_the_chain_and_its_entry_shows_as_unsealed(db: None) -> None:
    record(4)
    seal_waiting()
    tamper("DELETE FROM core_auditseal WHERE position = %s", 2)
    assert verify_chain() == 2
    assert oldest_unsealed_at() is not None


def test_new_digest_for_a_changed_entry_breaks_the_next_link(db: None) -> None:
    record(3)
    seal_waiting()
    first, second = AuditSeal.objects.order_by("position")[:2]
    fields = AuditEntry.objects.values_list(*sealing.FIELDS).get(pk=second.entry_id)
    forged = sealing.link_digest((*fields[:4], "test.forged", *fields[5:]), previous=first.digest, algorithm="sha256")
    tamper("UPDATE core_auditentry SET action = %s WHERE id = %s", "test.forged", second.entry_id)
    tamper("UPDATE core_auditseal SET digest = %s WHERE position = %s", forged, 2)
    assert verify_chain() == 3


def test_entry_slipped_in_with_an_old_date_is_never_sealed_and_shows(db: None) -> None:
    record(1)
    seal_waiting()
    long_ago = timezone.now() - timedelta(days=30)
    AuditEntry.objects.create(actor_name="某人", action="test.forged", subject_kind="", subject_id="")
    tamper("UPDATE core_auditentry SET at = %s WHERE action = %s", long_ago, "test.forged")
    seal_waiting()
    assert oldest_unsealed_at() == long_ago
    assert waiting_since() is None


def test_entry_of_a_long_transaction_is_sealed_when_it_appears(db: None) -> None:
    record(1)
    seal_waiting()
    AuditEntry.objects.create(actor_name="系统", action="test.long", subject_kind="", subject_id="")
    tamper("UPDATE core_auditentry SET at = %s WHERE action = %s", timezone.now() - timedelta(hours=1), "test.long")
    seal_waiting()
    assert AuditSeal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_make_one_chain() -> None:
    record(40)
    gate = threading.Barrier(4)

    def run() -> None:
        gate.wait()
        seal_waiting()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_waiting()
    assert AuditSeal.objects.count() == 40
    assert verify_chain() is None


def test_code_cannot_change_or_remove_an_entry_or_a_seal(db: None) -> None:
    record(1)
    seal_waiting()
    for row in (AuditEntry.objects.get(), AuditSeal.objects.get()):
        rows = type(row)._default_manager.all()
        for act in (row.save, row.delete, rows.delete, rows.update, rows.bulk_update):
            with pytest.raises(AppendOnlyViolated):
                act()


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditentry SET action = 'x'",
        "DELETE FROM core_auditentry",
        "UPDATE core_auditseal SET digest = 'x'",
        "DELETE FROM core_auditseal",
    ],
)
def test_database_refuses_to_change_or_remove(db: None, sql: str) -> None:
    record(1)
    seal_waiting()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(sql)
    assert verify_chain() is None
    assert AuditSeal.objects.count() == 1


@pytest.mark.usefixtures("guarded")
def test_restore_may_remove_for_one_transaction(db: None) -> None:
    record(1)
    with transaction.atomic(), allow_removal():
        connection.cursor().execute("DELETE FROM core_auditentry")
    assert not AuditEntry.objects.exists()
    record(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("DELETE FROM core_auditentry")


@pytest.mark.parametrize("count", [3, 30])
def test_sealing_costs_the_same_whatever_waits(db: None, count: int, django_assert_num_queries: Any) -> None:
    record(count)
    with django_assert_num_queries(5):  # head, entries, seals, and the savepoint of the test's transaction
        assert seal_batch() == count
