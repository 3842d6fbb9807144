"""A special campaign from a template to its closing report: the office, a unit on its phone, the leader."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from chuangcheng.core.times import today
from tests.journeys.test_meetings import picks
from tests.journeys.visitors import Visitor, Visitors


def starts(office: Visitor, name: str) -> str:
    """A campaign from the first template, for a standard and led by the leader; gives its address."""
    page = office.opens("/command/specials/new/")
    page.get_by_role("link", name="占道经营专项整治").click()
    page.wait_for_url(re.compile("template=street-vending"))
    page.get_by_label("名称").fill(name)
    page.get_by_label("开始日期").fill(f"{today()}")
    page.get_by_label("结束日期").fill(f"{today() + timedelta(days=20)}")
    page.get_by_role("combobox", name="牵头领导").fill("lingdao")
    page.get_by_role("option").first.click()
    picks(page, "牵头单位", "区城管局")
    page.get_by_role("combobox", name="测评标准").fill("1")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/command/specials/[0-9a-f-]{36}/$"))
    address = page.url.removeprefix(office.address)
    page.get_by_role("button", name="启动").first.click()
    page.get_by_role("dialog").get_by_role("button", name="启动").click()
    expect(page.get_by_text("各单位已收到通知")).to_be_visible()
    return address


@pytest.mark.journey("C4")
def test_campaign_goes_from_a_template_to_its_closing_report(visitors: Visitors) -> None:
    name = f"旅程专项整治{uuid4().hex[:6]}"
    office, bureau = visitors.on_pc("chuangchengban"), visitors.on_phone("lianluoyuan")
    campaign = starts(office, name)

    page = bureau.opens(f"{campaign}report/")
    page.get_by_label("参加人次").fill("18")
    page.get_by_label("清理情况").fill("旅程：劝导摊点6处。")
    page.get_by_role("button", name="报送").click()
    page.wait_for_url(re.compile("view=reports"))
    assert bureau.is_refused(f"{campaign}summary/")

    page = office.opens(f"{campaign}?view=reports")
    expect(page.locator("#reports")).to_contain_text("旅程：劝导摊点6处。")
    page = office.opens(campaign)
    expect(page.locator("#targets")).to_contain_text("18")
    for view in ("cases", "rounds", "gallery", "history"):
        office.opens(f"{campaign}?view={view}")
        office.sees(name)
    page = office.opens(campaign)
    page.get_by_role("button", name="转入收尾").click()
    page.get_by_role("link", name="写总结").first.click()
    page.get_by_label("遗留问题").fill("没有遗留。")
    page.get_by_label("经验做法").fill("疏堵结合。")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="结束").click()
    expect(page.get_by_text("已结束").first).to_be_visible()
    page.locator("#content").get_by_text("更多").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="总结报告（Word）").click()
    assert download.value.suggested_filename.endswith("总结报告.docx")
