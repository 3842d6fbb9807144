"""As on two machines: two servers and two workers on one PostgreSQL, sharing only that and the data folder."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from playwright.sync_api import APIResponse, Browser
from uuid6 import uuid7

from tests.journeys.visitors import Visitor, Visitors
from tests.operations.installations import COMMAND, PATIENCE_SECONDS, ROOT, Installation, free_port
from tests.operations.visiting import Inspector, wait_until_well

REPORTS, JOBS = 24, 12

Addresses = tuple[str, str]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The shared folder, and a database of its own on the PostgreSQL of `.ci/postgresql`."""
    answer = subprocess.run([ROOT / ".ci" / "postgresql"], capture_output=True, text=True, check=True, cwd=ROOT)
    server, name = answer.stdout.strip(), f"growth_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'".encode())
    folder = tmp_path_factory.mktemp("growth") / "data"
    folder.mkdir()
    yield Installation(folder, f"{server.rsplit('/', 1)[0]}/{name}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="module")
def machines(shared: Installation) -> Iterator[Addresses]:
    """Where both answer; they are started together, and one waits while the other prepares the database."""
    ports = (free_port(), free_port())
    few = {"CHUANGCHENG_DATABASE_POOL": "5", "CHUANGCHENG_SERVER_WORKERS": "1"}
    started = [shared.starts(*COMMAND, "run", CHUANGCHENG_PORT=str(port), **few) for port in ports]
    first, second = (f"http://127.0.0.1:{port}" for port in ports)
    try:
        for address in (first, second):
            wait_until_well(address)
        yield first, second
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


def posts(visitor: Visitor, address: str, path: str, body: dict[str, Any]) -> APIResponse:
    """Sends JSON to one of the two machines as the person who signed in at the other."""
    cookies = {cookie.get("name"): cookie.get("value") for cookie in visitor.page.context.cookies()}
    headers = {"X-CSRFToken": cookies.get("csrftoken") or "", "Referer": address}
    return visitor.page.request.post(f"{address}/api/v1{path}", data=body, headers=headers)


@pytest.mark.journey
def test_two_servers_and_two_workers_are_one_product(
    machines: Addresses, shared: Installation, browser: Browser
) -> None:
    first, second = machines
    inspector = Visitors(browser, first).on_phone("jianchayuan")
    office = Visitors(browser, second).on_pc("chuangchengban")

    # Signed in at one, known at the other.
    assert inspector.page.goto(f"{second}/cases/").ok  # type: ignore[union-attr] # an answer, not a fragment
    assert "/accounts/login/" not in inspector.page.url
    reports = [_report(number) for number in range(REPORTS)]
    numbers = [posts(inspector, machines[number % 2], "/cases", body) for number, body in enumerate(reports)]
    assert [answer.status for answer in numbers] == [201] * REPORTS
    assert len({answer.json()["number"] for answer in numbers}) == REPORTS

    # What one does is seen at the other at once; the same report at both is one case.
    again = posts(inspector, second, "/cases", reports[0])
    assert again.json()["number"] == numbers[0].json()["number"]
    case = reports[0]["id"]
    assert posts(office, second, f"/cases/{case}/file", {}).ok
    assert inspector.page.request.get(f"{first}/api/v1/cases/{case}").json()["state"] == "filed"

    # Each job is done once, whoever asked for it where.
    auditor = Visitors(browser, first).on_pc("shenji")
    asked = [posts(auditor, machines[number % 2], "/audit/verifications", {}) for number in range(JOBS)]
    assert [answer.status for answer in asked] == [202] * JOBS
    jobs = _ended(shared, [answer.json()["id"] for answer in asked])
    assert {(job["state"], job["attempts"]) for job in jobs} == {("done", 1)}
    assert shared.is_sound()


@pytest.mark.journey
def test_numbers_given_by_two_servers_at_once_are_unique(machines: Addresses, browser: Browser) -> None:
    inspectors = [Inspector(address) for address in machines]
    for inspector in inspectors:
        inspector.signs_in()
    bodies = [_report(number) for number in range(REPORTS)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda pair: pair[0].sends("/cases", pair[1]), _dealt(inspectors, bodies)))
    assert len({case["number"] for case in found}) == REPORTS


def _dealt(inspectors: list[Any], bodies: list[dict[str, Any]]) -> list[tuple[Any, dict[str, Any]]]:
    return [(inspectors[number % len(inspectors)], body) for number, body in enumerate(bodies)]


def _report(number: int) -> dict[str, Any]:
    return {"id": str(uuid7()), "description": f"两台服务器：第{number}个问题", "place_text": "东关路18号"}


def _ended(shared: Installation, ids: list[str]) -> list[dict[str, Any]]:
    until = time.monotonic() + PATIENCE_SECONDS
    code = (
        "from chuangcheng.core.models import Job;"
        f" answer = list(Job.objects.filter(pk__in={ids}).values('state', 'attempts', 'worker'))"
    )
    while True:
        found: list[dict[str, Any]] = shared.says(code)
        if all(job["state"] not in {"waiting", "running"} for job in found):
            return found
        assert time.monotonic() < until, found
        time.sleep(1)
