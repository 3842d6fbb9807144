"""A phone in the hand: signed in behind a line that can be cut, its page kept, its barriers counted."""

from __future__ import annotations

import io
import re
from importlib.resources import files

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from chuangcheng.demo.people import PASSWORD
from tests.journeys.offline_kit import Line
from tests.journeys.visitors import PHONE

HERE = {"longitude": 112.0, "latitude": 32.0, "accuracy": 12}
HELD = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    kept.push(...(await (await caches.open(name)).keys()).map((each) => each.url));
  }
  return Boolean(navigator.serviceWorker.controller) && kept.some((url) => url.includes("me-screen"));
}"""
BARRIERS = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa"], resultTypes: ["violations"]}))
  .violations.filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => each.id + ": " + each.nodes.map((node) => node.html.slice(0, 160)).join(" | "))"""


def phone_of(browser: Browser, line: Line, username: str) -> BrowserContext:
    """A phone on the line that is cut, with this person signed in."""
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type] # a plain mapping of the same keys
        has_touch=True,
        locale="zh-CN",
        geolocation=HERE,  # type: ignore[arg-type] # the same
        permissions=["geolocation"],
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/accounts/login/?next=/field/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], form button.btn-primary[type=submit]").first.click()
    page.wait_for_url(re.compile(r"\d/field/$"))
    page.close()
    return context


def opens(context: BrowserContext, line: Line, path: str = "") -> Page:
    """The page of the phone."""
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/field/{path}")
    expect(page.locator("main h1")).not_to_have_text("正在打开……")
    return page


def is_ready_for_the_tunnel(page: Page) -> None:
    """The service worker holds the page and all of its screens."""
    for _second in range(120):
        if page.evaluate(HELD):
            return
        page.wait_for_timeout(500)
    pytest.fail("the service worker never held all screens")


def has_no_barriers(page: Page) -> None:
    """What axe-core calls serious or critical."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert page.evaluate(BARRIERS) == []


def large_photo(seed: int) -> FilePayload:
    """A photo whose small copy is still some hundred kilobytes: noise does not pack."""
    out = io.BytesIO()
    Image.effect_noise((1400, 1050), 40 + seed).convert("RGB").save(out, "JPEG", quality=90)
    return {"name": f"现场{seed}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
