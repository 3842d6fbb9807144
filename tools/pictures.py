"""Pictures of the README and the manual, taken of a running demo: ``python -m tools.pictures ADDRESS PASSWORD``.

The demo prints its password at its start. Writes ``docs/images/NAME.png``, reduced to 128 colours. The pages, the
person and the device of each are listed here.
"""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
COLOURS = 128
PC = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Picture:
    """One picture: its name, who looks, the address, and on what; `link` is followed once the page is there."""

    name: str
    username: str
    path: str
    on_phone: bool = False
    link: str = ""


PICTURES = [
    Picture("workbench", "chuangchengban", "/"),
    Picture("cases", "chuangchengban", "/cases/"),
    Picture("case", "dudao", "/cases/?state=fed_back", link="table tbody a"),
    Picture("sites", "chuangchengban", "/sites/"),
    Picture("score", "lingdao", "/scores/"),
    Picture("framework", "chuangchengban", "/frameworks/", link="table tbody a"),
    Picture("rounds", "chuangchengban", "/rounds/"),
    Picture("units", "chuangchengban", "/units/"),
    Picture("imports", "chuangchengban", "/imports/"),
    Picture("my-visits", "jianchayuan", "/visits/mine/", on_phone=True),
    Picture("visit", "jianchayuan", "/visits/mine/", on_phone=True, link="main a[href$='/visit/']"),
    Picture("todos-phone", "lianluoyuan", "/", on_phone=True),
]


def take(address: str, password: str) -> None:
    """Takes all of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in PICTURES:
            _take(browser, address, password, picture)
        browser.close()


def _take(browser: Browser, address: str, password: str, picture: Picture) -> None:
    context = _signed_in(browser, address, password, picture)
    page = context.new_page()
    page.goto(address + picture.path)
    if picture.link:
        page.locator(picture.link).first.click()
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    shot.convert("RGB").quantize(COLOURS).save(IMAGES / f"{picture.name}.png", optimize=True)
    context.close()
    sys.stdout.write(f"{picture.name}\n")


def _signed_in(browser: Browser, address: str, password: str, picture: Picture) -> BrowserContext:
    context = browser.new_context(
        viewport=PHONE if picture.on_phone else PC,  # type: ignore[arg-type] # a plain mapping of the same keys
        has_touch=picture.on_phone,
        locale="zh-CN",
    )
    page: Page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(picture.username)
    page.locator("input[name=password]").fill(password)
    page.locator("form button.btn-primary[type=submit]").first.click()
    page.wait_for_url(f"{address}/")
    page.close()
    return context


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"), sys.argv[2])
