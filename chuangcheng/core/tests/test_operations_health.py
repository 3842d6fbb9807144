from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from chuangcheng.core.operations import health
from chuangcheng.core.request_log import HEADER, RequestLogMiddleware, RequestNumberFilter
from chuangcheng.core.tests.operations_kit import bring_to_older_release, copied_database

LOGGER = "chuangcheng.core.request_log"


def asked(**headers: Any) -> tuple[int, Any]:
    """Status and JSON of the health address."""
    answer = Client().get("/health", headers=headers)
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_sound_installation_says_so_to_anybody(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["office.example.cn"]
    assert asked(host="10.0.0.1") == (200, {"status": "ok"})
    assert Client().get("/health")["Cache-Control"] == "no-store"
    assert not Client().get("/health").cookies


@pytest.mark.django_db
def test_database_that_does_not_answer_is_said_without_its_address(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_recorder: object) -> Any:
        raise OperationalError("connection to server at db.example.cn failed")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert asked() == (503, {"status": "unavailable", "reason": "database"})
    assert "db.example.cn" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_tables_of_an_older_release_are_said(tmp_path: Path, prepared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with copied_database("sqlite", tmp_path, prepared) as older:
        bring_to_older_release(older)
        monkeypatch.setattr(health, "connection", connections[older])
        assert asked() == (503, {"status": "unavailable", "reason": "tables"})


@pytest.mark.django_db
def test_newer_tables_are_served_while_machines_are_upgraded() -> None:
    MigrationRecorder(connection).record_applied("core", "9999_later")
    assert asked()[0] == 200


@pytest.mark.django_db
def test_missing_data_folder_is_said(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "gone"
    assert asked() == (503, {"status": "unavailable", "reason": "files"})


@pytest.mark.django_db
def test_only_reading_is_answered() -> None:
    assert Client().post("/health").status_code == 404
    assert Client().head("/health").status_code == 200


@pytest.mark.django_db
def test_each_request_is_one_line_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    answer = Client().get("/accounts/login/?next=/search/&q=王小明13800138000")
    entry = vars(next(record for record in caplog.records if record.name == LOGGER))
    assert (entry["method"], entry["route"], entry["status"]) == ("GET", "account_login", 200)
    assert entry["ms"] > 0
    assert len(answer[HEADER]) == 12
    assert "1380013" not in caplog.text + str(entry)


def test_what_is_logged_meanwhile_carries_the_number_of_the_request() -> None:
    record = logging.makeLogRecord({"msg": "x"})

    def answer(_request: HttpRequest) -> HttpResponse:
        RequestNumberFilter().filter(record)
        return HttpResponse()

    response = RequestLogMiddleware(answer)(RequestFactory().get("/"))
    assert vars(record)["request_id"] == response.headers[HEADER]
    RequestNumberFilter().filter(after := logging.makeLogRecord({"msg": "x"}))
    assert "request_id" not in vars(after)
