"""A circular from the register to the last unit that signs, and a rule that is still found as of last year."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.times import today
from tests.journeys.test_meetings import picks
from tests.journeys.visitors import Visitor, Visitors

ADDRESS = re.compile(r"/command/(circulars|regulations)/[0-9a-f-]{36}/$")


def registers(office: Visitor, title: str, file: Path) -> str:
    """An incoming circular with a PDF; gives its address."""
    page = office.opens("/command/circulars/")
    page.get_by_role("link", name="登记文件").first.click()
    page.get_by_label("标题").fill(title)
    page.get_by_label("发文单位").fill("市文明办（旅程）")
    page.get_by_label("附件").set_input_files(file)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(ADDRESS)
    return page.url.removeprefix(office.address)


def enters(office: Visitor, address: str, title: str, first_day: str) -> str:
    """A regulation, new or in the place of another one; gives its address."""
    page = office.opens(address)
    page.get_by_label("名称", exact=True).fill(title)
    page.get_by_label("生效日期").fill(first_day)
    page.get_by_label("正文").fill("第一条　旅程里的一条规定。")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(ADDRESS)
    return page.url.removeprefix(office.address)


@pytest.mark.journey("F4")
def test_circular_is_passed_down_signed_and_becomes_tasks(visitors: Visitors, tmp_path: Path) -> None:
    mark, due = uuid4().hex[:6], today() + timedelta(days=12)
    title, word = f"旅程：关于整治的通知{mark}", f"果皮箱{mark}"
    sentence = f"区城管局要于{due.year}年{due.month}月{due.day}日前更换{word}。"
    file = tmp_path / "通知.pdf"
    file.write_bytes(write_pdf(Paper(title="通知", blocks=[Paragraph(sentence)])))
    office, bureau = visitors.on_pc("chuangchengban"), visitors.on_phone("lianluoyuan")
    circular = registers(office, title, file)

    page = office.opens(f"{circular}issue/")
    picks(page, "指定单位", "区城管局")
    picks(page, "指定单位", "东关街道")
    page.get_by_role("button", name="下发").click()
    page.wait_for_url(ADDRESS)
    bureau.finds("/", title)
    phone = bureau.opens(circular)
    phone.get_by_role("button", name="签收").click()
    bureau.sees("已签收")
    page = office.opens(circular)
    expect(page.locator("#receipts")).to_contain_text("共2个单位，已阅1个，已签收1个")
    page.get_by_role("button", name="提醒未签收单位").click()
    office.sees("已提醒1个未签收单位")

    office.finds(circular, "已读取文字", seconds=180)  # the worker may still be drawing the sample's photos
    page = office.opens(f"{circular}tasks/")
    line = page.locator(".circular-line").first
    line.get_by_label("交办这一项").check()
    expect(line.get_by_label("完成时限")).to_have_value(due.isoformat())
    page.get_by_role("button", name="交办勾选的任务").click()
    office.sees("已交办1项任务")
    phone = bureau.opens(f"/search/?q={word}")
    expect(phone.locator("main")).to_contain_text("通知.pdf")


@pytest.mark.journey("F4")
def test_replaced_regulation_is_found_as_of_last_year(visitors: Visitors) -> None:
    mark = uuid4().hex[:6]
    office = visitors.on_pc("chuangchengban")
    first = enters(
        office, "/command/regulations/new/", f"旅程旧办法{mark}", (today() - timedelta(days=700)).isoformat()
    )
    enters(office, f"{first}replace/", f"旅程新办法{mark}", today().isoformat())
    office.opens(first)
    office.sees("已被代替")
    last_year = today() - timedelta(days=365)
    page = office.opens(f"/command/regulations/?standing=in_force&day={last_year}&q={mark}")
    expect(page.locator("tbody")).to_contain_text(f"旅程旧办法{mark}")
    expect(page.locator("tbody tr")).to_have_count(1)
    page = office.opens(f"/command/regulations/?standing=in_force&q={mark}")
    expect(page.locator("tbody")).to_contain_text(f"旅程新办法{mark}")
