"""Patrols that are made by themselves: a plan, who did and who did not, a substitute, and the ranking of the round."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.field_kit import days_from_now, once
from tests.journeys.visitors import Visitor, Visitors

INSPECTOR, SUBSTITUTE = "北以宁", "向临川"  # of the sample data
PLAN = "主次干道和广场日巡查"  # of the sample data, with rounds of the last days


def left_over(page: Page) -> Locator:
    """A running round of a plan with sites that nobody looked at, of which some can still be given on."""
    can_change = page.get_by_role("button", name="转交")
    return page.locator("section.panel").filter(has=can_change).first


def opens_completion(office: Visitor) -> Page:
    """Who did and who did not, this month; at its beginning the month before."""
    page = office.opens("/rounds/completion/")
    if not left_over(page).count():
        page = office.opens(f"/rounds/completion/?month={days_from_now(-28)[:7]}")
    return page


def excused_sites(page: Page) -> int:
    """How many sites need no visit, as the page says."""
    words = page.locator(".figure-cell").filter(has_text="免检").locator(".figure-value").inner_text()
    return int(words.removesuffix("个"))


def ticks(panel: Locator) -> str:
    """Chooses the first site of a panel; gives its name."""
    line = panel.locator("li").first
    name = line.locator(".form-check-label").evaluate("each => each.firstChild.textContent")
    line.locator("input").check()
    return str(name).strip()


@pytest.mark.journey("D2")
def test_plan_says_its_days_and_may_be_paused_with_a_reason(visitors: Visitors) -> None:
    office, name = visitors.on_pc("chuangchengban"), once("旅程日巡查")
    page = office.opens("/plans/new/")
    page.get_by_label("计划名称").fill(name)
    page.locator("input[name=starts_on]").fill(days_from_now(30))
    page.get_by_label("公共广场", exact=True).check()
    page.get_by_role("button", name="建立计划").click()
    office.sees("请至少选择一名检查员或一个单位")  # nobody would go: refused, and what was typed is still there
    expect(page.get_by_label("计划名称")).to_have_value(name)
    page.get_by_label(INSPECTOR, exact=True).check()
    page.get_by_role("button", name="建立计划").click()
    office.sees("接下来的轮次")
    plan = page.url.rstrip("/").rsplit("/", 1)[1]
    coming = office.reads(f"/plans/{plan}")["coming"]
    assert len(coming) >= 3
    assert all(period["starts_on"] >= days_from_now(30) for period in coming)

    page.get_by_role("button", name="暂停").click()
    dialog = page.get_by_role("dialog", name="暂停计划")
    dialog.locator("textarea").fill("汛期停止巡查")
    dialog.get_by_role("button", name="暂停").click()
    office.sees("已暂停：汛期停止巡查")
    page.get_by_role("button", name="恢复").click()
    office.sees("执行中")
    assert visitors.on_phone("jianchayuan").is_refused(f"/plans/{plan}/")


@pytest.mark.journey("D2")
def test_who_did_not_look_is_named_and_a_substitute_goes(visitors: Visitors) -> None:
    office = visitors.on_pc("chuangchengban")
    page = opens_completion(office)
    expect(page.get_by_role("row").filter(has_text=INSPECTOR)).to_be_visible()
    panel = left_over(page)
    heading = panel.get_by_role("heading").get_by_role("link")
    round_id = str(heading.get_attribute("href")).rstrip("/").rsplit("/", 1)[1]
    site = ticks(panel)
    panel.get_by_label("理由").fill("原检查人下乡")
    panel.get_by_label("转交给").select_option(label=SUBSTITUTE)
    panel.get_by_role("button", name="转交").click()
    office.sees("已转交")
    listed = office.page.locator("section.panel").filter(has=office.page.locator(f"a[href*='{round_id}']"))
    expect(listed.locator("li").filter(has_text=site)).to_contain_text(SUBSTITUTE)

    panel = left_over(office.page)
    site = ticks(panel)
    excused = excused_sites(office.page)
    panel.get_by_label("理由").fill("点位停业")
    panel.get_by_role("button", name="免检").click()
    office.sees("已免检")
    assert excused_sites(office.page) == excused + 1
    with office.page.expect_download() as download:
        office.page.get_by_role("link", name="导出Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert visitors.on_phone("lianluoyuan").is_refused("/rounds/completion/")
