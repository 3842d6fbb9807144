"""The first visit to the phone page and the public pages over slow 3G: bytes on the way, and when they can be used.

Chromium with 400 ms for each answer and 400 kbit/s both ways, as Lighthouse's slow 3G; over HTTPS with HTTP/2, as
phones need it, nothing cached. What a real network adds is not emulated: the way to the server's name and the
handshake, two to three more round trips. A page can be used when its first control answers a press.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from benchmarks.measuring import heading
from benchmarks.product import Product
from chuangcheng.core.tests.certificates import make_certificate

PASSWORD = "Yunlan-2026"  # noqa: S105 - of the fictional demo district
TURNS = 7
LATENCY_MS, BYTES_A_SECOND = 400, 50_000
SLOW_3G = {"latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 60_000
MOST_SECONDS, MOST_KB = 2.0, 150
TRIPS = {"/field/": 2, "/public/": 1, "/public/report/": 1}  # round trips in a row until the first control is there
ARGUMENTS = ["--no-sandbox", "--lang=zh-CN", "--disable-gpu", "--disable-background-networking"]
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
NOW = "performance.now()"


@dataclass(frozen=True, slots=True)
class Visited:
    """A page, who opens it, its first control and what a press on it brings."""

    name: str
    path: str
    username: str  # empty: nobody is signed in
    control: str
    answer: str


PAGES = (
    Visited("the day of an inspector", "/field/", "jianchayuan", ".quick-act", ".tiles .tile"),
    Visited("the public site", "/public/", "", "main a[href$='/report/']", "form#report"),
    Visited("the public report page", "/public/report/", "", ".tiles .tile", ".tile input:checked"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """One turn."""

    painted: float  # seconds until something is seen
    usable: float  # until the first control is there
    answered: float  # until a press at that moment has its answer
    requests: int  # until it was usable
    kilobytes: float  # until it was usable
    all_kilobytes: float  # when nothing more comes, what is kept for later included


def run(_sizes: Sequence[int]) -> None:
    """Prints the table; the product of BENCHMARK_ADDRESS, or one of its own with the demo district."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        if address := os.environ.get("BENCHMARK_ADDRESS"):
            rows = [_row(browser, address, page) for page in PAGES]
        else:
            rows = _on_its_own(browser)
        browser.close()
    print(heading("First visits over slow 3G", "python -m benchmarks first_visit"))
    print("| page | wire s | painted s | usable: best s | median s | press answered s | requests | kB | kB in all | |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|---|")
    print("\n".join(rows))


def _on_its_own(browser: Browser) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        product = Product(os.environ.get("CHUANGCHENG_DATABASE_URL", ""), Path(folder))
        product.certificate = make_certificate(Path(folder))
        product.start()
        try:
            product.comes_to_rest()
            return [_row(browser, f"https://127.0.0.1:{product.port}", page) for page in PAGES]
        finally:
            product.stop()


def _row(browser: Browser, address: str, page: Visited) -> str:
    state = _signed_in(browser, address, page.username) if page.username else None
    turns = [_opened(browser, address, page, state) for _turn in range(TURNS)]
    middle = [median(getattr(turn, name) for turn in turns) for name in Opened.__slots__]
    painted, usable, answered, requests, kilobytes, whole = middle
    best = min(turn.usable for turn in turns)
    wire = TRIPS[page.path] * LATENCY_MS / 1000 + kilobytes * 1000 / BYTES_A_SECOND
    missed = [f"MISSED {MOST_SECONDS:.0f} s"] if best > MOST_SECONDS else []
    missed += [f"MISSED {MOST_KB} kB"] if whole > MOST_KB else []
    return (
        f"| {page.name} | {wire:.2f} | {painted:.2f} | {best:.2f} | {usable:.2f} | {answered:.2f} | {requests:.0f} "
        f"| {kilobytes:.0f} | {whole:.0f} | {'; '.join(missed)} |"
    )


def _opened(browser: Browser, address: str, page: Visited, state: StorageState | None) -> Opened:
    context = _phone(browser, state)
    tab = context.new_page()
    line = context.new_cdp_session(tab)
    came: list[float] = []
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    line.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_3G})
    tab.goto(address + page.path, wait_until="commit")
    control = tab.locator(page.control).first
    control.wait_for()
    usable, requests, size = _seconds(tab, NOW), len(came), sum(came)
    control.click(no_wait_after=True)
    answered = _answered(tab, page, usable)
    painted = _seconds(tab, PAINTED)
    tab.wait_for_load_state("networkidle")
    whole = size if page.path == "/public/" else sum(came)
    context.close()
    return Opened(painted, usable, answered, requests, size / 1000, whole / 1000)


def _answered(tab: Page, page: Visited, usable: float) -> float:
    tab.locator(page.answer).first.wait_for(state="attached")
    here = _seconds(tab, NOW)
    return here if page.path != "/public/" else usable + here  # a page of its own, whose clock begins anew


def _seconds(tab: Page, what: str) -> float:
    told: Any = tab.evaluate(what)
    return float(told) / 1000


def _signed_in(browser: Browser, address: str, username: str) -> StorageState:
    context = _phone(browser, None)
    tab = context.new_page()
    tab.goto(f"{address}/accounts/login/")
    tab.locator("input[name=login]").fill(username)
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.locator("form button.btn-primary[type=submit]").first.click()
    tab.wait_for_url(f"{address}/")
    state = context.storage_state()
    context.close()
    return state


def _phone(browser: Browser, state: StorageState | None) -> BrowserContext:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type] # a plain mapping of the same keys
        has_touch=True,
        locale="zh-CN",
        ignore_https_errors=True,
        storage_state=state,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
