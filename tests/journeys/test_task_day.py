"""A liaison officer's day with a task on the phone, after the office has put it into a visit from the ledger."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.field_kit import days_from_now, once, sends, unit_named
from tests.journeys.visitors import Visitors, photo


@pytest.mark.journey("C1", "C2")
def test_a_task_is_put_into_a_visit_taken_split_and_reported_by_phone(visitors: Visitors) -> None:
    office, officer = visitors.on_pc("chuangchengban"), visitors.on_phone("lianluoyuan")
    office.opens("/tasks/")
    facts = {"unit_id": unit_named(office, "区城管局"), "target": "达标", "due_on": days_from_now(30)}
    (made,) = sends(office, "/tasks", {"tasks": [{**facts, "title": once("旅程修补护栏")}]})

    page = office.opens(f"/tasks/?goal=none&q={made['number']}")
    page.get_by_label(made["number"], exact=True).check()
    page.get_by_role("button", name="列入迎检").click()
    office.sees("已把1项任务列入这次迎检。")
    office.opens(f"/tasks/{made['id']}/")
    office.sees("为迎检")

    phone = officer.opens(f"/tasks/{made['id']}/")
    phone.get_by_role("button", name="接收").click()
    officer.sees("已记录：接收。")
    phone.get_by_role("button", name="报进展").click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("进度（%）").fill("140")
    dialog.get_by_label("进展情况").fill("已修补两处")
    dialog.locator("input[type=file]").set_input_files(photo(3))
    expect(dialog.locator(".photo-preview")).to_have_count(1)
    dialog.get_by_role("button", name="提交").click()
    expect(dialog.get_by_role("alert")).to_contain_text("进度应是0到100")
    expect(dialog.get_by_label("进展情况")).to_have_value("已修补两处")  # nothing typed or chosen is lost
    expect(dialog.locator(".photo-preview")).to_have_count(1)
    dialog.get_by_label("进度（%）").fill("４０％")
    dialog.get_by_role("button", name="提交").click()
    officer.sees("已记录：报进展。")
    officer.sees("已修补两处；进度40%")

    phone = officer.opens(f"/tasks/{made['id']}/split/")
    phone.get_by_label("任务", exact=True).fill("旅程东片护栏")
    phone.get_by_label("目标（可不填）").fill("全部修好")
    phone.get_by_role("button", name="保存").click()
    officer.sees("分项已交办")


@pytest.mark.journey("C1")
def test_a_breakdown_tells_the_gap_and_begins_with_a_template(visitors: Visitors) -> None:
    page = visitors.on_pc("chuangchengban").opens("/tasks/by-standard/")
    row = page.locator("[data-breakdown] tbody tr").first
    expect(row.get_by_label("佐证", exact=True)).not_to_have_value("")
    row.locator("[data-now]").fill("４")
    row.locator("[data-target]").fill("12")
    row.locator("[data-measure]").fill("处")
    expect(row.locator("[data-gap]")).to_contain_text("8处")
    row.locator("input[type=date]").fill(days_from_now(40))
    expect(row.locator(".cell-check input[type=checkbox]")).to_be_checked()
