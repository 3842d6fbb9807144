"""A second connection that sees the database at one moment, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.utils import DEFAULT_DB_ALIAS, ConnectionHandler

SNAPSHOT = "snapshot"


@contextmanager
def connection_named(alias: str, database: dict[str, Any]) -> Iterator[str]:
    """The alias of one more connection of this thread, closed and forgotten afterwards. `database`: a Django entry."""
    options = {name: value for name, value in database["OPTIONS"].items() if name != "pool"}
    entry = {**database, "OPTIONS": options}
    connections[alias] = ConnectionHandler({DEFAULT_DB_ALIAS: entry, alias: entry})[alias]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


@contextmanager
def snapshot(using: str = "default") -> Iterator[str]:
    """The alias of a connection on which every read sees the same moment; writers do not wait."""
    with connection_named(SNAPSHOT, _database(using)) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            if connections[alias].vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT count(*) FROM django_migrations")  # the first read fixes the moment
        yield alias


def _database(using: str) -> dict[str, Any]:
    database = connections[using].settings_dict
    if connections[using].vendor != "sqlite":
        return database
    # A reader that takes no lock.
    return {**database, "OPTIONS": {**database["OPTIONS"], "transaction_mode": "DEFERRED"}}
