"""People who use the product through a browser, each signed in once for each device."""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from chuangcheng.demo.people import PASSWORD

WALL = {"width": 1920, "height": 1080}
PC = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = {"pc": PC, "phone": PHONE, "wall": WALL}


@dataclass
class Visitor:
    """One person at one device."""

    page: Page
    address: str

    def opens(self, path: str) -> Page:
        """Opens an address and expects a page; gives the page."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        return self.page

    def is_refused(self, path: str) -> bool:
        """True when the address answers as if nothing were there, or as not permitted."""
        answer = self.page.goto(self.address + path)
        return answer is not None and answer.status in {403, 404}

    def reads(self, path: str, **parameters: Any) -> Any:
        """The JSON of an API address."""
        answer = self.page.request.get(f"{self.address}/api/v1{path}", params=parameters)
        assert answer.ok, f"{path} answered {answer.status}: {answer.text()[:300]}"
        return answer.json()

    def finds(self, path: str, text: str, *, seconds: int = 180) -> None:
        """Opens an address again and again until the text is there: what a worker does comes a moment later."""
        until = time.monotonic() + seconds
        while text not in self.opens(path).locator("body").inner_text():
            assert time.monotonic() < until, f"{path} never said {text}"
            self.page.wait_for_timeout(500)

    def sees(self, text: str) -> None:
        """Expects the text somewhere on the page."""
        expect(self.page.locator("body")).to_contain_text(text)


class Visitors:
    """Everybody; contexts are kept so that each signs in once."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._contexts: dict[tuple[str, str], BrowserContext] = {}

    def on_pc(self, username: str) -> Visitor:
        """The person at a PC."""
        return self._visitor(username, "pc")

    def at_wall(self, username: str) -> Visitor:
        """The person before a projector."""
        return self._visitor(username, "wall")

    def on_phone(self, username: str) -> Visitor:
        """The person with a phone."""
        return self._visitor(username, "phone")

    def _visitor(self, username: str, device: str) -> Visitor:
        key = (username, device)
        if key not in self._contexts:
            is_phone = device == "phone"
            context = self._browser.new_context(
                viewport=SIZES[device],  # type: ignore[arg-type] # a plain mapping of the same keys
                has_touch=is_phone,
                locale="zh-CN",
                geolocation={"longitude": 112.0, "latitude": 32.0, "accuracy": 12},
                permissions=["geolocation"],
            )
            context.set_default_timeout(15_000)
            self._contexts[key] = context
            page = context.new_page()
            self._signs_in(page, username)
            page.close()
        return Visitor(self._contexts[key].new_page(), self._address)

    def _signs_in(self, page: Page, username: str) -> None:
        page.goto(f"{self._address}/accounts/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit], form button.btn-primary[type=submit]").first.click()
        page.wait_for_url(re.compile(rf"{re.escape(self._address)}/(board/)?$"))


def photo(shade: int) -> FilePayload:
    """A photo for a file input; neighbouring shades lie far apart, so that each is a file of its own."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (shade * 37 % 256, shade * 11 % 256, 90)).save(out, "JPEG")
    return {"name": f"现场{shade}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
