"""The product as an office runs it, in processes of its own: started, watched, killed in part, its processor time."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import psycopg

PATIENCE = 240  # seconds for a first start, or for a worker to come to rest
REST = 0.25  # of a processor, that a worker without work may use
LOOK_SECONDS = 2
OWN = ("CHUANGCHENG_LOG_LEVEL", "CHUANGCHENG_SERVER_WORKERS", "CHUANGCHENG_DATABASE_POOL")  # taken from who measures
TICKS = os.sysconf("SC_CLK_TCK")  # of processor time, in a second
CHILDREN, USER_TIME, SYSTEM_TIME = 1, 11, 12  # fields of /proc/PID/stat behind the name


@dataclass
class Product:
    """Server and worker on one database and one folder."""

    url: str
    folder: Path
    port: int = 0
    certificate: tuple[Path, Path] | None = None  # with its key: phones need HTTPS
    _process: subprocess.Popen[bytes] | None = None
    _spent: dict[int, tuple[str, float]] = field(default_factory=dict)  # role and seconds, also of those killed

    def start(self, *arguments: str) -> None:
        """Starts it as `script/run` does and waits until it answers."""
        self.port = self.port or _free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHUANGCHENG_") or name in OWN}
        kept |= {"CHUANGCHENG_DATA": str(self.folder), "CHUANGCHENG_PORT": str(self.port)}
        kept |= {"CHUANGCHENG_DATABASE_URL": self.url}
        if self.certificate is not None:
            names = ("CHUANGCHENG_TLS_CERT", "CHUANGCHENG_TLS_KEY")
            kept |= {name: str(path) for name, path in zip(names, self.certificate, strict=True)}
        command = [sys.executable, "-m", "chuangcheng.config.cli", "run", *arguments]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, env=kept, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.3)

    def stop(self) -> None:
        """Ends it as an operator does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def kill_one_server(self) -> int:
        """Ends one of the processes that answer, without a word; gives its number."""
        self.cpu_seconds("server")
        supervisor = next(pid for pid in self._all() if _role(pid) == "server" and _parent(pid) == self._pid)
        victim = next(pid for pid in self._all() if _parent(pid) == supervisor)
        os.kill(victim, signal.SIGKILL)
        return victim

    def comes_to_rest(self) -> float:
        """Waits until the worker has nothing more to do; gives the seconds."""
        begun, before = time.monotonic(), self.cpu_seconds("worker")
        while time.monotonic() < begun + PATIENCE:
            time.sleep(LOOK_SECONDS)
            now = self.cpu_seconds("worker")
            if now - before < REST * LOOK_SECONDS:
                break
            before = now
        return time.monotonic() - begun

    def cpu_seconds(self, role: str) -> float:
        """Processor time of the server's processes, or of the worker's, so far."""
        for pid in self._all():
            if (spent := _seconds(pid)) is not None:
                self._spent[pid] = (_role(pid), spent)
        return sum(spent for name, spent in self._spent.values() if name == role)

    def database_seconds(self) -> float:
        """Processor time of the database's processes that serve us now."""
        name = self.url.rsplit("/", 1)[1]
        ours = (pid for pid in _processes() if name in " ".join(_words(pid)) and _words(pid)[0].startswith("postgres:"))
        return sum(_seconds(pid) or 0 for pid in ours)

    @property
    def _pid(self) -> int:
        return self._process.pid if self._process is not None else 0

    def _all(self) -> list[int]:
        found = [self._pid]
        for pid in sorted(_processes()):
            if _parent(pid) in found:
                found.append(pid)
        return found

    def _answers(self) -> bool:
        trusting = ssl._create_unverified_context()  # noqa: S323 - we ask ourselves
        secure = HTTPSConnection("127.0.0.1", self.port, timeout=5, context=trusting)
        plain = HTTPConnection("127.0.0.1", self.port, timeout=5)
        with closing(plain if self.certificate is None else secure) as connection, suppress(OSError):
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        return False


@contextmanager
def own_database(url: str, name: str) -> Iterator[str]:
    """The address of an empty database of this name beside that of `url`; it goes at the end."""
    beside = f"{url.rsplit('/', 1)[0]}/{name}"
    _drop(url, name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield beside
    finally:
        _drop(url, name)


def _drop(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def _processes() -> Iterator[int]:
    return (int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal())


def _stat(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(") ", 1)[-1].split()
    return []


def _parent(pid: int) -> int:
    return int((_stat(pid) or ["", "0"])[CHILDREN])


def _seconds(pid: int) -> float | None:
    if not (told := _stat(pid)):
        return None
    return (int(told[USER_TIME]) + int(told[SYSTEM_TIME])) / TICKS


def _role(pid: int) -> str:
    return _words(pid)[-2] if len(_words(pid)) > 1 else ""


def _words(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
    return [""]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
