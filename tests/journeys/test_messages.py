"""E2: a step of the ladder goes out to a group once, and says so; what a group refuses becomes a to-do."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from chuangcheng.core.tests.stub_servers import Gateway, gateway
from tests.journeys.visitors import Visitor, Visitors

UNIT = "区城管局"
SECONDS = 150  # the ladder looks once a minute


@pytest.fixture
def group() -> Iterator[Gateway]:
    """The chat group of a unit, as far as the product can tell."""
    with gateway() as found:
        yield found


def texts(group: Gateway) -> list[str]:
    """What arrived in the group."""
    return [each.body["text"]["content"] for each in group.arrived]


def arrives(group: Gateway, pattern: str) -> str:
    """Waits for a message of this kind; gives its text."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        found = [text for text in texts(group) if re.search(pattern, text)]
        if found:
            return found[0]
        time.sleep(0.5)
    raise AssertionError(f"{pattern} never arrived: {texts(group)}")


def set_up_channel(admin: Visitor, group: Gateway, name: str) -> None:
    """A robot for the unit's own news, tried and switched on."""
    page = admin.opens("/settings/channels/add/wecom/")
    page.get_by_label("名称").fill(name)
    page.get_by_label("地址").fill(group.url)
    page.get_by_label("只发催办督办").check()
    page.get_by_label("发给谁的消息").select_option(label=UNIT)
    page.get_by_role("button", name="保存").click()
    admin.sees("先试发一条")
    page.get_by_role("button", name=f"用{name}发一条试试").click()
    arrives(group, "这是一条测试消息")
    page.get_by_role("row", name=re.compile(name)).first.wait_for()
    admin.finds(page.url.removeprefix(admin.address), "已发出")
    page = admin.opens("/settings/channels/")
    page.get_by_role("row", name=re.compile(name)).get_by_role("button", name="启用").click()
    admin.sees(f"已启用“{name}”")


def rung_row(page: Page, after: str, hours: str) -> Locator:
    """The first row of the ladder with this condition."""
    for row in page.locator("table.ladder-table tbody tr").all():
        held = (row.locator("[name$=-after]").input_value(), row.locator("[name$=-hours]").input_value())
        if held == (after, hours):
            return row
    raise AssertionError((after, hours))


def set_rung(office: Visitor, row: Locator, *, after: str, hours: str, step: str, by: str) -> None:
    """Fills a row of the ladder and saves it from today on."""
    row.locator("[name$=-after]").select_option(after)
    row.locator("[name$=-hours]").fill(hours)
    row.locator("[name$=-step]").select_option(step)
    row.locator("[name$=-by]").select_option(by)
    office.page.get_by_label("修改原因").fill("旅程")
    office.page.get_by_role("button", name="保存").click()
    office.sees("已保存")


def issue_order(office: Visitor, title: str) -> str:
    """An order to the unit; gives its address."""
    page = office.opens("/orders/new/")
    page.get_by_label("被督办单位").select_option(label=UNIT)
    page.get_by_label("事由").fill(title)
    page.get_by_label("督办依据").fill("多件问题超期1个工作日")
    page.get_by_role("button", name="拟稿").click()
    page.wait_for_url(re.compile(r"/orders/[0-9a-f-]{36}/$"))
    page.get_by_role("button", name="签发", exact=True).first.click()
    page.locator("dialog[open]").get_by_role("button", name="签发").click()
    office.sees("已签发")
    return page.url.removeprefix(office.address)


@pytest.mark.journey("E2")
def test_step_of_the_ladder_arrives_once_and_a_refusal_becomes_a_to_do(visitors: Visitors, group: Gateway) -> None:
    admin, office, creation = visitors.on_pc("xitong"), visitors.on_pc("duchashi"), visitors.on_pc("chuangchengban")
    name = f"城管工作群{uuid4().hex[:6]}"
    set_up_channel(admin, group, name)

    page = office.opens("/settings/ladder/")
    set_rung(office, rung_row(page, "", ""), after="late", hours="1", step="talk", by="leader_in_charge")
    said = arrives(group, f"{UNIT}有\\d+件问题超期1个工作小时，升级为约谈")
    time.sleep(2)
    assert texts(group).count(said) == 1

    page = office.opens("/escalations/?step=talk")
    page.get_by_role("row", name=re.compile(UNIT)).first.locator("td.cell-title a").click()
    expect(page.locator("main")).to_contain_text("消息送达")
    expect(page.locator("main")).to_contain_text(re.compile(f"{name}.*已发出"))
    page = office.opens("/settings/ladder/")
    set_rung(office, rung_row(page, "late", "1"), after="", hours="", step="", by="")

    group.answer = {"errcode": 93000, "errmsg": "invalid webhook url"}
    order = issue_order(office, f"旅程：关于超期问题的督办{uuid4().hex[:6]}")
    office.finds(order, "未能发出")
    office.sees("invalid webhook url")
    creation.finds("/", "有消息未能发出或不能确定是否收到")
    page = creation.opens("/messages/?state=given_up")
    expect(page.get_by_role("row", name=re.compile(name)).first).to_contain_text("对方没有接受")
    with page.expect_download() as listed:
        page.get_by_role("link", name="导出Excel").click()
    assert listed.value.suggested_filename.startswith("消息发送情况")

    page = admin.opens("/settings/channels/")
    page.get_by_role("row", name=re.compile(name)).get_by_role("button", name="停用").click()
    page.locator("dialog[open]").get_by_label("理由").fill("旅程结束")
    page.locator("dialog[open]").get_by_role("button", name="停用").click()
    admin.sees(f"已停用“{name}”")
