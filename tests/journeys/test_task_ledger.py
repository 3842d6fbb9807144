"""The office edits the ledger as a spreadsheet, pastes a block, is told of a wrong cell, and takes a save back; then it
takes the ledger out as a workbook and brings it in again with an edited cell."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.field_kit import days_from_now, once, sends, unit_named
from tests.journeys.visitors import Visitor, Visitors

OFFICE, XLSX = "chuangchengban", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


def two_tasks(office: Visitor) -> list[dict[str, Any]]:
    """Two tasks of one unit, under a name of their own; the newer one first, as the ledger shows them."""
    facts = {"unit_id": unit_named(office, "区城管局"), "target": "达标", "due_on": days_from_now(30)}
    made = sends(office, "/tasks", {"tasks": [{**facts, "title": once(name)} for name in ("旅程补路面", "旅程修路灯")]})
    return list(reversed(made))


def cell(page: Page, task: dict[str, Any], fact: str) -> Locator:
    """The cell of a fact."""
    return page.locator(f"tr[data-task='{task['id']}'] td[data-fact='{fact}']")


@pytest.mark.journey("C1")
def test_office_edits_the_ledger_as_a_spreadsheet(visitors: Visitors) -> None:
    office = visitors.on_pc(OFFICE)
    office.opens("/tasks/")
    newer, older = two_tasks(office)
    page = office.opens("/tasks/sheet/?state=assigned")
    cell(page, newer, "proof").click()
    page.keyboard.press("Enter")
    page.keyboard.type("照片")
    page.keyboard.press("Enter")  # down to the older one
    page.keyboard.press("F2")
    page.keyboard.type("不要")
    page.keyboard.press("Escape")
    expect(cell(page, older, "proof")).to_have_text("")
    expect(page.locator("[data-sheet-count]")).to_have_text("改了1格，涉及1项任务")
    cell(page, newer, "target_amount").click()
    page.evaluate(PASTE, "12\t处\r\n很多\t盏\r\n")
    expect(cell(page, older, "measure")).to_have_text("盏")

    page.get_by_role("button", name="保存").click()
    expect(page.locator("[data-sheet-reason]")).to_be_focused()  # no change without a reason
    page.keyboard.type("方案调整")
    page.keyboard.press("Enter")
    expect(page.locator("[data-sheet-wrong]")).to_contain_text("不是数字")
    expect(cell(page, older, "target_amount")).to_have_class("sheet-num is-changed is-wrong")
    assert office.reads(f"/tasks/{newer['id']}")["proof"] == ""  # all or none

    page.locator("[data-sheet-wrong] button").click()
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-sheet-count]")).to_have_text("还没有改动")
    kept = office.reads(f"/tasks/{older['id']}")
    assert (float(kept["target_amount"]), kept["measure"], kept["events"][-1]["text"]) == (30, "盏", "方案调整")

    with page.expect_response(
        lambda answer: answer.request.method == "POST"
    ):  # what was saved is taken back there, too
        page.get_by_role("button", name="撤销一步").click()
    expect(cell(page, newer, "proof")).to_have_text("")
    expect(cell(page, older, "measure")).to_have_text("")
    back = office.reads(f"/tasks/{older['id']}")
    assert (back["target_amount"], back["events"][-1]["text"]) == (None, "撤销：方案调整")


@pytest.mark.journey("C1")
def test_office_takes_the_ledger_out_and_brings_it_in_again(visitors: Visitors) -> None:
    office = visitors.on_pc(OFFICE)
    office.opens("/tasks/")
    newer, _older = two_tasks(office)
    page = office.opens(f"/tasks/?q={newer['number']}")
    page.locator("summary", has_text="Excel").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    sheet: Any = book.active
    words = [column.value for column in sheet[1]]
    sheet.cell(2, words.index("工作措施") + 1).value = "分片包干"
    stream = io.BytesIO()
    book.save(stream)

    page.get_by_role("link", name="从Excel导入").click()
    page.locator("input[type=file]").first.set_input_files(
        FilePayload(name="任务台账.xlsx", mimeType=XLSX, buffer=stream.getvalue())
    )
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="核对并预览").click()
    page.get_by_role("button", name="导入合格的").click()
    page.wait_for_load_state("networkidle")
    changed = office.reads(f"/tasks/{newer['id']}")
    assert changed["measures"] == "分片包干"
    assert changed["events"][-1]["text"] == "从Excel导入：任务台账.xlsx"


@pytest.mark.journey("C2")
def test_office_drags_a_bar_and_takes_it_back(visitors: Visitors) -> None:
    office = visitors.on_pc(OFFICE)
    office.opens("/tasks/")
    unit, due = unit_named(office, "区城管局"), days_from_now(1)  # so late that it stands among the first bars
    facts = {"unit_id": unit, "title": once("旅程拖动"), "target": "达标", "due_on": due, "days": 300}
    (task,) = sends(office, "/tasks", {"tasks": [facts], "despite": "旅程"})
    page = office.opens("/tasks/schedule/")
    row = page.locator("tr", has_text=task["title"])
    expect(row).to_contain_text("来不及，差")
    handle = row.locator("[data-gantt-due]").bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + 4, handle["y"] + 12)
    page.mouse.down()
    page.mouse.move(handle["x"] + 60, handle["y"] + 12, steps=4)
    page.mouse.up()
    page.get_by_label("修改的原因").fill("拖动")
    page.get_by_role("dialog").get_by_role("button", name="改日期").click()
    expect(page.get_by_text(f"{task['number']}的日期已改")).to_be_visible()
    assert office.reads(f"/tasks/{task['id']}")["due_on"] > due
    page.keyboard.press("Control+z")
    expect(page.get_by_text(f"已撤销，{task['number']}恢复为原来的日期。")).to_be_visible()
    told = office.reads(f"/tasks/{task['id']}")
    assert (told["due_on"], told["events"][-1]["text"]) == (due, "撤销")
    sends(office, f"/tasks/{task['id']}/steps", {"move": "void", "text": "旅程结束"})


@pytest.mark.journey("C1")
def test_a_menu_at_the_edge_of_a_phone_stays_on_the_screen(visitors: Visitors) -> None:
    page = visitors.on_phone(OFFICE).opens("/tasks/")
    page.locator("summary", has_text="Excel").click()
    box = page.locator("details.menu[open] .menu-list").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.evaluate("innerWidth")
