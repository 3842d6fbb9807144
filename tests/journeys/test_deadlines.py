"""Deadlines: asked for more time and given it, stopped and running again, and pushed from the desk with one press."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.field_kit import once
from tests.journeys.test_rectification import dispatched, moment
from tests.journeys.visitors import Visitors


@pytest.mark.journey("E2")
def test_more_time_is_asked_for_and_granted_by_another(visitors: Visitors) -> None:
    case = dispatched(visitors, once("旅程：雨水箅子破损"), 95)
    office, liaison = visitors.on_pc("chuangchengban"), visitors.on_phone("lianluoyuan")
    due = moment(office.reads(f"/cases/{case}")["due_at"])
    page = liaison.opens(f"/cases/{case}/ask_extension/")
    page.get_by_label("申请延长").fill("3个工作日")
    page.locator("textarea").first.fill("配件要从外地订购")
    page.locator("main form .btn-primary[type=submit]").click()
    page.wait_for_url(f"**/cases/{case}/")
    assert moment(liaison.reads(f"/cases/{case}")["due_at"]) == due  # asking changes nothing
    assert liaison.is_refused(f"/cases/{case}/grant_extension/")

    page = office.opens(f"/cases/{case}/")
    office.sees("配件要从外地订购")
    page = office.opens(f"/cases/{case}/grant_extension/")
    page.locator("main form .btn-primary[type=submit]").click()
    page.wait_for_url(f"**/cases/{case}/")
    liaison.opens(f"/cases/{case}/")
    assert moment(liaison.reads(f"/cases/{case}")["due_at"]) > due


@pytest.mark.journey("E2")
def test_clock_stands_still_while_a_case_is_suspended(visitors: Visitors) -> None:
    case = dispatched(visitors, once("旅程：外墙改造中"), 97)
    office = visitors.on_pc("chuangchengban")
    page = office.opens(f"/cases/{case}/suspend/")
    page.locator("textarea").first.fill("等待施工方进场")
    page.locator("main form .btn-primary[type=submit]").click()
    page.wait_for_url(f"**/cases/{case}/")
    read = office.reads(f"/cases/{case}")
    assert (read["state"], read["is_overdue"]) == ("suspended", False)
    assert case in [row["id"] for row in office.reads("/cases", state="suspended")["items"]]
    page = office.opens(f"/cases/{case}/resume/")
    page.locator("main form .btn-primary[type=submit]").click()
    page.wait_for_url(f"**/cases/{case}/")
    resumed = office.reads(f"/cases/{case}")
    assert resumed["state"] == "fixing"
    assert moment(resumed["due_at"]) >= moment(read["due_at"])


@pytest.mark.journey("E2")
def test_overdue_unit_is_reminded_with_one_press_and_not_twice(visitors: Visitors) -> None:
    office = visitors.on_pc("chuangchengban")
    page = office.opens("/cases/desk/")
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name="提醒")).first
    unit = row.locator(".cell-title").inner_text()
    row.get_by_role("button", name=f"提醒{unit}").click()
    office.sees("已提醒")
    page = office.opens("/cases/desk/")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=unit, exact=True))
    expect(row).to_contain_text("已提醒")
    expect(row.get_by_role("button")).to_have_count(0)
