"""The cycle: three years by their weights, another weighing, closed for good; and a single acceptance."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.test_framework_and_score import sends
from tests.journeys.visitors import Visitor, Visitors

THIS_YEAR = date.today().year  # noqa: DTZ011 - the demo lives in the day of this machine


def sample_framework(office: Visitor) -> int:
    """The demo's own framework."""
    return int(
        next(row["id"] for row in office.reads("/frameworks") if row["is_sample"] and row["state"] == "in_force")
    )


@pytest.mark.journey("A3")
def test_cycle_stands_by_its_weights_says_what_is_needed_and_never_changes_once_closed(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    name, first = f"旅程周期{uuid4().hex[:6]}", THIS_YEAR - 2
    page = office.opens("/cycles/new/")
    page.get_by_label("名称").fill(name)
    page.get_by_label("测评体系").select_option(str(sample_framework(office)))
    page.get_by_label("首年").fill(str(first))
    page.get_by_label("各年权重").fill("30;30;40")
    page.get_by_label("达标线").fill("88")
    page.get_by_role("button", name="保存").click()
    office.sees("已建，可以登记各年结果。")
    for year, total in ((first, "90"), (first + 1, "85")):
        page.get_by_role("row").filter(has_text=str(year)).get_by_role("link", name="登记结果").click()
        page.get_by_label("来历").select_option("typed")
        page.get_by_label("得分（百分制）").fill(total)
        page.get_by_label("来源").fill("旅程公布文件")
        page.get_by_role("button", name="保存").click()
        office.sees(f"{year}年的结果已登记")
    cycle = page.url.rstrip("/").rsplit("/", 1)[1]

    leader.opens(f"/cycles/{cycle}/")
    leader.sees("要达到88.00分，剩余年份平均还需88.75分。")
    leader.page.get_by_label("假设得分").fill("100")
    leader.page.get_by_role("button", name="算一算").click()
    leader.sees("全周期92.50分，达到88.00分。")
    expect(leader.page.get_by_role("link", name="登记结果")).to_have_count(0)

    sends(office, f"/cycles/{cycle}/years/{first + 2}", {"total": "88", "source": "旅程公布文件"})
    assert leader.reads(f"/cycles/{cycle}")["prospect"]["full"] == "87.70"
    page = office.opens(f"/cycles/{cycle}/change/")
    page.get_by_label("各年权重").fill("15;25;60")
    page.get_by_role("button", name="保存").click()
    office.sees("87.55")
    page.locator("#content summary").filter(has_text="更多").click()
    page.get_by_role("button", name="关闭，权重从此不变").click()
    office.sees("已关闭，以后改权重也不影响它。")
    answer = page.request.get(f"{office.address}/cycles/{cycle}/change/")
    assert answer.ok
    page = office.opens(f"/cycles/{cycle}/change/")
    page.get_by_label("各年权重").fill("30;30;40")
    page.get_by_role("button", name="保存").click()
    office.sees("已经关闭，不能再改。")
    assert leader.reads(f"/cycles/{cycle}")["prospect"]["full"] == "87.55"
    with leader.page.expect_download() as asked:
        leader.opens(f"/cycles/{cycle}/").get_by_role("link", name="简报（Word）").click()
    assert asked.value.suggested_filename == f"{name}.docx"


@pytest.mark.journey("A3")
def test_single_acceptance_has_one_result_against_its_line(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    facts = {"kind": "acceptance", "first_year": THIS_YEAR, "line": "85", "quota": 3}
    name = f"旅程验收{uuid4().hex[:6]}"
    made = sends(office, "/cycles", {"framework_id": sample_framework(office), "name": name, **facts})["id"]
    sends(office, f"/cycles/{made}/years/{THIS_YEAR}", {"total": "84.5", "source": "旅程公布文件"})

    leader.opens("/cycles/").get_by_role("link", name=name).click()
    leader.sees("全周期84.50分，没有达到85.00分。")
    leader.sees("名额3个")
