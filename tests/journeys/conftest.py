"""The real product for all journeys: server, worker, demo district, Chromium. One log-in for each role and device."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.visitors import Visitors

START_SECONDS = 300  # with the demo district, beside other work
QUIET = ["--disable-background-networking", "--disable-component-update"]
ARGUMENTS = ["--no-sandbox", "--lang=zh-CN", "--disable-gpu", *QUIET]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running product with the demo district in a data folder of its own.

    `JOURNEY_ADDRESS` names one that runs already, for whoever writes a journey.
    """
    if running := os.environ.get("JOURNEY_ADDRESS"):
        yield running
        return
    port = _free_port()
    data = tmp_path_factory.mktemp("journeys")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHUANGCHENG_")}
    environment |= {"CHUANGCHENG_DATA": str(data), "CHUANGCHENG_PORT": str(port), "CHUANGCHENG_SERVER_WORKERS": "1"}
    environment["CHUANGCHENG_MESSAGES_TO_PRIVATE"] = "true"  # a stub stands in for a chat group
    environment["CHUANGCHENG_LIVE_SHEET_SECONDS"] = "60"  # sheets are counted anew however busy the machine is
    with (data / "log").open("wb") as log:
        command = [sys.executable, "-m", "chuangcheng.config.cli", "run"]
        product = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/accounts/login/", product, data / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            product.terminate()
            product.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("Chromium 没有安装，请先运行 script/browser。")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def visitors(browser: Browser, address: str) -> Visitors:
    """Whoever a journey wants to be: `visitors.on_pc("chuangchengban")`."""
    return Visitors(browser, address)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, product: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if product.poll() is not None:
            pytest.fail(f"产品没有启动：{log.read_text(errors='replace')[-2000:]}")
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"产品在 {START_SECONDS} 秒内没有启动：{log.read_text(errors='replace')[-2000:]}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots DIR` for the walk."""
    parser.addoption("--screenshots", default="", help="folder for a picture of each page of the walk")
