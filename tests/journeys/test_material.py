"""Material for the online submission: asked for, brought with a caption, returned with a marked place, accepted."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.core.times import today
from tests.journeys.field_kit import once
from tests.journeys.visitors import Visitor, Visitors, photo

CAPTION = {
    "time": "2026年9月12日",
    "place": "实验小学",
    "people": "师生",
    "theme": "文明校园",
    "background": "开学第一周",
}


def asked_of_a_standard(office: Visitor, title: str) -> str:
    """The address of a request that the office makes from the page of a standard."""
    page = office.opens("/scores/")
    page.locator('a[href*="/scores/standards/"]').first.click()
    page.wait_for_url("**/scores/standards/**")
    page.get_by_role("link", name="标准与责任").click()
    page.get_by_role("link", name="布置材料").click()
    page.get_by_label("要什么材料").fill(title)
    page.get_by_role("combobox", name="责任单位").fill("教")
    page.get_by_role("option", name=re.compile("教体局")).click()
    page.get_by_label("提交时限").fill(str(today() + timedelta(days=3)))
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/materials/[0-9a-f-]{36}/$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def draw_a_mark(page: Page) -> None:
    """Drags over a part of the picture."""
    drawing = page.locator(".markable svg")
    expect(drawing).to_be_visible()
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5, steps=4)
    page.mouse.up()


@pytest.mark.journey("F1")
def test_a_material_officer_brings_a_picture_that_is_returned_mended_and_counts(visitors: Visitors) -> None:
    office, officer = visitors.on_pc("chuangchengban"), visitors.on_pc("cailiaoyuan")
    title = once("校园实景")

    material = asked_of_a_standard(office, title)

    officer.finds("/", title)
    page = officer.opens(f"{material}hand-in/")
    page.locator("input[name='piece-0-file']").set_input_files(photo(31))
    for name, text in CAPTION.items():
        page.locator(f"input[name='piece-0-{name}']").fill(text)
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(f"**{material}")
    officer.sees("待审核")

    page = office.opens(f"{material}review/")
    draw_a_mark(page)
    expect(page.locator("rect.mark-new")).to_have_count(1)
    expect(page.get_by_label("退回", exact=True)).to_be_checked()
    page.get_by_label("意见").fill("牌子没有拍全")
    page.get_by_role("button", name="提交审核意见").click()
    page.wait_for_url(f"**{material}")

    page = officer.opens(f"{material}hand-in/")
    officer.sees("牌子没有拍全")
    expect(page.locator("svg.marks rect")).to_have_count(1)
    page.locator("input[name='piece-0-file']").set_input_files(photo(32))
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(f"**{material}")

    page = office.opens(f"{material}review/")
    page.get_by_label("认可", exact=True).check()
    page.get_by_role("button", name="提交审核意见").click()
    page.wait_for_url(f"**{material}")
    office.sees("已认可1份，应提供1份")
    office.sees("以前的版本")
    page.locator("dl.facts a[href*='/standards/']").first.click()
    office.sees(title)


def zipped(*names: str) -> bytes:
    """An archive with a picture under each of these paths."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(name, photo(41 + number)["buffer"])
    return written.getvalue()


@pytest.mark.journey("F1")
def test_a_folder_of_photos_gets_a_caption_for_each_in_one_table(visitors: Visitors) -> None:
    material = asked_of_a_standard(visitors.on_pc("chuangchengban"), once("分类设施实景"))
    page = visitors.on_pc("cailiaoyuan").opens(f"{material}hand-in/")
    page.locator(".archive-form summary").click()
    content = zipped("2026-09-12 柳巷社区/清洁家园/1.jpg", "2026-09-12 柳巷社区/清洁家园/2.jpg", "3.jpg")
    page.locator("#archive").set_input_files({"name": "九月.zip", "mimeType": "application/zip", "buffer": content})
    page.get_by_role("button", name="上传", exact=True).click()
    first, last = page.locator("input[name='piece-0-place']"), page.locator("input[name='piece-2-place']")
    expect(first).to_have_value("柳巷社区")
    expect(last).to_have_value("")
    first.focus()
    page.get_by_role("button", name="填到下面").click()
    expect(last).to_have_value("柳巷社区")
    page.get_by_role("button", name="撤销填充").click()
    expect(last).to_have_value("")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("请补全“3.jpg”的说明：时间、地点、人物、主题、背景")).to_be_visible()
    for name, text in CAPTION.items():
        page.locator(f"input[name='piece-0-{name}']").fill(text)
        page.get_by_role("button", name="填到下面").click()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(f"**{material}")
    expect(page.get_by_text("已提交3份")).to_be_visible()
