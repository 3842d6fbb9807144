"""The office gives a community a task, forgets it and gives it again: it is told of the first one and says why it must
be asked once more. Both stand in what the community is asked for this month."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.field_kit import days_from_now, once, sends
from tests.journeys.visitors import Visitors

OFFICE = "chuangchengban"


def fill(page: Page, title: str, unit: str) -> None:
    """The form of a task, up to the unit."""
    page.get_by_label("任务", exact=True).fill(title)
    page.get_by_placeholder("输入单位名称").fill(unit)
    page.get_by_role("option", name=unit).first.click()
    page.get_by_label("目标", exact=False).first.fill("全部清完")
    page.get_by_label("完成时限").fill(days_from_now(20))


@pytest.mark.journey("I5")
def test_what_a_community_has_open_is_not_asked_twice_without_a_reason(visitors: Visitors) -> None:
    office = visitors.on_pc(OFFICE)
    page = office.opens("/load/?span=month")
    community = page.locator("td.cell-title a").first.inner_text()
    title = once("旅程清楼道")
    unit = office.reads("/load?span=month")["lines"][0]
    assert unit["unit"] == community
    facts = {"unit_id": unit["unit_id"], "title": title, "target": "全部清完", "due_on": days_from_now(20)}
    (first,) = sends(office, "/tasks", {"tasks": [facts]})

    page = office.opens("/tasks/new/")
    fill(page, title, community)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text(first["number"])
    page.get_by_label("仍要交办的理由").fill("上级要求重报")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("任务已交办")

    page = office.opens(f"/load/units/{unit['unit_id']}/")
    expect(page.get_by_role("link", name=title)).to_have_count(2)
    expect(page.locator("main")).to_contain_text("仍提的理由：上级要求重报")
