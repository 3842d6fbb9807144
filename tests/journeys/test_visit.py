"""A site is visited on a phone with photos; what failed is a case with one press; a correction is appended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.field_kit import new_round, new_site, once
from tests.journeys.visitors import Visitor, Visitors, photo

OFFICE, INSPECTOR = "chuangchengban", "jianchayuan"
TOILET, ROUND = once("旅程公厕"), once("旅程周检查")


def plans_a_round(office: Visitor) -> str:
    """A weekly round over the one site, given to the inspector and started, on the screens; gives its id."""
    round_id = new_round(office, name=ROUND, kind="周检查", days=7)
    page = office.page
    page.get_by_label("点位名称或编号").fill(TOILET)
    page.get_by_role("button", name="查询").click()
    page.get_by_label(TOILET).check()
    page.get_by_role("button", name=re.compile("^添加|加入")).last.click()
    office.sees("已添加1个点位")
    page = office.opens(f"/rounds/{round_id}/")
    page.get_by_label(TOILET).check()
    page.locator("select[name=person]").select_option(label="北以宁")
    page.get_by_role("button", name="分派", exact=True).first.click()
    office.sees("已分派1个点位")
    page.get_by_role("button", name="启动").click()
    office.sees("轮次已启动")
    return round_id


def passes(card: Locator) -> None:
    """Answers a card so that it passes."""
    match card.get_attribute("data-kind"):
        case "yes_no":
            card.locator(".segment-pass").click()
        case "composite":
            for tick in card.locator(".tick:not(.tick-none):not(.tick-na)").all():
                tick.click()
        case _:
            card.locator(".amount-input").fill(card.get_attribute("data-least") or "0")


def breaks_once(page: Page) -> None:
    """The connection breaks at the next sending, as in a lift."""
    page.route("**/visit/", lambda route: route.abort("connectionreset"), times=1)


def fills_in(page: Page) -> str:
    """Fills the form in with one fault, forgets one item at first, loses the connection once; gives what failed."""
    cards = page.locator("[data-card]")
    expect(page.locator("[data-visit-done]")).to_have_text("0")
    failing = page.locator("[data-card][data-kind=tally]").first
    failed = failing.locator(".card-text span").last.inner_text()
    for card in cards.all()[:-1]:
        passes(card)
    failing.locator("[data-step='1']").click()
    failing.locator("input[type=file]").set_input_files([photo(41), photo(201)])
    page.get_by_role("button", name="取当前位置").click()
    expect(page.locator("[data-position-words]")).to_contain_text("已定位")
    page.get_by_role("button", name="提交检查结果").click()
    expect(page.locator(".error-summary")).to_contain_text("有1项需要补填")  # named, and nothing lost
    expect(page.locator(".kept-photos img")).to_have_count(2)
    passes(cards.last)
    breaks_once(page)
    page.get_by_role("button", name="提交检查结果").click()
    expect(page.locator("#toasts")).to_contain_text("网络不通")
    expect(page.locator("[data-visit-done]")).to_have_text(str(cards.count()))
    page.get_by_role("button", name="提交检查结果").dblclick()
    page.wait_for_url(re.compile(r"/visits/[0-9a-f-]{36}/"))
    return failed


def corrects(office: Visitor, visit_id: str, item: str) -> None:
    """Says on the page of the visit that the item passed."""
    page = office.opens(f"/visits/{visit_id}/")
    page.locator(".answer", has_text=item).get_by_role("button", name="更正").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("判定").select_option(label="合格")
    dialog.get_by_label("违规数").fill("0")
    dialog.get_by_label("理由").fill("复看照片，不计")
    dialog.get_by_role("button", name="更正").click()
    office.sees("原来的判定保留在记录中")


@pytest.mark.journey("D4")
def test_visit_on_a_phone_becomes_checks_and_a_case(visitors: Visitors) -> None:
    office = visitors.on_pc(OFFICE)
    site_id = new_site(office, name=TOILET, site_type="室外公厕", area="枫园社区")
    round_id = plans_a_round(office)

    inspector = visitors.on_phone(INSPECTOR)
    page = inspector.opens("/visits/mine/")
    page.locator(".visit-entry", has_text=TOILET).click()
    failed = fills_in(page)
    visit_id = page.url.split("#")[0].rstrip("/").rsplit("/", 1)[1]
    inspector.sees("1项不合格")
    page.get_by_role("button", name="全部生成1个问题").click()
    inspector.sees("已生成")

    page = office.opens(f"/rounds/{round_id}/")
    office.sees("已查1/1，100%")
    page.get_by_role("link", name="看结果").click()
    page.get_by_role("link", name=re.compile("^问题2")).last.click()
    office.sees(TOILET)
    expect(page.locator("main img").first).to_be_visible()
    read = office.reads(f"/visits/{visit_id}")
    assert (read["site_id"], read["inspector"], read["accuracy"]) == (site_id, "北以宁", 12)
    answer = next(row for row in read["answers"] if row["verdict"] == "fail")
    assert (answer["item"], answer["violations"], len(answer["photo_ids"])) == (failed, 1, 2)
    assert answer["case_id"] == page.url.rstrip("/").rsplit("/", 1)[1]

    corrects(office, visit_id, failed)
    again = visitors.on_pc("dudao").reads(f"/visits/{visit_id}")
    corrected = next(row for row in again["answers"] if row["id"] == answer["id"])
    assert (corrected["entered_verdict"], corrected["verdict"]) == ("fail", "pass")
    assert {check["id"] for check in corrected["checks"]}.isdisjoint({check["id"] for check in answer["checks"]})
    assert visitors.on_pc("qunzhong").is_refused(f"/visits/{visit_id}/")
