from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from chuangcheng.core.operations.first_tables import is_bare
from chuangcheng.core.operations.releases import known_migrations, last_of
from chuangcheng.core.tests.operations_kit import bare_database, settled_heap

POSTGRESQL = (
    """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace""",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


@pytest.mark.django_db(transaction=True)
def test_a_bare_database_gets_what_the_migrations_would_give(tmp_path: Path) -> None:
    vendor = connection.vendor
    (tmp_path / "steps").mkdir()
    with (
        settled_heap(),
        bare_database(vendor, tmp_path) as at_once,
        bare_database(vendor, tmp_path / "steps", alias="steps") as by_steps,
    ):
        call_command("migrate", database=at_once, interactive=False, verbosity=0)
        MigrationExecutor(connections[by_steps]).migrate(last_of(known_migrations()))
        made, expected = _objects(at_once), _objects(by_steps)
        assert made - expected == expected - made == Counter()
        assert len(expected) > 500  # the comparison has seen the tables
        assert MigrationExecutor(connections[at_once]).migration_plan(last_of(known_migrations())) == []


@pytest.mark.django_db(transaction=True)
def test_a_database_with_any_table_is_not_bare(tmp_path: Path) -> None:
    with bare_database("sqlite", tmp_path) as alias:
        assert is_bare(connections[alias])
        with connections[alias].cursor() as cursor:
            cursor.execute("CREATE TABLE kept (number integer)")
        assert not is_bare(connections[alias])


def _objects(alias: str) -> Counter[str]:
    """Everything that the database says of its own shape, without the order of columns."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            found: Counter[str] = Counter()
            for question in POSTGRESQL:
                cursor.execute(question)
                found.update(repr(row) for row in cursor.fetchall())
            return found
        cursor.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
        return Counter(f"{kind} {name} {_parts(sql)}" for kind, name, sql in cursor.fetchall())


def _parts(sql: str) -> list[str]:
    """The statement in pieces, sorted: equal for tables that differ in the order of their columns alone."""
    return sorted(re.sub(r"[,()\s]+", " ", piece).strip() for piece in re.split(r", (?=\"|CONSTRAINT)|\(|\)", sql))
