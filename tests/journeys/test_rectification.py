"""A problem from report to closure: each step by who does it, read back by somebody else on screen and over the API."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.visitors import Visitor, Visitors, photo

WORDS = "旅程：路口东侧垃圾桶满溢"


def reported(inspector: Visitor, words: str, shade: int) -> str:
    """Reports a problem with a photo from a phone; gives the id of the case."""
    page = inspector.opens("/cases/new/")
    page.locator("input[type=file]").first.set_input_files(photo(shade))
    page.get_by_label("发现了什么问题").fill(words)
    page.get_by_label("具体位置").fill("东关路18号")
    page.get_by_label("问题类别").select_option(label="暴露垃圾")
    page.get_by_role("button", name="上报").click()
    page.wait_for_url("**/cases/*-*/")
    return str(UUID(page.url.rstrip("/").rsplit("/", 1)[1]))


def presses(page: Page, act: str) -> None:
    """Opens the one next act of a case and expects its form."""
    page.get_by_role("link", name=act, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(act[:2])


@pytest.mark.journey("E1", "E2")
def test_problem_is_reported_dispatched_fixed_and_closed_by_a_second_person(visitors: Visitors) -> None:
    case = reported(visitors.on_phone("jianchayuan"), WORDS, 11)
    office = visitors.on_pc("chuangchengban")
    page = office.opens(f"/cases/{case}/")
    presses(page, "立案")
    page.get_by_role("button", name="立案").click()
    page.wait_for_url(f"**/cases/{case}/")
    presses(page, "派遣")
    page.get_by_role("combobox", name="牵头单位").fill("区城管局")
    page.get_by_role("option", name="区城管局").first.click()
    page.get_by_role("button", name="派遣").click()
    page.wait_for_url(f"**/cases/{case}/")
    office.sees("处置中")
    office.sees("工作")  # the deadline in words, from the class: 4 working hours

    liaison = visitors.on_pc("lianluoyuan")
    liaison.opens("/")
    liaison.sees(WORDS)
    page = liaison.opens(f"/cases/{case}/")
    presses(page, "反馈处置情况")
    page.get_by_label("处置说明").fill("已清理干净")
    page.get_by_role("button", name="提交反馈").click()
    liaison.sees("照片")  # refused without an after-photo, with what was typed still there
    assert liaison.reads(f"/cases/{case}")["state"] == "fixing"
    page.locator("input[type=file]").first.set_input_files(photo(12))
    page.get_by_role("button", name="提交反馈").click()
    page.wait_for_url(f"**/cases/{case}/")
    liaison.sees("待核查")
    expect(page.get_by_role("link", name="核查结案")).to_have_count(0)

    supervisor = visitors.on_pc("dudao")
    page = supervisor.opens(f"/cases/{case}/")
    presses(page, "核查结案")
    page.get_by_role("button", name="结案").click()
    page.wait_for_url(f"**/cases/{case}/")
    supervisor.sees("已结案")

    read = visitors.on_pc("lingdao").reads(f"/cases/{case}")
    assert read["state"] == "closed"
    assert [step["move"] for step in read["history"]] == ["open", "file", "dispatch", "feed_back", "close"]
    assert visitors.on_pc("cailiaoyuan").is_refused(f"/cases/{case}/")


@pytest.mark.journey("E1")
def test_wrongly_dispatched_problem_is_sent_back_with_a_reason(visitors: Visitors) -> None:
    case = reported(visitors.on_phone("jianchayuan"), "旅程：花坛边石破损", 13)
    office = visitors.on_pc("chuangchengban")
    unit = next(row["id"] for row in office.reads("/units", words="区城管局")["items"] if row["name"] == "区城管局")
    for move, body in (("file", {}), ("dispatch", {"lead_unit_id": unit})):
        token = next(each["value"] for each in office.page.context.cookies() if each["name"] == "csrftoken")
        answer = office.page.request.post(
            f"{office.address}/api/v1/cases/{case}/{move}", data=body, headers={"X-CSRFToken": token}
        )
        assert answer.ok, answer.text()
    liaison = visitors.on_pc("lianluoyuan")
    page = liaison.opens(f"/cases/{case}/send_back/")
    page.get_by_role("button", name="回退").click()
    liaison.sees("回退")  # asks for the reason first
    page.locator("textarea").first.fill("该处由园林中心管养")
    page.get_by_role("button", name="回退").click()
    page.wait_for_load_state()
    read = office.reads(f"/cases/{case}")
    assert read["state"] == "filed"
    assert read["history"][-1]["reason"] == "该处由园林中心管养"
