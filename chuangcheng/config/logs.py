"""Structured log: one JSON object a line, so that an operator can filter it without a parser of our own."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "request",
    "server_time",
}


class JsonFormatter(logging.Formatter):
    """A log record as one JSON object: time in UTC, level, logger, message, extra fields, exception."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the message holds."""
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        entry |= {key: _plain(value) for key, value in vars(record).items() if key not in STANDARD_FIELDS}
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            entry["stack"] = record.stack_info
        return json.dumps(entry, ensure_ascii=False)


def _plain(value: object) -> object:
    """Numbers stay numbers, so that a tool can compare them."""
    return value if isinstance(value, int | float) else str(value)


def logging_config(level: str) -> dict[str, Any]:
    """The Django `LOGGING` setting, the server's too: `level` and above to standard error as JSON lines."""
    own = {"handlers": ["console"], "level": level, "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "chuangcheng.config.logs.JsonFormatter"}},
        "filters": {"request": {"()": "chuangcheng.core.request_log.RequestNumberFilter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": own,
            "django.request": {"level": "ERROR"},  # `core.request_log` says the rest, without the address
            "_granian": own,
            "axes": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }
