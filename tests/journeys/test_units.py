"""Who is responsible: bodies and people set up on screen, names of workbooks confirmed; read back by others."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, expect

from tests.journeys.newcomers import fresh, person_entered, unit_made
from tests.journeys.visitors import Visitor, Visitors

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*rows: tuple[str, ...]) -> FilePayload:
    """An Excel file for a file input."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(out)
    return {"name": "名册.xlsx", "mimeType": EXCEL, "buffer": out.getvalue()}


def brings_in(keeper: Visitor, kind: str, file: FilePayload, *, rows: int) -> None:
    """Imports a workbook on screen: uploaded, columns looked at, previewed, taken over."""
    page = keeper.opens(f"/imports/start/{kind}/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并认列").click()
    page.get_by_role("button", name="核对并预览").click()
    page.get_by_role("button", name=f"导入合格的 {rows} 行").click()
    keeper.sees("新增")


@pytest.mark.journey("B1")
def test_leading_group_is_set_up_with_its_head_and_read_by_a_leader(visitors: Visitors) -> None:
    office, group, name = visitors.on_pc("chuangchengban"), fresh("旅程领导小组"), fresh("旅组长")
    unit = unit_made(office, group, kind="领导小组", parent="东关街道")
    person_entered(office, name, username=fresh("lv"), unit=unit, duty="组长", role="领导")

    leader = visitors.on_pc("lingdao")
    page = leader.opens(f"/units/{unit}/")
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("组长")
    read = leader.reads(f"/units/{unit}")
    assert [(post["person_name"], post["duty"]) for post in read["present"]] == [(name, "group_head")]
    street = leader.reads(f"/units/{read['parent_id']}")
    assert street["has_own_group"]
    assert unit in [body["id"] for body in street["bodies"]]
    assert visitors.on_pc("lianluoyuan").is_refused(f"/units/{unit}/")


@pytest.mark.journey("B1")
def test_offices_of_headquarters_come_in_by_a_workbook(visitors: Visitors) -> None:
    office, headquarters, office_name = visitors.on_pc("chuangchengban"), fresh("旅程指挥部"), fresh("旅程联席办")
    head = ("单位名称", "类别", "上级单位", "合署办公")
    sections = [
        (f"{headquarters}{word}", "部（室）", headquarters, "") for word in ("督导检查一部", "督导检查二部", "综合室")
    ]
    joint = (office_name, "联席会议办公室", "", headquarters)
    brings_in(office, "units", workbook(head, (headquarters, "指挥部", "", ""), *sections, joint), rows=5)

    supervisor = visitors.on_pc("dudao")
    page = supervisor.opens(f"/units/?q={headquarters}")
    page.get_by_role("link", name=headquarters, exact=True).first.click()
    for name, _kind, _parent, _acts_with in sections:
        expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator(".facts").first).to_contain_text(office_name)
    unit = int(page.url.rstrip("/").rsplit("/", 1)[1])
    read = supervisor.reads(f"/units/{unit}")
    assert {body["kind"] for body in read["bodies"]} == {"section"}
    assert [other["name"] for other in read["acting_together"]] == [office_name]


@pytest.mark.journey("B1")
def test_unit_that_a_workbook_names_otherwise_is_merged_into_the_known_one(visitors: Visitors) -> None:
    office, written, name = visitors.on_pc("chuangchengban"), fresh("城管执法局"), fresh("旅程员")
    people = workbook(("姓名", "手机", "单位", "职责", "角色"), (name, "13712340000", written, "工作人员", "材料员"))
    brings_in(office, "people", people, rows=1)
    page = office.opens(f"/units/?view=unconfirmed&q={written}")
    page.get_by_role("link", name=written, exact=True).click()
    page.get_by_role("link", name="并入已有单位").click()
    page.get_by_label("并入哪个单位").fill("区城管局")
    page.get_by_label("原因").fill("同一单位的另一种叫法")
    page.get_by_role("button", name="并入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("区城管局")

    head = visitors.on_pc("fuzeren")
    page = head.opens(f"/people/?q={name}")
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("区城管局")
    expect(row).to_contain_text("137****0000")
    found = head.reads("/people", q=name)["items"]
    assert [post["unit_name"] for post in found[0]["present"]] == ["区城管局"]
    assert written in head.reads(f"/units/{found[0]['present'][0]['unit_id']}")["aliases"]
