from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.figures

ROOT = Path(__file__).parents[3]
WAIT_SECONDS = 90
STEPS = 600


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, its tables made."""
    environment = {**os.environ, "CHUANGCHENG_DATA": str(tmp_path)}
    url = os.environ.get("CHUANGCHENG_DATABASE_URL", "")
    name = f"chuangcheng_killed_{os.getpid()}"
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        environment["CHUANGCHENG_DATABASE_URL"] = url.rsplit("/", 1)[0] + f"/{name}"
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
    yield environment
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def started(place: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts workers; those still alive are ended afterwards."""
    workers: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "chuangcheng.core.tests.killed_worker"]
        workers.append(subprocess.Popen(command, env=place, cwd=ROOT, stderr=subprocess.DEVNULL))  # noqa: S603 - our own command
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


def ask(place: dict[str, str], code: str) -> Any:
    """The value that a few lines of Python print as JSON, in a process with that environment."""
    program = "import json, django; django.setup(); from chuangcheng.core.models import *\n" + code
    environment = {"DJANGO_SETTINGS_MODULE": "chuangcheng.config.settings", **place}
    answer = subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own command
    return json.loads(answer.stdout.splitlines()[-1])


def ask_for_job(place: dict[str, str]) -> None:
    ask(
        place,
        "from django.utils import timezone\n"
        f"Job.objects.create(name='test.slow', arguments={{'steps': {STEPS}}}, run_after=timezone.now()); print(0)",
    )


def job_of(place: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = ask(
        place, "print(json.dumps(Job.objects.values('state', 'done', 'attempts', 'worker').get(name='test.slow')))"
    )
    return found


def wait_for(place: dict[str, str], is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    end = time.monotonic() + WAIT_SECONDS
    while not is_so(job := job_of(place)):
        assert time.monotonic() < end, job
        time.sleep(0.2)
    return job


def test_job_of_a_killed_worker_is_done_once_by_another(
    place: dict[str, str], started: Callable[[], subprocess.Popen[bytes]]
) -> None:
    ask_for_job(place)
    first = started()
    wait_for(place, lambda job: job["done"] > 10)
    first.send_signal(signal.SIGKILL)
    first.wait()
    left = job_of(place)
    assert left["state"] == "running"
    assert left["done"] < STEPS
    started()
    job = wait_for(place, lambda job: job["state"] == "done")
    assert job["attempts"] == 2
    assert job["worker"] != left["worker"]
    written = ask(place, "print(json.dumps(list(NumberSeries.objects.filter(series='slow').values_list('last'))))")
    assert written == [[1]] * STEPS


def test_worker_that_is_told_to_stop_gives_its_job_back_and_ends_well(
    place: dict[str, str], started: Callable[[], subprocess.Popen[bytes]]
) -> None:
    ask_for_job(place)
    first = started()
    wait_for(place, lambda job: job["done"] > 10)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=10) == 0
    left = job_of(place)
    assert (left["state"], left["attempts"]) == ("waiting", 0)
    started()
    assert wait_for(place, lambda job: job["state"] == "done")["attempts"] == 1
