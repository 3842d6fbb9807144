"""Installations of their own for tests that kill: a data folder, a database, and commands run as an operator would."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
URL = os.environ.get("CHUANGCHENG_DATABASE_URL", "")  # of the tests; a database is made beside it for each installation
PATIENCE_SECONDS = 300
COMMAND = [sys.executable, "-m", "chuangcheng.config.cli"]

Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Installation:
    """A data folder and a database."""

    folder: Path
    url: str  # "" for SQLite in the folder

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHUANGCHENG_")}
        kept |= {"CHUANGCHENG_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "chuangcheng.config.settings"}
        return {**kept, "CHUANGCHENG_DATABASE_URL": self.url} if self.url else kept

    def starts(self, *command: str, **more: str) -> Process:
        """A process in a group of its own, so that all of it can be killed at once."""
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            environment = {**self.environment, **more}
            return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)

    def calls(self, *arguments: str | Path) -> str:
        """Runs `chuangcheng …` to its good end; gives what it printed."""
        done = self.tries(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tries(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs `chuangcheng …`; gives how it ended."""
        command = [*COMMAND, *map(str, arguments)]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def says(self, code: str) -> Any:
        """What a few lines of Python leave in `answer`, asked of the database."""
        program = f"import django, json; django.setup()\n{code}\nprint(json.dumps(answer))"
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def rows(self) -> dict[str, int]:
        """Rows of every table but those that a service changes by running."""
        found: dict[str, int] = self.says(
            "from django.apps import apps\n"
            "left_out = {'core.schedule', 'core.job', 'core.event', 'core.eventdelivery', 'core.auditentry',"
            " 'core.auditseal', 'core.numberseries', 'sessions.session'}\n"
            "answer = {m._meta.label_lower: m._base_manager.count() for m in apps.get_models(include_auto_created=True)"
            " if m._meta.managed and not m._meta.proxy and m._meta.label_lower not in left_out}"
        )
        return found

    def is_sound(self) -> bool:
        """Whether the doctor finds no fault, having read every file."""
        done = self.tries("doctor", "--files")
        assert done.returncode in {0, 1}, done.stderr
        assert "[故障]" not in done.stdout, done.stdout
        return True


def empty_installation(folder: Path) -> Installation:
    """One without tables."""
    folder.mkdir()
    return Installation(folder, _database(f"kill_{os.getpid()}_{time.monotonic_ns()}", "template0"))


def copy_of(other: Installation, folder: Path) -> Installation:
    """The same data once more."""
    shutil.copytree(other.folder, folder)
    name = other.url.rsplit("/", 1)[-1]
    return Installation(folder, _database(f"kill_{os.getpid()}_{time.monotonic_ns()}", name))


def remove(installation: Installation) -> None:
    """Drops its database; the folder goes with the test."""
    if installation.url:
        with psycopg.connect(URL, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{installation.url.rsplit("/", 1)[1]}" WITH (FORCE)'.encode())


def kill(process: Process) -> None:
    """Ends the process and all it started at once, without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Moments:
    """Kills at shares of the time that the whole takes; when a try ends by itself, that was the whole."""

    def __init__(self, whole: float) -> None:
        self._whole = whole  # seconds

    def killed_at(self, process: Process, share: float) -> bool:
        """Lets it work so long, then kills it; False when it had ended by itself."""
        began = time.monotonic()
        try:
            process.wait(self._whole * share)
        except subprocess.TimeoutExpired:
            kill(process)
            return True
        self._whole = time.monotonic() - began
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _database(name: str, template: str) -> str:
    if not URL:
        return ""
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return f"{URL.rsplit('/', 1)[0]}/{name}"
