"""From the records to a letter: a month is computed, a talk decided, read on the phone, appealed against, settled."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.visitors import Visitor, Visitors

MATTER = re.compile(r"/accountability/[0-9a-f-]{36}/$")


@pytest.mark.journey("H2")
def test_a_proposal_becomes_a_letter_and_an_appeal_is_settled_by_somebody_else(visitors: Visitors) -> None:
    mark = uuid4().hex[:6]
    office, supervisor = visitors.on_pc("chuangchengban"), visitors.on_pc("duchashi")
    bureau = visitors.on_phone("fuzeren")

    page = office.opens("/accountability/reckon/")
    page.get_by_role("button", name="开始计算").click()
    page.wait_for_url(re.compile(r"/jobs/"))
    page = office.opens("/accountability/?view=proposed")
    expect(page.locator("main")).to_contain_text("建议")
    matter = proposed(office, mark)
    decided(supervisor, matter, mark)

    phone = bureau.opens(matter)
    expect(phone.locator("main")).to_contain_text(mark)
    phone.get_by_role("button", name="申诉", exact=True).first.click()
    phone.locator("dialog[open]").get_by_label("申诉理由").fill("当时在另一现场处置，有值班记录")
    phone.locator("dialog[open]").get_by_role("button", name="提出申诉").click()
    bureau.sees("已提出申诉")

    page = supervisor.opens(matter)
    expect(page.locator("main")).to_contain_text("请其他人处理")
    page = office.opens(matter)
    page.get_by_role("button", name="申诉成立", exact=True).click()
    page.locator("dialog[open]").get_by_label("理由").fill("值班记录属实")
    page.locator("dialog[open]").get_by_role("button", name="申诉成立").click()
    office.sees("申诉已办理")
    expect(bureau.opens(matter).locator("main")).to_contain_text("申诉成立")


def proposed(office: Visitor, mark: str) -> str:
    """The address of a proposal by hand, which its maker cannot decide."""
    page = office.opens("/accountability/new/")
    page.get_by_label("单位").select_option(label="区城管局")
    page.get_by_label("情形").select_option(label="措施不力")
    page.get_by_label("建议的措施").select_option(label="约谈")
    page.get_by_label("事由").fill(f"旅程：多次督促后现场仍无人处置{mark}")
    page.get_by_role("button", name="提出建议").click()
    page.wait_for_url(MATTER)
    expect(page.locator("main").get_by_role("link", name="作出决定")).to_have_count(0)
    return page.url.removeprefix(office.address)


def decided(supervisor: Visitor, matter: str, mark: str) -> None:
    """A talk with whoever held a post then, with a letter."""
    page = supervisor.opens(matter)
    page.get_by_role("link", name="作出决定").click()
    page.get_by_label("主要负责人").select_option(index=1)
    page.get_by_label("认定的事实").fill(f"现场两次无人处置{mark}")
    page.get_by_label("整改期限或约谈日期").fill(page.get_by_label("影响期至").input_value())
    page.get_by_role("button", name="作出决定").click()
    page.wait_for_url(MATTER)
    supervisor.sees("已作出决定")
    expect(page.locator("main")).to_contain_text(re.compile(r"创督问〔\d{4}〕\d+号"))
    with page.expect_download() as paper:
        page.get_by_role("link", name="Word").click()
    assert paper.value.suggested_filename.startswith("约谈通知书-创督问")
