"""D5: a resident reports by keyboard alone, and on a phone without scripts; moderated, it is on the public map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.field_kit import once
from tests.journeys.visitors import PC, PHONE, Visitors, photo
from tests.journeys.walk.faults import barriers_in

pytestmark = pytest.mark.journey("D5")

MOST_BYTES = 150_000  # of a first visit, compressed


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody's phone that was never here."""
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


def typed(page: Page, label: str, text: str) -> None:
    """Goes to a field with the Tab key and types."""
    field = page.get_by_label(label).first
    for _press in range(60):
        if field.evaluate("each => each === document.activeElement"):
            page.keyboard.type(text)
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{label} is not reached by the Tab key")


def pressed(page: Page, name: str) -> None:
    """Goes to a button with the Tab key and presses it."""
    button = page.get_by_role("button", name=name, exact=True)
    for _press in range(60):
        if button.evaluate("each => each === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} is not reached by the Tab key")


def test_a_report_by_keyboard_alone(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(f"{address}/public/report/")
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "group":
            break
    page.keyboard.press("Space")
    typed(page, "说明", once("路口垃圾没人收"))
    typed(page, "地址或附近的标志", "东关大街12号门前")
    page.wait_for_timeout(3000)  # nobody fills in a form within three seconds
    pressed(page, "提交")
    page.wait_for_url("**/public/r/**")
    expect(page.get_by_role("heading", name="收到了，谢谢您")).to_be_visible()
    expect(page.locator(".number")).to_have_text(re.compile(r"\d{4}-\d+"))
    expect(page.locator("ol.steps li").first).to_contain_text("已经受理")  # the work was done: nothing waits


def test_a_report_without_scripts_waits_and_is_public_after_moderation(
    browser: Browser, visitors: Visitors, address: str
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN")  # type: ignore[arg-type]
    page, words = context.new_page(), once("花坛边堆着旧家具")
    page.goto(f"{address}/public/report/")
    page.locator(".tile").first.click()
    page.get_by_label("照片，最多5张").set_input_files([photo(11), photo(12)])
    page.get_by_label("说明").fill(words)
    page.get_by_label("地址或附近的标志").fill("柳巷3号楼下")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/public/r/**")
    expect(page.locator("ol.steps li").first).to_contain_text("最迟")  # a moderator looks first
    progress = page.url.split("?")[0]

    desk = visitors.on_pc("chuangchengban").opens("/moderation/")
    desk.get_by_role("link", name=words).click()
    desk.get_by_label("公开的文字").fill("花坛边堆着旧家具")
    desk.get_by_role("button", name="公开", exact=True).click()
    expect(desk.locator("#photos")).to_contain_text("遮盖并公开")
    desk.get_by_role("link", name="遮盖并公开").first.click()
    desk.get_by_role("button", name="加一个框").click()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight"):
        desk.keyboard.press(key)
    for size in (PHONE, PC):
        desk.set_viewport_size(size)  # type: ignore[arg-type]
        assert not barriers_in(desk)
        desk.wait_for_function("document.documentElement.scrollWidth <= innerWidth + 1")
    desk.get_by_role("button", name="公开这张照片").click()
    expect(desk.locator("#photos")).to_contain_text("已公开")

    page.goto(progress)
    expect(page.get_by_alt_text("反映时")).to_have_count(1)
    expect(page.locator(".course")).to_contain_text("已受理")
    context.close()


@pytest.mark.parametrize("path", ["", "report/", "problems/", "notice/", "r/x/"])
def test_public_pages_are_light_and_without_barriers(path: str, phone: BrowserContext, address: str) -> None:
    page, sizes = phone.new_page(), []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{address}/public/{path}")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < MOST_BYTES, (path, sum(sizes))
    for size in (PHONE, PC):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not barriers_in(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    if urlsplit(page.url).path == "/public/":
        expect(page.get_by_role("heading", level=1)).to_contain_text("Take a photo and tell us")


def test_the_page_of_progress_has_no_barriers(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(f"{address}/public/report/")
    page.get_by_label("说明").fill(once("路灯不亮"))
    page.get_by_label("地址或附近的标志").fill("滨河路")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/public/r/**")
    assert not barriers_in(page)
