"""One line of the log for each request, and a number that ties everything logged meanwhile to it.

What is said is the name of the address, never the address itself: a query may hold somebody's name or phone. Who asked
is in the audit trail, not here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
SERVER_FAULT = 500

current_request: ContextVar[str] = ContextVar("current_request", default="")

log = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Logs method, name of the address, status and milliseconds; the answer carries the number in a header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, number = time.perf_counter(), uuid4().hex[:12]
        token = current_request.set(number)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = number
            _log(request, response, milliseconds=round((time.perf_counter() - began) * 1000, 1))
        finally:
            current_request.reset(token)
        return response


class RequestNumberFilter(logging.Filter):
    """Puts the number of the request under way on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True."""
        if number := current_request.get():
            record.request_id = number
        return True


def _log(request: HttpRequest, response: HttpResponse, *, milliseconds: float) -> None:
    match = request.resolver_match
    fields = {
        "method": request.method,
        "route": (match.view_name or match.route) if match else "",
        "status": response.status_code,
        "ms": milliseconds,
    }
    level = logging.ERROR if response.status_code >= SERVER_FAULT else logging.INFO
    log.log(level, "request", extra=fields)
