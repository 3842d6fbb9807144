"""Kill -9 in the middle of saving a visit: nothing is half-written, and the phone's next sending succeeds once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.figures

ROOT = Path(__file__).parents[3]
PROGRAM = [sys.executable, "-m", "chuangcheng.inspections.tests.killed_visit"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, its tables made."""
    environment = {**os.environ, "CHUANGCHENG_DATA": str(tmp_path), "CHUANGCHENG_HOST": "127.0.0.1"}
    url = os.environ.get("CHUANGCHENG_DATABASE_URL", "")
    name = f"chuangcheng_visit_killed_{os.getpid()}"
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        environment["CHUANGCHENG_DATABASE_URL"] = url.rsplit("/", 1)[0] + f"/{name}"
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
    yield environment
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def does(place: dict[str, str], *asked: str) -> Any:
    """What a process of its own answers."""
    answer = subprocess.run([*PROGRAM, *asked], env=place, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own command
    return json.loads(answer.stdout.splitlines()[-1])


def test_visit_cut_off_by_a_kill_leaves_nothing_and_arrives_once(place: dict[str, str]) -> None:
    body = json.dumps(does(place, "prepare"))
    before = does(place, "counts")
    server = subprocess.Popen([*PROGRAM, "half", body], env=place, cwd=ROOT, stdout=subprocess.PIPE)  # noqa: S603 - our own command
    assert server.stdout is not None
    assert server.stdout.readline() == b"halfway\n"
    server.kill()
    server.wait()
    assert does(place, "counts") == before == [0] * 6
    assert [does(place, "whole", body) for _attempt in range(2)] == [201, 201]
    assert does(place, "counts") == [1, 6, 1, 6, 1, 1]
