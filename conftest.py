"""Fixtures of every test: the cast of people, a clean data folder, no network."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("CHUANGCHENG_DATA", tempfile.mkdtemp(prefix="chuangcheng-test-"))

import pytest
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, max_examples=60)
hypothesis_settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _emptying_between_tests() -> None:
    """Lets the tests empty the audit tables, which the database otherwise refuses (`core.sealing.allow_removal`)."""
    from django.db import connection

    connection.audit_removal_is_allowed = True  # type: ignore[attr-defined] # a mark of ours on Django's object


@pytest.fixture(autouse=True)
def _test_settings(settings: Any, tmp_path: Path) -> None:
    """Plain static files, fast password hashing, files in a folder of the test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES_ROOT = tmp_path / "files"
    settings.ALLOWED_HOSTS = ["*"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when there is none
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    cache.set("core.message_channels", [])  # no channel is open: a question that is asked every few seconds
    # A request in English must not leave its language to the next test on this worker.
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _numbers_from_the_beginning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A sequence of PostgreSQL is no row: emptying the tables after a test with real transactions would leave it."""
    from django.db import connection

    marker = request.node.get_closest_marker("django_db")
    is_transactional = marker is not None and marker.kwargs.get("transaction", False)
    if connection.vendor != "postgresql" or not (is_transactional or "transactional_db" in request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that this ends before the database is closed again
    yield
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT sequencename FROM pg_sequences WHERE sequencename LIKE 'number\_%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP SEQUENCE {connection.ops.quote_name(name)}")


pytest_plugins = ["chuangcheng.orgs.testing"]
