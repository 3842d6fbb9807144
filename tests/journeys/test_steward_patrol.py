"""A steward walks a lane with no network, reports a problem and finishes; the street sees it at its desk."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.field_kit import days_from_now, new_site, once, sends
from tests.journeys.offline_kit import Line
from tests.journeys.phone_kit import has_no_barriers, is_ready_for_the_tunnel, large_photo, opens, phone_of
from tests.journeys.visitors import Visitors

CLEAN, DIRTY, MISSED = once("旅程净巷"), once("旅程乱巷"), once("旅程远巷")


@pytest.fixture(scope="module")
def line(address: str) -> Iterator[Line]:
    made = Line(urlsplit(address).port or 80)
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser, line: Line) -> Iterator[BrowserContext]:
    context = phone_of(browser, line, "jiexiangzhang")
    yield context
    context.close()


@pytest.fixture(scope="module", autouse=True)
def lanes(visitors: Visitors) -> None:
    """Three lanes of the steward, in the street of the demo."""
    office = visitors.on_pc("chuangchengban")
    steward = visitors.on_phone("jiexiangzhang").reads("/field/day")["person"]["id"]
    office.opens("/")
    for name in (CLEAN, DIRTY, MISSED):
        site = new_site(office, name=name, site_type="背街小巷", area="东关街道")
        sends(
            office,
            f"/sites/{site}/stewards",
            {"kind": "lane_chief", "starts_on": days_from_now(-40), "person_id": steward},
        )


def reports_at(page: Page, name: str) -> None:
    """From the line of the place: photo, class; the place is filled in."""
    place(page, name).get_by_role("link", name="发现问题").click()
    expect(page.get_by_label("地点")).to_have_value(name)
    page.locator(".photo-box input[type=file]").set_input_files([large_photo(3)])
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_role("button", name="市容环境").click()
    page.get_by_role("button", name="暴露垃圾", exact=True).click()
    has_no_barriers(page)
    page.get_by_role("button", name="提交").click()


def place(page: Page, name: str) -> Locator:
    """The line of a place."""
    return page.locator(".line", has_text=name)


@pytest.mark.journey("B5 D4")
def test_steward_walks_without_network_and_the_street_sees_it(
    visitors: Visitors, phone: BrowserContext, line: Line
) -> None:
    page = opens(phone, line)
    is_ready_for_the_tunnel(page)
    line.cut()
    page.locator(".quick-act", has_text="我的巡查").click()
    expect(place(page, CLEAN)).to_contain_text("还没有巡查过")
    expect(place(page, CLEAN)).to_contain_text("每周1次")
    has_no_barriers(page)
    page.get_by_role("button", name="开始巡查").click()
    expect(page.locator("main h1")).to_have_text("巡查中")
    has_no_barriers(page)

    place(page, CLEAN).get_by_role("button", name="没有问题").click()
    page.locator("#said").get_by_role("button", name="撤销").click()  # pressed in the wrong line
    expect(place(page, CLEAN).get_by_role("button", name="没有问题")).to_be_visible()
    place(page, CLEAN).get_by_role("button", name="没有问题").click()
    expect(place(page, CLEAN).locator(".badge")).to_have_text("没有问题")
    reports_at(page, DIRTY)
    expect(place(page, DIRTY).locator(".badge")).to_have_text("发现问题")

    page.close(run_before_unload=False)  # the phone was off in between
    page = opens(phone, line)
    page.locator("a.notice", has_text="巡查中").click()
    expect(place(page, DIRTY).locator(".badge")).to_have_text("发现问题")
    page.get_by_role("button", name="结束巡查").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("没有到，仍要结束吗")
    dialog.get_by_role("button", name="结束巡查").click()
    expect(page.locator("#said")).to_contain_text("已存好")
    line.mend()
    page.goto(f"http://127.0.0.1:{line.port}/field/#/outbox")
    expect(page.locator("main")).to_contain_text("全部已送到", timeout=90_000)
    has_no_barriers(page)

    street_sees_it(visitors)


def street_sees_it(visitors: Visitors) -> None:
    """The log, the patrol, the page of the place, and who did not go."""
    street = visitors.on_pc("jiedao")
    found = street.reads("/patrols", found="problems", first=days_from_now(-1))[0]
    assert (found["ending"], found["stop_count"], found["problem_count"]) == ("finished", 2, 1)
    desk = street.opens("/patrols/")
    desk.locator(f"a[href='/patrols/{found['id']}/']").click()
    row = desk.get_by_role("row").filter(has_text=DIRTY)
    expect(row).to_contain_text("发现问题")
    expect(row.get_by_role("link", name="上报问题")).to_be_visible()
    expect(desk.locator("body")).not_to_contain_text(MISSED)
    has_no_barriers(desk)
    row.get_by_role("link", name=DIRTY).click()
    expect(desk.locator("section.panel", has_text="最近巡查")).to_contain_text("发现问题")
    desk = street.opens(f"/patrols/duty/?q={MISSED}&group=place&month={days_from_now(-35)[:7]}")
    expect(desk.get_by_role("row").filter(has_text=MISSED)).to_be_visible()
    has_no_barriers(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="导出Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert visitors.on_pc("qunzhong").is_refused("/patrols/")


@pytest.mark.journey("B5")
def test_patrol_is_broken_off_with_a_reason(visitors: Visitors, phone: BrowserContext, line: Line) -> None:
    page = opens(phone, line, "#/patrol")
    page.get_by_role("button", name="开始巡查").click()
    page.get_by_role("button", name="中途结束").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="中途结束").click()  # nothing written: it stays
    dialog.locator("textarea").fill("突发暴雨")
    has_no_barriers(page)
    dialog.get_by_role("button", name="中途结束").click()
    expect(page.locator("#said")).to_contain_text("已存好")
    page.goto(f"http://127.0.0.1:{line.port}/field/#/outbox")
    expect(page.locator("main")).to_contain_text("全部已送到")
    found = visitors.on_pc("jiedao").reads("/patrols", ending="abandoned", first=days_from_now(-1))
    assert found[0]["reason"] == "突发暴雨"
