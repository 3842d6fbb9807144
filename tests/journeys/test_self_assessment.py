"""Where we stand: points being lost and why, a sheet kept for ever, and a hit that voids every page with the score."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.journeys.field_kit import once
from tests.journeys.visitors import Visitor, Visitors, photo

PATIENCE = 20  # looks


def framework_of(office: Visitor) -> str:
    """The address of the sheet of the edition in force."""
    page = office.opens("/scores/")
    return re.sub(r"^.*?(/scores/\d+/).*$", r"\1", page.url)


def step(visitor: Visitor, hit: str, label: str, note: str) -> None:
    """Makes a step of a hit by its button."""
    visitor.opens(hit).get_by_role("link", name=label, exact=True).click()
    visitor.page.get_by_label("理由").fill(note)
    visitor.page.get_by_role("button", name=label, exact=True).click()


@pytest.mark.journey("A6")
def test_points_being_lost_open_down_to_the_checks_and_a_sheet_is_kept(visitors: Visitors) -> None:
    office = visitors.on_pc("chuangchengban")
    sheet = framework_of(office)

    page = office.opens(f"{sheet}losses/")
    first = page.locator("#losses tbody tr").first
    expect(first.locator(".num").first).to_have_text(re.compile(r"^\d+\.\d\d$"))
    first.get_by_role("link").first.click()
    page.wait_for_url("**/scores/standards/**")
    office.sees("检查")

    page = office.opens(sheet)
    total = page.locator(".sheet-total .figure-value").inner_text()
    page.get_by_role("button", name="留存这张表").click()
    page.wait_for_url("**/scores/kept/**")
    assert page.locator(".sheet-total .figure-value").inner_text() == total
    office.sees("这张表不变")

    office.finds(f"{sheet}compare/?kind=street", "名次")
    rows = page.locator("#subjects tbody tr")
    for _turn in range(PATIENCE):
        if rows.count():
            break
        page.wait_for_timeout(3000)  # the sheets of the streets are made by a job
        page.reload()
    expect(rows.first).to_be_visible()


@pytest.mark.journey("A2")
def test_a_confirmed_hit_voids_the_score_everywhere_until_it_is_lifted(visitors: Visitors) -> None:
    office, second, leader = (
        visitors.on_pc("chuangchengban"),
        visitors.on_pc("duchashi"),
        visitors.on_phone("lingdao"),
    )
    sheet, account = framework_of(office), once("发生一起事故")

    page = office.opens("/scores/negative/new/")
    page.get_by_label("负面清单条目").select_option(index=1)
    page.get_by_label("情况").fill(account)
    page.get_by_label("来源").fill("通报（示例）")
    page.get_by_label("依据").set_input_files(photo(7))
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile(r"/scores/negative/[0-9a-f-]{36}/$"))
    hit = re.sub(r"^https?://[^/]+", "", page.url)

    step(office, hit, "确认成立", "我自己确认")
    office.sees("须由不同的人办理")
    assert "无效" not in office.opens(sheet).locator(".figures").inner_text()

    step(second, hit, "确认成立", "属实")
    try:
        for address in (sheet, f"{sheet}losses/", f"{sheet}compare/", f"{sheet}negative/"):
            leader.opens(address)
            leader.sees("无效")
        assert office.reads(f"{sheet.rstrip('/')}")["void"] is True
        paper = office.page.request.get(f"{office.address}{sheet}bulletin/").body()
        assert "结果无效" in "".join(each.text for each in Document(io.BytesIO(paper)).paragraphs)
    finally:
        step(second, hit, "解除", "处理完毕")
    assert office.reads(f"{sheet.rstrip('/')}")["void"] is False
    office.opens(hit)
    office.sees("已解除")
