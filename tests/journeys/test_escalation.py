"""An overdue problem goes up: an order is drafted, issued, signed for on the phone, answered, closed and printed."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.visitors import Visitors

ORDER = re.compile(r"/orders/[0-9a-f-]{36}/$")


@pytest.mark.journey("E2")
def test_overdue_problem_becomes_an_order_that_is_answered_and_closed(visitors: Visitors) -> None:
    mark = uuid4().hex[:6]
    office, bureau = visitors.on_pc("duchashi"), visitors.on_phone("fuzeren")
    page = office.opens("/escalations/")
    expect(page.locator("main")).to_contain_text("升级")

    page = office.opens("/cases/?view=overdue")
    page.locator("td.cell-title a", has_text=re.compile(".")).first.click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    expect(page.locator("#escalation")).to_contain_text("督办升级")

    page = office.opens("/orders/new/")
    page.get_by_label("被督办单位").select_option(label="区城管局")
    page.get_by_label("事由").fill(f"旅程：关于超期问题的督办{mark}")
    page.get_by_label("督办依据").fill("多件问题超期1个工作日")
    page.get_by_role("button", name="拟稿").click()
    page.wait_for_url(ORDER)
    order = page.url.removeprefix(office.address)
    page.get_by_role("button", name="签发", exact=True).first.click()
    page.locator("dialog[open]").get_by_role("button", name="签发").click()
    office.sees("已签发")
    expect(page.locator("main")).to_contain_text(re.compile(r"督办〔\d{4}〕\d+号"))

    bureau.finds("/", mark)
    phone = bureau.opens(order)
    phone.get_by_role("button", name="签收", exact=True).first.click()
    phone.locator("dialog[open]").get_by_role("button", name="签收").click()
    bureau.sees("已签收")
    phone.get_by_role("button", name="反馈", exact=True).first.click()
    phone.locator("dialog[open]").get_by_label("说明").fill("已全部整改，增加巡查频次")
    phone.locator("dialog[open]").get_by_role("button", name="反馈").click()
    bureau.sees("已反馈")

    page = office.opens(order)
    page.get_by_role("button", name="办结", exact=True).first.click()
    page.locator("dialog[open]").get_by_role("button", name="办结").click()
    office.sees("已办结")
    with page.expect_download() as paper:
        page.get_by_role("link", name="Word").click()
    assert paper.value.suggested_filename.startswith("督办单-督办")
