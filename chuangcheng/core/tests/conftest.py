"""Fixtures that several modules of these tests ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from chuangcheng.core.tests.operations_kit import FILE, bare_database, run_on_server


@pytest.fixture(scope="session")
def prepared(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Path | str]]:
    """By vendor an installation that was started and never used: the file, or the database to copy."""
    folder = tmp_path_factory.mktemp("prepared")
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            run_on_server(f"VACUUM INTO '{folder / FILE}'")
            yield {"sqlite": folder / FILE}
            return
        with bare_database("sqlite", folder) as alias:
            call_command("migrate", database=alias, verbosity=0)
        # Named after the tests' own database, so that parallel processes keep apart.
        name, made_from = f"prepared_{connection.settings_dict['NAME']}", connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made_from}"')
        yield {"sqlite": folder / FILE, "postgresql": name}
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
