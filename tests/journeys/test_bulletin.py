"""A bulletin from its figures to the units that sign for it, and a template of the office's own that prints it."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import docx
import pytest
from playwright.sync_api import Page, expect

from chuangcheng.core.times import today
from tests.journeys.visitors import Visitor, Visitors

ADDRESS = re.compile(r"/bulletins/[0-9a-f-]{36}/$")
FILES = ("paper.docx", "paper.pdf", "slides.pptx", "tables.xlsx")


def free_day(office: Visitor) -> date:
    """A day that has no brief yet."""
    taken = {each["first_on"] for each in office.reads("/bulletins", kind="daily") if each["state"] != "withdrawn"}
    return next(day for back in range(1, 60) if (day := today() - timedelta(days=back)).isoformat() not in taken)


def collected(office: Visitor, day: date) -> str:
    """A brief of the day, collected by a job; gives its address."""
    page = office.opens("/bulletins/new/?kind=daily")
    page.get_by_label("时段内的任意一天").fill(day.isoformat())
    expect(page.locator("#bulletin-preview")).to_contain_text("上报")
    page.get_by_role("button", name="汇总数据").click()
    page.get_by_role("link", name="打开通报").click(timeout=180_000)
    page.wait_for_url(ADDRESS)
    return page.url.removeprefix(office.address)


def words_of(page: Page, address: str) -> list[str]:
    """The paragraphs of the Word file behind an address."""
    answer = page.request.get(address)
    assert answer.ok
    return [each.text for each in docx.Document(io.BytesIO(answer.body())).paragraphs]


@pytest.mark.journey("H3")
def test_bulletin_is_collected_written_approved_by_somebody_else_and_issued(visitors: Visitors) -> None:
    mark = uuid4().hex[:6]
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_phone("lingdao")
    bulletin = collected(office, free_day(office))

    page = office.opens(f"{bulletin}edit/")
    page.get_by_label("开头语").fill(f"旅程开头语{mark}。")
    page.get_by_label("工作要求").fill("抓紧整改。")
    page.get_by_label("标题").fill(f"旅程日报{mark}")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(ADDRESS)
    page.get_by_role("button", name="送审").click()
    office.sees("已送审")
    assert page.get_by_role("button", name="核准").count() == 0

    leader.finds("/", f"旅程日报{mark}")
    phone = leader.opens(bulletin)
    phone.get_by_role("button", name="退回修改").click()
    phone.get_by_role("dialog").get_by_label("理由").fill("补一句")
    phone.get_by_role("dialog").get_by_role("button", name="退回").click()
    leader.sees("已退回修改")
    page = office.opens(bulletin)
    page.get_by_role("button", name="送审").click()
    phone = leader.opens(bulletin)
    phone.get_by_role("button", name="核准").click()
    leader.sees("文号已生成")

    page = office.opens(bulletin)
    page.get_by_role("link", name="印发").click()
    page.get_by_label("街道").check()
    page.get_by_role("button", name="印发").click()
    page.wait_for_url(ADDRESS)
    office.sees("已印发")
    street = visitors.on_phone("jiedao")
    street.finds("/", f"旅程日报{mark}")
    for name in FILES:
        answer = page.request.get(f"{office.address}{bulletin}{name}")
        assert answer.ok
        assert len(answer.body()) > 5000
    assert f"旅程开头语{mark}。" in words_of(page, f"{office.address}{bulletin}paper.docx")
    assert street.is_refused(bulletin)


@pytest.mark.journey("H3")
def test_office_changes_a_template_in_its_own_program_and_drafts_follow(visitors: Visitors, tmp_path: Path) -> None:
    mark = f"旅程红头{uuid4().hex[:6]}"
    office = visitors.on_pc("chuangchengban")
    bulletin = collected(office, free_day(office))
    page = office.opens("/paper-templates/")
    page.get_by_role("link", name="日报").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载现在用的模板").click()
    paper = docx.Document(str(coming.value.path()))
    paper.paragraphs[0].insert_paragraph_before(mark)
    wrong = paper.add_paragraph("{{ 没有的 }}")
    broken, sound = tmp_path / "坏.docx", tmp_path / f"{mark}.docx"
    paper.save(str(broken))
    wrong._element.getparent().remove(wrong._element)
    paper.save(str(sound))

    page.get_by_label("模板文件").set_input_files(broken)
    page.get_by_role("button", name="检查并试填").click()
    office.sees("没有叫“没有的”的内容")
    page.get_by_label("模板文件").set_input_files(sound)
    page.get_by_role("button", name="检查并试填").click()
    office.sees("用最近一期试填")
    expect(page.locator(".template-trial")).to_contain_text(mark)
    page.get_by_role("button", name="启用").click()
    office.sees("已启用")
    assert mark in words_of(page, f"{office.address}{bulletin}paper.docx")

    page = office.opens("/paper-templates/bulletin_daily/")
    page.get_by_role("button", name="恢复默认").click()
    page.get_by_role("dialog").get_by_label("理由").fill("旅程结束")
    page.get_by_role("dialog").get_by_role("button", name="恢复默认").click()
    office.sees("已启用")
    assert mark not in words_of(page, f"{office.address}{bulletin}paper.docx")
    assert visitors.on_pc("lianluoyuan").is_refused("/paper-templates/")
