"""What comes before the server: tables of this release, collected assets, the demo district on a first start."""

from __future__ import annotations

import errno
import fcntl
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chuangcheng.config.refusing import reason_of, stop

NO_NAME = {socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL}  # a name that nobody knows
LOCK = 0x6375_616E_6763_6865  # "cuangche": of PostgreSQL, for several machines that start at once


def trouble_with_port(host: str, port: int) -> str | None:
    """Why the server cannot listen there, in a sentence; None when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            return None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"端口 {port} 已被占用，请用 CHUANGCHENG_PORT 另选一个端口。"
        if isinstance(error, socket.gaierror) or error.errno is None or error.errno in {errno.EADDRNOTAVAIL, *NO_NAME}:
            return f"{host} 不是这台机器的地址，请改正 CHUANGCHENG_HOST。"
        return f"不能在 {host} 的端口 {port} 上提供服务（{reason_of(error)}），请另选一个端口。"


@contextmanager
def only_one(data: Path, *, shared: bool) -> Iterator[None]:
    """Ends the process with a sentence when a service runs on this data folder already.

    `shared`: the data is in PostgreSQL, which any number of machines may serve from one folder.
    """
    with (data / "run.lock").open("w") as file:
        try:
            if not shared:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop(f"数据目录 {data} 的服务已在运行，请先停止它，或用 CHUANGCHENG_DATA 另选目录。")
        yield


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Whoever prepares the same data folder or database waits for the one before."""
    from django.db import connection

    with (data / "start.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def reach_database() -> None:
    """Asks once for a connection of its own: the pool would only say that there is none, and that after a while."""
    from django.db import connection, connections

    from chuangcheng.core.operations.snapshots import connection_named

    if connection.vendor == "postgresql":
        with connection_named("first", connection.settings_dict) as alias:
            connections[alias].ensure_connection()


def prepare_database() -> None:
    """Creates a missing database and brings its tables up to this release, keeping the data."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def collect_assets() -> None:
    """Puts the assets where the server finds them, under names that change with their content."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def demo_lines(*, may_load: bool) -> list[str]:
    """Loads the demo district into an empty installation when it may; what to print about log-ins, if it is one."""
    from chuangcheng.demo.services import is_demo, is_empty, load_demo, log_ins

    if may_load and is_empty():
        sys.stdout.write("正在装入示例区，大约需要半分钟。\n")
        sys.stdout.flush()
        load_demo()
    return log_ins() if is_demo() else []
