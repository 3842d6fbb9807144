"""Server and worker under one roof: started, watched and stopped together."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from types import FrameType
from typing import TypeAlias
from urllib.parse import SplitResult

ROLES = {"server": "网页服务", "worker": "后台作业"}
LOOK_SECONDS = 0.2  # between two looks at the children
START_SECONDS = 60  # until the server must answer
ANSWER_SECONDS = 5  # for one answer
STOP_SECONDS = 20  # for a child to finish what it does

Children: TypeAlias = dict[str, "subprocess.Popen[bytes]"]


class Told(BaseException):
    """Somebody asked this process to stop."""


@contextmanager
def children() -> Iterator[Children]:
    """Both children; whatever happens, they are stopped before this ends."""
    found: Children = {}
    with _telling():
        try:
            for role in ROLES:
                # In sessions of their own: Ctrl+C goes to us, and we tell them once.
                command = [sys.executable, "-m", "chuangcheng.config.child", role, str(os.getpid())]
                found[role] = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own module
            yield found
        finally:
            _stop(found)


def wait_until_answering(found: Children, address: SplitResult) -> str | None:
    """Waits for the first good answer; the role of a child that ended or gave none until then, or None."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if ended := ended_child(found):
            return ended
        if _is_well(address):
            return None
        time.sleep(LOOK_SECONDS)
    return "server"


def wait_until_ended(found: Children) -> str:
    """The role of the child that ended by itself."""
    while not (ended := ended_child(found)):
        time.sleep(LOOK_SECONDS)
    return ended


def ended_child(found: Children) -> str | None:
    """The role of a child that has ended, or None."""
    return next((role for role, child in found.items() if child.poll() is not None), None)


def _is_well(address: SplitResult) -> bool:
    """Whether the server says so itself: a port that is open is not yet a page."""
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        ours = ssl._create_unverified_context()  # noqa: S323 - we ask ourselves; the name in it is for others
        connection: HTTPConnection = HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=ours)
    else:
        connection = HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    with closing(connection):
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False


def _stop(found: Children) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl+C must not leave one of them behind
    for child in found.values():
        child.terminate()
    until = time.monotonic() + STOP_SECONDS
    for child in found.values():
        try:
            child.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # whom a child that was killed has left behind, holding the port


@contextmanager
def _telling() -> Iterator[None]:
    """SIGTERM and Ctrl+C raise Told here."""

    def tell(_number: int, _frame: FrameType | None) -> None:
        raise Told

    before = {number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
