"""`GET /health`: whether this process can serve, for a gateway or a monitor; no sign-in, no secrets, no query of data.

A middleware before all others instead of a page: it is asked by address, over plain HTTP, and by whoever knows no host
name of ours.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from chuangcheng.core.operations.releases import known_migrations

PATH = "/health"
UNAVAILABLE = 503

log = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers `GET /health` with 200 and `{"status": "ok"}`, or with 503 and what is wrong; passes all else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _answer() if request.path == PATH and request.method in {"GET", "HEAD"} else self.get_response(request)


def trouble() -> str:
    """What keeps this process from serving: "database", "tables" or "files"; "" when nothing does."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseFault:
        log.exception("the database does not answer")
        connection.close()
        return "database"
    # A newer database is served as well: while machines are upgraded one by one, the old release runs beside it.
    if not known_migrations() <= applied:
        return "tables"
    return "" if os.access(settings.DATA, os.W_OK | os.X_OK) else "files"


def _answer() -> JsonResponse:
    reason = trouble()
    answer = {"status": "unavailable", "reason": reason} if reason else {"status": "ok"}
    return JsonResponse(answer, status=UNAVAILABLE if reason else 200, headers={"Cache-Control": "no-store"})
