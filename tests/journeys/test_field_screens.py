"""Every screen of the phone page, with and without a network, in both languages, on a phone and on a PC: whole, within
its width, and without barriers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from chuangcheng.demo.people import PASSWORD
from tests.journeys.offline_kit import Line
from tests.journeys.phone_kit import HERE, has_no_barriers, is_ready_for_the_tunnel
from tests.journeys.visitors import PC, PHONE

MAIN = Path("static/field/main.js").read_text(encoding="utf-8")
SCREENS = set(re.findall(r'^  "?(\w*)"?: async', MAIN, re.MULTILINE))
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PEOPLE = ("jianchayuan", "lianluoyuan")  # one visits, the other fixes
CHINESE = re.compile(r"正在|提交|返回|待发送|上报|劝导几人|是什么问题")  # words of the page; names stay as they are


@pytest.fixture
def line(address: str) -> Iterator[Line]:
    made = Line(urlsplit(address).port or 80)
    yield made
    made.close()


def screens_of(page: Page) -> Mapping[str, str]:
    """Address by name of all that this person is offered; a visit and a case are the first that there are."""
    found = {name: f"#/{name}" for name in SCREENS - {"visit", "case"}}
    for name, screen, lines in (("visit", "#/", ".visits a.line-main"), ("case", "#/cases", ".lines a.line-main")):
        goes_to(page, screen)
        if page.locator(lines).count():
            found[name] = str(page.locator(lines).first.get_attribute("href"))
    return found


def goes_to(page: Page, screen: str) -> None:
    page.evaluate("(to) => { location.hash = to; }", screen)
    page.wait_for_function("(to) => location.hash === to", arg=screen)
    page.wait_for_timeout(300)
    expect(page.locator("main h1")).to_be_visible()


def is_whole(page: Page, screens: Mapping[str, str], *, chinese: bool = True) -> None:
    for name, screen in screens.items():
        goes_to(page, screen)
        assert not page.evaluate(WIDER), f"{name} is wider than the window"
        has_no_barriers(page)
        assert chinese or not CHINESE.search(page.locator("main").inner_text()), name


@pytest.fixture(params=PEOPLE)
def phone(request: pytest.FixtureRequest, browser: Browser, line: Line) -> Iterator[Page]:
    """The phone page of one of them, on a line that can be cut."""
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type] # a plain mapping of the same keys
        has_touch=True,
        locale="zh-CN",
        geolocation=HERE,  # type: ignore[arg-type] # the same
        permissions=["geolocation"],
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/accounts/login/?next=/field/")
    page.locator("input[name=login]").fill(request.param)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], form button.btn-primary[type=submit]").first.click()
    expect(page.locator(".quick-act").first).to_be_visible(timeout=30_000)
    yield page
    context.close()


@pytest.mark.journey("D4")
def test_every_screen_is_whole_and_without_barriers_with_and_without_a_network(phone: Page, line: Line) -> None:
    screens = screens_of(phone)
    assert set(screens) >= SCREENS - {"visit", "case"}
    assert {"visit", "case"} & set(screens), "one of them visits, the other fixes"
    is_whole(phone, screens)
    is_ready_for_the_tunnel(phone)
    line.cut()
    phone.reload()
    is_whole(phone, screens)


@pytest.mark.journey("D4")
def test_every_screen_speaks_english_and_fits_a_pc(phone: Page) -> None:
    phone.set_viewport_size(PC)  # type: ignore[arg-type] # a plain mapping of the same keys
    screens = screens_of(phone)
    goes_to(phone, "#/me")
    phone.get_by_role("button", name="English").click()
    expect(phone.locator(".tabs")).to_contain_text("Today")
    is_whole(phone, screens, chinese=False)
