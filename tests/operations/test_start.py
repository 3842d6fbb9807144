"""Starting and stopping as an operator does: HTTPS, what is said when, no child left behind, the data still there."""

from __future__ import annotations

import http.client
import os
import signal
import ssl
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chuangcheng.core.tests.certificates import make_certificate
from tests.operations.installations import COMMAND, PATIENCE_SECONDS, Installation, Process, free_port

pytestmark = pytest.mark.figures

STARTED = "创城已启动"
IDLE = 400  # connections


def log_of(installation: Installation) -> str:
    """What its processes have said."""
    return (installation.folder.parent / f"{installation.folder.name}.log").read_text()


def wait_until_started(installation: Installation, times: int = 1) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while log_of(installation).count(STARTED) < times:
        assert time.monotonic() < until, log_of(installation)[-2000:]
        time.sleep(0.05)


def children_of(process: Process) -> list[int]:
    """Everybody who descends from it."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607 - ps
    pairs = [tuple(map(int, line.split())) for line in found.stdout.splitlines()]
    family = {process.pid}
    for _generation in range(4):
        family |= {pid for pid, parent in pairs if parent in family}
    return sorted(family - {process.pid})


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1][:3]


def test_https_is_served_with_what_belongs_to_it(lived_in: Installation, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    port = free_port()
    tls = {"CHUANGCHENG_TLS_CERT": str(certificate), "CHUANGCHENG_TLS_KEY": str(key)}
    running = lived_in.starts(*COMMAND, "run", CHUANGCHENG_PORT=str(port), **tls)
    try:
        wait_until_started(lived_in)
        assert f"{STARTED}：https://127.0.0.1:{port}/" in log_of(lived_in)
        ours = ssl.create_default_context(cafile=str(certificate))  # the name in it is checked as well
        connection = http.client.HTTPSConnection("localhost", port, context=ours, timeout=30)
        connection.request("GET", "/accounts/login/")
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "; Secure" in answer.headers["Set-Cookie"]
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
    finally:
        running.terminate()
        assert running.wait(60) == 0


def test_ctrl_c_leaves_nobody_behind_and_the_next_start_finds_the_data(lived_in: Installation) -> None:
    before, port = lived_in.rows(), str(free_port())
    for number in (1, 2):
        running = lived_in.starts(*COMMAND, "run", CHUANGCHENG_PORT=port)
        wait_until_started(lived_in, times=number)
        children = children_of(running)
        assert len(children) >= 3
        os.kill(running.pid, signal.SIGINT)
        assert running.wait(60) == 0
        assert not any(map(is_alive, children))
    assert lived_in.rows() == before


def test_second_start_on_the_same_folder_is_told_so(lived_in: Installation) -> None:
    if lived_in.url:
        pytest.skip("PostgreSQL may be served by several")
    running = lived_in.starts(*COMMAND, "run", CHUANGCHENG_PORT=str(free_port()))
    try:
        wait_until_started(lived_in)
        other = lived_in.tries("run")
        assert (other.returncode, other.stderr.count("\n")) == (2, 1)
        assert "的服务已在运行" in other.stderr
    finally:
        running.terminate()
        running.wait(60)


def test_server_that_dies_takes_the_rest_with_it_and_says_so(lived_in: Installation) -> None:
    running = lived_in.starts(*COMMAND, "run", CHUANGCHENG_PORT=str(free_port()))
    wait_until_started(lived_in)
    children = children_of(running)
    server = next(pid for pid in children if b"server" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(server, signal.SIGKILL)
    assert running.wait(60) == 1
    assert "网页服务意外停止" in log_of(lived_in)
    until = time.monotonic() + 30
    while any(map(is_alive, children)):
        assert time.monotonic() < until, [pid for pid in children if is_alive(pid)]
        time.sleep(0.2)


def test_start_of_an_empty_place_without_the_demo(bare: Callable[[str], Installation]) -> None:
    place = bare("empty")
    running = place.starts(*COMMAND, "run", "--no-demo", CHUANGCHENG_PORT=str(free_port()))
    wait_until_started(place)
    assert "示例区" not in log_of(place)
    running.terminate()
    assert running.wait(60) == 0
    assert "首次密码是" in place.calls("create-admin", "admin", "王管理")


def test_phones_that_say_nothing_for_a_moment_keep_nobody_out(lived_in: Installation) -> None:
    """A browser keeps its connection between two requests; hundreds of them are an ordinary morning."""
    port = free_port()
    running = lived_in.starts(*COMMAND, "run", CHUANGCHENG_PORT=str(port))
    wait_until_started(lived_in)
    kept = [http.client.HTTPConnection("127.0.0.1", port, timeout=20) for _phone in range(IDLE)]
    try:
        for connection in kept:
            connection.request("GET", "/health")
            assert connection.getresponse().read()
    finally:
        for connection in kept:
            connection.close()
        running.terminate()
        assert running.wait(60) == 0
