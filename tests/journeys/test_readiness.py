"""A visit is made ready: which places it may draw, why they are not ready, who stands there, the days, whom to call."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.core.times import today
from tests.journeys.visitors import Visitor, Visitors

BUREAU = "区城管局"


def reaches_readiness(visitor: Visitor) -> str:
    """From the calendar to the next visit that is made ready; gives its address."""
    page = visitor.opens("/command/visits/")
    page.locator(".visit-card h2 a").first.click()
    page.get_by_role("link", name="迎检准备").click()
    page.wait_for_url(re.compile(r"/readiness/$"))
    return page.url.removeprefix(visitor.address).removesuffix("readiness/")


def row_of(page: Page, readiness: str, site: dict[str, Any]) -> None:
    """The list shows this site alone."""
    page.goto(f"{readiness}?q={site['number']}")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text(site["name"])


def writes(page: Page, *, person: str, rehearsal: str) -> None:
    """Who stands at the site and how the rehearsal went."""
    page.locator("tbody").get_by_role("link", name=re.compile("填写")).click()
    page.get_by_role("combobox", name="现场人员").fill(person)
    page.locator("[name=rehearsal]").select_option(label=rehearsal)
    page.get_by_label("演练日期").fill(f"{today()}")
    page.get_by_label("还缺的材料").fill("")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/readiness/$"))


@pytest.mark.journey("C5")
def test_visit_is_made_ready_site_by_site_with_a_plan_and_a_phone_list(visitors: Visitors) -> None:
    office, leader, bureau = (visitors.on_pc(name) for name in ("chuangchengban", "lingdao", "lianluoyuan"))
    visit = reaches_readiness(office)
    visit_id, address = visit.split("/")[-2], f"{office.address}{visit}readiness/"
    before = office.reads(f"/assessor-visits/{visit_id}/readiness")
    assert 0 < before["go"] < before["total"]

    # A site that only waits for its rehearsal: it fails, then it is ready.
    site = next(row for row in before["sites"] if row["reasons"] == ["unrehearsed"])
    row_of(office.page, address, site)
    expect(office.page.locator("tbody")).to_contain_text(site["owner"])
    expect(office.page.locator("tbody")).to_contain_text("没有演练")
    writes(office.page, person="〔lianluoyuan〕", rehearsal="演练不合格")
    row_of(office.page, address, site)
    expect(office.page.locator("tbody")).to_contain_text("演练不合格")
    writes(office.page, person="〔lianluoyuan〕", rehearsal="演练合格")
    row_of(office.page, address, site)
    expect(office.page.locator("tbody .badge, tbody .state")).to_contain_text("准备好")
    page = office.opens(f"{visit}readiness/{site['site_id']}/")
    expect(page.locator("#written li")).to_have_count(3)
    expect(page.locator("#material")).to_be_visible()

    # Who answers for a site finds it under the own ones; the leader only looks.
    page = bureau.opens(f"{visit}readiness/")
    page.get_by_role("link", name=re.compile("我来准备的")).click()
    expect(page.locator("tbody tr").first.get_by_role("link", name=re.compile("填写"))).to_be_visible()
    page = leader.opens(f"{visit}readiness/{site['site_id']}/")
    expect(page.get_by_role("button", name="保存")).to_have_count(0)

    # The plan of the days, and whom to call.
    mark = uuid4().hex[:6]
    page = office.opens(f"{visit}day-plan/")
    page.locator("[name=starts]").fill("09:30")
    page.locator("[name=text]").fill(f"旅程：看{mark}")
    page.get_by_role("combobox", name="单位").fill(BUREAU)
    page.get_by_role("button", name="加入日程").click()
    page = leader.opens(f"{visit}day-plan/")
    expect(page.locator("tbody").first).to_contain_text(f"旅程：看{mark}")
    page = leader.opens(f"{visit}phones/")
    expect(page.locator("tbody")).to_contain_text(site["name"])
    with office.page.expect_download() as taken:
        office.page.get_by_role("link", name="导出Excel").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
