"""The database of this installation: embedded SQLite, or PostgreSQL from `CHUANGCHENG_DATABASE_URL`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-64000;"
FILE = "chuangcheng.sqlite3"
SHAPE = "应形如postgresql://用户:密码@主机:端口/数据库"


def database(*, url: str, data: Path, pool: int) -> dict[str, Any]:
    """The Django `DATABASES["default"]` entry; raises ValueError with a clause when the address is not understood."""
    if not url:
        return _sqlite(data / FILE)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(SHAPE) from error
    if parts.scheme == "sqlite" and parts.path:
        return _sqlite(Path(unquote(parts.path)))
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ValueError(SHAPE)
    return _postgresql(name, parts, port, pool)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": PRAGMAS},
        # A file, so that threads and kills are tested on what runs in earnest; one for each test process.
        "TEST": {"NAME": str(Path(gettempdir()) / f"chuangcheng-test-{os.getpid()}.sqlite3")},
    }


def _postgresql(name: str, parts: SplitResult, port: int | None, pool: int) -> dict[str, Any]:
    # Compiling a query takes 50 to 100 ms: more than any of ours runs. An address may say otherwise with `?options=`.
    options: dict[str, Any] = {"connect_timeout": "10", "options": "-c jit=off", **dict(parse_qsl(parts.query))}
    testing = "pytest" in sys.modules
    if not testing:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": not testing,
        "TEST": {"NAME": f"test_chuangcheng_{os.getpid()}"},
    }
