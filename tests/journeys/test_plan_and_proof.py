"""An office's 任务分解表 becomes the framework, its tasks with a schedule, requests for material and the package."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from uuid import uuid4

import pytest
import xlsxwriter
from playwright.sync_api import expect

from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from tests.journeys.field_kit import days_from_now, sends
from tests.journeys.visitors import Visitor, Visitors

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = (
    "序号",
    "测评项目",
    "测评内容",
    "测评标准",
    "测评方法",
    "分值",
    "责任分工",
    "",
    "",
    "完成时限",
    "责任人及电话",
    "备注",
)
PLAN = Paper("文明校园创建年度方案", [Paragraph("本文件由旅程制作，是示例。")])
UNDER = ("牵头单位", "责任单位", "配合单位")


def office_book(title: str, mark: str) -> bytes:
    """As offices keep it: two rows of heads, marks merged over standards, several units in a cell, dates in words."""
    due = date.fromisoformat(days_from_now(40))
    last_day = f"{due.year}年{due.month}月{due.day}日前"
    rows = [
        (1, "旅程校园", "宣传", f"校园公益广告不少于5处{mark}", "实地考察", "", "区教体局", "", "", last_day, "", ""),
        (2, "旅程校园", "宣传", f"文明校园创建年度方案{mark}", "材料审核", "", "区教体局", "", "", last_day, "", ""),
        (
            3,
            "旅程街面",
            "秩序",
            "主要路口非机动车停放有序",
            "实地考察",
            4,
            "区城管局",
            "区教体局",
            "",
            "长期坚持",
            "",
            "",
        ),
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("任务分解表")
        sheet.merge_range(0, 0, 0, 11, title)
        sheet.write_row(1, 0, HEADER)
        sheet.merge_range(1, 6, 1, 8, HEADER[6])
        sheet.write_row(2, 6, UNDER)
        for place, row in enumerate(rows, start=3):
            sheet.write_row(place, 0, row)
        sheet.merge_range(3, 5, 4, 5, 6)
    return out.getvalue()


def brings_in(office: Visitor, kind: str, content: bytes) -> None:
    """Upload, columns, preview, commit."""
    page = office.opens(f"/imports/start/{kind}/")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "任务分解表.xlsx", "mimeType": XLSX, "buffer": content}
    )
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="核对并预览").click()
    page.get_by_role("button", name="导入合格的").click()
    page.wait_for_url(lambda url: not url.endswith("/preview/"))


@pytest.mark.journey("A2", "C1", "C2", "F1")
def test_a_breakdown_becomes_tasks_a_schedule_requests_and_a_package(visitors: Visitors) -> None:
    office, officer = visitors.on_pc("chuangchengban"), visitors.on_pc("cailiaoyuan")
    mark = uuid4().hex[:6]
    title, advert_words, plan_words = f"旅程{mark}创建任务分解表", f"公益广告不少于5处{mark}", f"创建年度方案{mark}"
    book = office_book(title, mark)
    brings_in(office, "breakdown", book)
    framework = next(row for row in office.reads("/frameworks") if title in row["name"])
    sends(office, f"/frameworks/{framework['id']}/start", {})
    try:
        brings_in(office, "tasks", book)
        (advert,) = office.reads("/tasks", q=advert_words)
        assert (advert["unit"], advert["due_on"]) == ("区教体局", days_from_now(40))
        office.opens(f"/tasks/{advert['id']}/")
        office.sees("1.1.1")
        office.opens("/tasks/schedule/")
        office.sees(advert_words)

        page = office.opens(f"/materials/by-standard/?framework={framework['id']}&due={days_from_now(20)}")
        expect(page.locator(f"input[value*='{plan_words}']")).to_have_count(1)
        page.get_by_role("button", name="布置勾选的行").click()
        page.wait_for_load_state("networkidle")
        (asked,) = office.reads("/materials", q=plan_words)
        page = officer.opens(f"/materials/{asked['id']}/hand-in/")
        page.locator("input[name='piece-0-file']").set_input_files(
            {"name": "方案.pdf", "mimeType": "application/pdf", "buffer": write_pdf(PLAN)}
        )
        page.get_by_role("button", name="提交", exact=True).click()
        page.wait_for_url(f"**/materials/{asked['id']}/")
        page = office.opens(f"/materials/{asked['id']}/review/")
        page.get_by_label("认可", exact=True).check()
        page.get_by_role("button", name="提交审核意见").click()
        page.wait_for_url(f"**/materials/{asked['id']}/")

        page = office.opens(f"/materials/package/?framework={framework['id']}")
        page.get_by_role("button", name="打成压缩包").click()
        expect(page.get_by_role("link", name="下载")).to_be_visible(timeout=180_000)
        with page.expect_download() as taken:
            page.get_by_role("link", name="下载").click()
        with zipfile.ZipFile(taken.value.path()) as package:
            names = package.namelist()
        assert names[0] == "目录.pdf"
        (folder,) = {name.split("/")[1] for name in names if "/" in name}
        assert plan_words in folder
        assert any(name.endswith("方案.pdf") for name in names[1:])
    finally:  # the demo's own framework is the current one again
        sends(office, f"/frameworks/{framework['id']}/stop", {"reason": "旅程结束"})
