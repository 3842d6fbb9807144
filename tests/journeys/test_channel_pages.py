"""D5, I6: each page of the desk, the moderation and the public site, in both languages, PC and phone: no barriers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.field_kit import once
from tests.journeys.visitors import PC, PHONE, Visitors, photo
from tests.journeys.walk.faults import barriers_in

pytestmark = pytest.mark.journey("D5", "I6")

# Every page of `intake/urls.py` and `portal/urls.py` that a person opens, by hand; BEHIND: a page, and the link on it
# that leads to the next. `portal:hide_faces` is in `test_portal`.
DESK = (
    *("/intake/", "/intake/new/", "/intake/?state=open", "/intake/?q=没有这样的来件"),
    *("/superior/", "/superior/new/", "/settings/sources/", "/settings/sources/new/"),
    *("/moderation/", "/moderation/?state=published", "/moderation/?state=spam", "/signs/"),
)
BEHIND = (
    *(("/intake/", "a[href*='/intake/0']"), ("/superior/", "main a[href*='/superior/0']")),
    *(("/settings/sources/", "main a[href*='/settings/sources/']:not([href$='new/'])"),),
    ("/moderation/", "main a[href*='/moderation/0']"),
)
SETTLING = 50  # tenths of a second
PUBLIC = ("/public/", "/public/notice/", "/public/report/", "/public/problems/", "/public/r/x/")


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who was never here."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


def in_both_languages(page: Page, path: str) -> None:
    """No barrier, nothing sideways, at both widths; then the same in the other language, and back."""
    for name in ("English", "中文"):
        for size in (PC, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert not barriers_in(page), (path, page.url)
            stays_within(page)
        page.set_viewport_size(PC)  # type: ignore[arg-type]
        switch = page.locator("form button[name=language]").first
        if not switch.count():
            return
        before = page.locator("html").get_attribute("lang")
        switch.click()
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") != before, (path, name)


def stays_within(page: Page) -> None:
    """Nothing stands out of the window once the page has settled. The page allows no eval."""
    for _turn in range(SETTLING):
        if page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.url)


@pytest.mark.parametrize("path", DESK)
def test_pages_of_the_desk(path: str, visitors: Visitors) -> None:
    page = visitors.on_pc("chuangchengban").page
    page.goto(visitors.on_pc("chuangchengban").address + path)
    in_both_languages(page, path)


@pytest.mark.parametrize(("path", "link"), BEHIND)
def test_pages_behind_the_lists(path: str, link: str, visitors: Visitors) -> None:
    page = visitors.on_pc("chuangchengban").opens(path)
    address = page.locator(link).first.get_attribute("href") or pytest.fail(f"no {link} on {path}")
    visitors.on_pc("chuangchengban").opens(address)
    in_both_languages(page, address)
    if path == "/intake/":
        visitors.on_pc("chuangchengban").opens(f"{address}correct/")
        in_both_languages(page, f"{address}correct/")


def test_many_at_once_is_asked_and_told_without_barriers(visitors: Visitors) -> None:
    page = visitors.on_pc("chuangchengban").opens("/intake/?state=received")
    page.locator("tbody .cell-check input").first.check()
    page.locator("[data-bulk-bar] button[value=classify]").click()
    page.wait_for_load_state()
    assert not barriers_in(page)
    page.get_by_label("原因").fill("听清了")
    page.get_by_role("button", name="批量定类别").click()
    page.wait_for_load_state()
    assert not barriers_in(page)
    page.get_by_text("批量定类别的结果").wait_for()


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(path: str, stranger: BrowserContext, address: str) -> None:
    page = stranger.new_page()
    page.goto(address + path)
    in_both_languages(page, path)


def test_a_resident_corrects_erases_and_withdraws_by_the_link(stranger: BrowserContext, address: str) -> None:
    page = stranger.new_page()
    page.goto(f"{address}/public/report/")
    page.get_by_label("说明").fill(once("路灯不亮"))
    page.get_by_label("地址或附近的标志").fill("滨河路")
    page.get_by_label("照片，最多5张").set_input_files([photo(31)])
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/public/r/**")
    for summary in ("内容写错了，要更正", "撤回这件反映"):
        page.get_by_text(summary).click()
    in_both_languages(page, "progress")
    page.goto(page.url.split("?")[0])
    page.get_by_text("内容写错了，要更正").click()
    page.get_by_label("地点 不填则不变").fill("滨河路桥头")
    page.get_by_label("为什么更正").fill("写错了")
    page.get_by_role("button", name="更正", exact=True).click()
    page.get_by_text("已更正，原来的内容留在我们的记录里。").wait_for()
    page.get_by_text("撤回这件反映").click()
    page.get_by_label("为什么撤回").fill("已经好了")
    page.get_by_label("我确认撤回").check()
    page.get_by_role("button", name="撤回", exact=True).click()
    page.get_by_text("已撤回，您的姓名、电话和邮箱已经清除。").wait_for()
    assert not barriers_in(page)
