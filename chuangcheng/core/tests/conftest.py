"""Fixtures that several modules of these tests ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from chuangcheng.core.operations.backups import write_backup
from chuangcheng.core.tests.operations_kit import (
    DATABASES,
    FILE,
    bare_database,
    copied_database,
    live_in,
    other_database,
    run_on_server,
    settle,
)
from chuangcheng.orgs.testing import Cast


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


@pytest.fixture
def backup(cast: Cast, settings: Any, tmp_path: Path) -> Path:
    """A backup; the data folder is then another, empty one."""
    settle(settings, tmp_path / "old")
    live_in(cast)
    write_backup(tmp_path / "a.tar")
    settle(settings, tmp_path / "new")
    return tmp_path / "a.tar"


@pytest.fixture(params=DATABASES)
def other(request: pytest.FixtureRequest, tmp_path: Path, prepared: Any) -> Iterator[str]:
    """A database with tables and nothing in them."""
    with other_database(request.param, tmp_path, prepared) as alias:
        yield alias


@pytest.fixture(params=DATABASES)
def copied(request: pytest.FixtureRequest, tmp_path: Path, prepared: Any) -> Iterator[str]:
    """The same, and its tables may be changed."""
    with copied_database(request.param, tmp_path, prepared) as alias:
        yield alias


@pytest.fixture(params=DATABASES)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    with bare_database(request.param, tmp_path) as alias:
        yield alias
