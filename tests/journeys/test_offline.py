"""A day without signal: the network is cut in the middle of an upload, the server killed, the tab closed; nothing is
lost and nothing doubled. A real browser with its service worker, a real server, a real line."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.field_kit import new_round, new_site, once
from tests.journeys.offline_kit import KillableProduct, Line
from tests.journeys.phone_kit import has_no_barriers, is_ready_for_the_tunnel, large_photo, opens, phone_of
from tests.journeys.visitors import Visitors

LAMP, ROUND = once("离线旅程小区"), once("离线旅程周检查")
CUT_AFTER = 400_000  # bytes: within the photos of the visit


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KillableProduct]:
    folder = tmp_path_factory.mktemp("offline")
    if seed := os.environ.get("JOURNEY_DATA"):  # of a product that was loaded before, for whoever writes a journey
        shutil.copytree(seed, folder, dirs_exist_ok=True)
    running = KillableProduct(folder)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def line(product: KillableProduct) -> Iterator[Line]:
    made = Line(product.port)
    yield made
    made.close()


@pytest.fixture(scope="module")
def people(browser: Browser, product: KillableProduct) -> Visitors:
    """Those at desks, on a line that is never cut."""
    return Visitors(browser, f"http://127.0.0.1:{product.port}")


@pytest.fixture
def phone(browser: Browser, line: Line) -> Iterator[BrowserContext]:
    """A phone on the line that is cut, with the inspector signed in."""
    context = phone_of(browser, line, "jianchayuan")
    yield context
    context.close()


def passes(card: Locator) -> None:
    if card.locator(".verdict-pass").count():
        card.locator(".verdict-pass").click()
    elif card.locator(".pieces").count():
        for tick in card.locator(".pieces > .tick").all()[:-1]:
            tick.click()
    else:
        asked = card.locator(".soft").first.inner_text()
        number = re.search(r"不少于(\d+)|(\d+)%", asked)
        card.locator(".amount").fill((number[1] or number[2]) if number else "0")


def fills_in(page: Page) -> int:
    """Fills the checklist in with one fault that has two photos; gives the number of items."""
    cards = page.locator(".card")
    expect(cards.first).to_be_visible()
    for card in cards.all()[1:]:
        passes(card)
    first = cards.first
    if first.locator(".verdict-fail").count():
        first.locator(".verdict-fail").click()
    else:
        first.locator(".amount").fill("3")
    expect(first.locator("details.card-more")).to_have_attribute("open", "")
    first.locator("input[type=file]").set_input_files([large_photo(1), large_photo(2)])
    expect(first.locator(".photos img")).to_have_count(2)
    return cards.count()


def plans_a_visit(people: Visitors) -> tuple[str, str]:
    """A round over one new site, given to the inspector; gives both ids."""
    office = people.on_pc("chuangchengban")
    site_id = new_site(office, name=LAMP, site_type="小区", area="枫园社区")
    round_id = new_round(office, name=ROUND, kind="周检查", days=7)
    page = office.page
    page.get_by_label("点位名称或编号").fill(LAMP)
    page.get_by_role("button", name="查询").click()
    page.get_by_label(LAMP).check()
    page.get_by_role("button", name=re.compile("^添加|加入")).last.click()
    page = office.opens(f"/rounds/{round_id}/")
    page.get_by_label(LAMP).check()
    page.locator("select[name=person]").select_option(label="北以宁")
    page.get_by_role("button", name="分派", exact=True).first.click()
    office.sees("已分派1个点位")
    page.get_by_role("button", name="启动").click()
    office.sees("轮次已启动")
    return round_id, site_id


def reports_a_problem(page: Page) -> None:
    """Photo, class by pictures, place: all of it with no network."""
    page.locator(".tabs a[href='#/report']").click()
    page.locator(".photo-box input[type=file]").set_input_files([large_photo(9)])
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_role("button", name="市容环境").click()
    page.get_by_role("button", name="暴露垃圾", exact=True).click()
    page.get_by_label("地点").fill("离线旅程巷口")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#said")).to_contain_text("已存好")


def mine(people: Visitors, site_id: str) -> list[dict[str, Any]]:
    inspector = people.on_pc("jianchayuan")
    return [row for row in inspector.reads("/visits/mine") if row["site_id"] == site_id]


@pytest.mark.journey("D4")
def test_nothing_is_lost_and_nothing_doubled_in_a_tunnel(
    people: Visitors, phone: BrowserContext, line: Line, product: KillableProduct
) -> None:
    round_id, site_id = plans_a_visit(people)
    page = opens(phone, line)
    is_ready_for_the_tunnel(page)
    has_no_barriers(page)
    page.locator(".line-main", has_text=LAMP).click()
    count = fills_in(page)
    has_no_barriers(page)
    line.cut_after(CUT_AFTER)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#state")).to_contain_text("1条待发送")
    for _second in range(20):
        if line.is_cut:
            break
        page.wait_for_timeout(500)
    assert line.is_cut, "the photos went up whole before the line was cut"

    product.kill()
    page.close(run_before_unload=False)
    page = opens(phone, line)  # from the phone alone
    expect(page.locator(".line", has_text=LAMP)).to_contain_text("待发送")
    reports_a_problem(page)
    page.locator(".tabs a[href='#/outbox']").click()
    expect(page.locator("main")).to_contain_text("待发送2")
    has_no_barriers(page)
    page.close()

    product.start()
    line.mend()
    page = opens(phone, line, "#/outbox")
    expect(page.locator("main")).to_contain_text("全部已送到", timeout=90_000)
    expect(page.locator("main")).to_contain_text(LAMP)
    has_no_barriers(page)

    assert mine(people, site_id) == []
    office = people.on_pc("chuangchengban")
    cases = office.reads("/cases", q="离线旅程巷口")["items"] + office.reads("/cases", site=site_id)["items"]
    assert sorted(case["site"] is None for case in cases) == [False, True]  # one each, though sent again and again
    address = page.locator(".line", has_text=LAMP).get_by_role("link", name="查看").get_attribute("href")
    visit = office.reads(f"/visits/{str(address).rstrip('/').rsplit('/', 1)[1]}")
    assert (visit["round_id"], visit["site_id"], len(visit["answers"])) == (round_id, site_id, count)
    assert visit["accuracy"] == 12
    failed = [answer for answer in visit["answers"] if answer["verdict"] == "fail"]
    assert [len(answer["photo_ids"]) for answer in failed] == [2]
    assert office.reads("/field/records", state="refused") == []


@pytest.mark.journey("D4")
def test_what_was_typed_is_there_after_the_phone_was_off(phone: BrowserContext, line: Line) -> None:
    page = opens(phone, line, "#/advice")
    page.locator(".chip", has_text="乱扔垃圾").click()
    page.get_by_label("地点").fill("离线旅程广场")
    page.wait_for_timeout(300)
    page.close(run_before_unload=False)
    page = opens(phone, line)
    page.locator(".line-main", has_text="乱扔垃圾").click()
    expect(page.get_by_label("地点")).to_have_value("离线旅程广场")
    has_no_barriers(page)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#said")).to_contain_text("已存好")
    page.goto(f"http://127.0.0.1:{line.port}/field/#/outbox")
    expect(page.locator("main")).to_contain_text("全部已送到")
    for screen in ("report", "fix", "me", "cases"):
        page.goto(f"http://127.0.0.1:{line.port}/field/#/{screen}")
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_timeout(300)
        has_no_barriers(page)


@pytest.mark.journey("D4")
def test_outbox_leaves_the_phone_as_a_file_and_counts_once(
    people: Visitors, phone: BrowserContext, line: Line, tmp_path: Path
) -> None:
    page = opens(phone, line)
    is_ready_for_the_tunnel(page)
    line.cut()
    page.locator(".quick-act", has_text="劝导记录").click()
    page.locator(".chip", has_text="车辆乱停").click()
    page.get_by_label("地点").fill("离线旅程车站")
    page.locator(".photo-box input[type=file]").set_input_files([large_photo(5)])
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#said")).to_contain_text("已存好")
    page.locator(".tabs a[href='#/outbox']").click()
    page.get_by_text("导出或导入文件").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出1条记录").click()
    file = tmp_path / "导出.json"
    download.value.save_as(file)

    office = people.on_pc("chuangchengban")
    desk = office.opens("/field-records/")
    desk.locator("input[type=file]").set_input_files(file)
    desk.get_by_role("button", name="导入手机导出的文件").click()
    office.sees("北以宁的1条记录已入账，0条没有入账")

    page.reload()  # still cut: the page comes from the phone, and nobody presses anything afterwards
    expect(page.locator("main")).to_contain_text("待发送1")
    line.mend()
    expect(page.locator("main")).to_contain_text("全部已送到", timeout=90_000)
    told = office.reads("/field/advice", q="离线旅程车站")
    assert [(row["person"], row["behaviour"], len(row["photo_ids"])) for row in told] == [("北以宁", "车辆乱停", 1)]
