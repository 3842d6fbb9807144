"""A problem from report to closure: each step by who does it, read back by somebody else on screen and over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any
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


def makes(visitor: Visitor, case: str, move: str, **body: Any) -> None:
    """Makes a move over the API."""
    if not any(each["name"] == "csrftoken" for each in visitor.page.context.cookies()):
        visitor.opens("/")
    token = next(each["value"] for each in visitor.page.context.cookies() if each["name"] == "csrftoken")
    address = f"{visitor.address}/api/v1/cases/{case}/{move}"
    answer = visitor.page.request.post(address, data=body, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()


def unit_named(visitor: Visitor, name: str) -> int:
    """The id of the unit."""
    return next(int(row["id"]) for row in visitor.reads("/units", q=name)["items"] if row["name"] == name)


def dispatched(visitors: Visitors, words: str, shade: int) -> str:
    """A case that 区城管局 has to fix."""
    case = reported(visitors.on_phone("jianchayuan"), words, shade)
    office = visitors.on_pc("chuangchengban")
    makes(office, case, "file")
    makes(office, case, "dispatch", lead_unit_id=unit_named(office, "区城管局"))
    return case


def fed_back(visitors: Visitors, words: str, shade: int) -> str:
    """A case that 区城管局 says is fixed, by its own form."""
    case = dispatched(visitors, words, shade)
    page = visitors.on_pc("lianluoyuan").opens(f"/cases/{case}/feed_back/")
    page.locator("input[type=file]").first.set_input_files(photo(shade + 1))
    page.get_by_role("button", name="提交反馈").click()
    page.wait_for_url(f"**/cases/{case}/")
    return case


def moment(written: str) -> datetime:
    """A moment as the API writes it."""
    return datetime.fromisoformat(written)


@pytest.mark.journey("E1", "E2")
def test_problem_is_reported_dispatched_fixed_and_closed_by_a_second_person(visitors: Visitors) -> None:
    case = reported(visitors.on_phone("jianchayuan"), WORDS, 11)
    office = visitors.on_pc("chuangchengban")
    page = office.opens(f"/cases/{case}/")
    presses(page, "立案")
    page.get_by_role("button", name="立案", exact=True).click()
    page.wait_for_url(f"**/cases/{case}/")
    presses(page, "派遣")
    expect(page.locator(".pick-chosen").first).to_contain_text("区城管局")  # which usually fixes this class
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
    liaison.sees("请上传整改后照片。")  # refused without an after-photo, with what was typed still there
    expect(page.get_by_label("处置说明")).to_have_value("已清理干净")
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
    makes(office, case, "file")
    makes(office, case, "dispatch", lead_unit_id=unit_named(office, "区城管局"))
    liaison = visitors.on_pc("lianluoyuan")
    page = liaison.opens(f"/cases/{case}/send_back/")
    page.get_by_role("button", name="回退").click()
    liaison.sees("没有写明原因，请填写后再提交。")  # asks for the reason first
    page.locator("textarea").first.fill("该处由园林中心管养")
    page.get_by_role("button", name="回退").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("问题")
    assert liaison.is_refused(f"/cases/{case}/")  # no longer theirs
    read = office.reads(f"/cases/{case}")
    assert (read["state"], read["send_back_count"]) == ("filed", 1)
    assert read["history"][-1]["reason"] == "该处由园林中心管养"
    office.opens(f"/cases/{case}/")
    office.sees("该处由园林中心管养")


@pytest.mark.journey("E1", "E2")
def test_fix_that_does_not_hold_goes_back_with_the_time_that_is_left(visitors: Visitors) -> None:
    case = fed_back(visitors, "旅程：围墙边乱堆乱放", 21)
    due = moment(visitors.on_pc("lingdao").reads(f"/cases/{case}")["due_at"])
    supervisor = visitors.on_pc("dudao")
    page = supervisor.opens(f"/cases/{case}/fail_check/")
    page.locator("input[type=file]").first.set_input_files(photo(23))
    page.get_by_role("button", name="退回返工").click()
    supervisor.sees("没有写明原因，请填写后再提交。")
    expect(page.get_by_role("img", name="已上传的第1张")).to_be_visible()  # the chosen photo is still there
    page.get_by_label("返工的原因").fill("墙角仍有杂物")
    page.get_by_role("button", name="退回返工").click()
    page.wait_for_url(f"**/cases/{case}/")

    liaison = visitors.on_pc("lianluoyuan")
    liaison.opens("/")
    liaison.sees("核查未通过")
    liaison.opens(f"/cases/{case}/")
    liaison.sees("墙角仍有杂物")
    read = liaison.reads(f"/cases/{case}")
    assert (read["state"], read["rework_count"]) == ("fixing", 1)
    assert moment(read["due_at"]) >= due  # what was left, and a working day at least
    assert [shot["moment"] for shot in read["history"][-1]["photos"]] == ["check"]

    page = liaison.opens(f"/cases/{case}/feed_back/")
    page.locator("input[type=file]").first.set_input_files(photo(24))
    page.get_by_role("button", name="提交反馈").click()
    page.wait_for_url(f"**/cases/{case}/")
    makes(supervisor, case, "close")
    assert visitors.on_pc("lingdao").reads(f"/cases/{case}")["state"] == "closed"


@pytest.mark.journey("E1")
def test_problem_that_comes_back_is_reopened_by_its_reporter(visitors: Visitors) -> None:
    case = fed_back(visitors, "旅程：公告栏乱贴乱画", 31)
    makes(visitors.on_pc("dudao"), case, "close")
    inspector = visitors.on_phone("jianchayuan")
    page = inspector.opens(f"/cases/{case}/")
    page.get_by_text("更多").first.click()
    page.get_by_role("button", name="重开").click()
    page.get_by_role("dialog").locator("textarea").fill("第二天又贴上了")
    page.get_by_role("dialog").get_by_role("button", name="重开").click()
    page.wait_for_url(f"**/cases/{case}/")
    office = visitors.on_pc("chuangchengban")
    read = office.reads(f"/cases/{case}")
    assert (read["state"], read["history"][-1]["move"]) == ("filed", "reopen")
    office.opens(f"/cases/{case}/")
    office.sees("第二天又贴上了")
    expect(office.page.get_by_role("link", name="派遣", exact=True)).to_be_visible()


@pytest.mark.journey("E1")
def test_report_is_voided_or_refused_with_a_reason_and_ends_there(visitors: Visitors) -> None:
    inspector, office = visitors.on_phone("jianchayuan"), visitors.on_pc("chuangchengban")
    for move, name, state, word in (("void", "作废", "void", "作废"), ("reject", "不予立案", "rejected", "不予立案")):
        case = reported(inspector, f"旅程：{name}", 41)
        page = office.opens(f"/cases/{case}/")
        page.get_by_text("更多").first.click()
        page.get_by_role("button", name=name, exact=True).click()
        page.get_by_role("dialog", name=name).locator("textarea").fill("与另一件重复")
        page.get_by_role("dialog", name=name).get_by_role("button", name=name).click()
        page.wait_for_url(f"**/cases/{case}/")
        read = visitors.on_pc("lingdao").reads(f"/cases/{case}")
        assert (read["state"], read["history"][-1]["move"]) == (state, move)
        assert read["moves"] == []
        inspector.opens(f"/cases/{case}/")
        inspector.sees(word)
        inspector.sees("与另一件重复")


@pytest.mark.journey("E1")
def test_two_who_act_at_once_one_wins_and_the_other_is_told(visitors: Visitors) -> None:
    case = fed_back(visitors, "旅程：路灯不亮", 51)
    supervisor, office = visitors.on_pc("dudao"), visitors.on_pc("chuangchengban")
    slow = office.opens(f"/cases/{case}/close/")
    quick = supervisor.opens(f"/cases/{case}/close/")
    quick.get_by_role("button", name="核查通过，结案").click()
    quick.wait_for_url(f"**/cases/{case}/")
    slow.get_by_label("核查说明").fill("已看现场")
    slow.get_by_role("button", name="核查通过，结案").click()
    office.sees("办理“结案”，该问题现为“已结案”")
    moves = [step["move"] for step in office.reads(f"/cases/{case}")["history"]]
    assert moves.count("close") == 1


@pytest.mark.journey("E1")
def test_own_work_is_found_among_to_dos_and_by_search(visitors: Visitors) -> None:
    words = "旅程：银杏路井盖松动"
    case = dispatched(visitors, words, 61)
    liaison, other = visitors.on_pc("lianluoyuan"), visitors.on_pc("jiedao")
    liaison.opens("/")
    liaison.sees(words)
    number = liaison.reads(f"/cases/{case}")["number"]
    assert number in [row["number"] for row in liaison.reads("/todos")]
    for asked in (number, "银杏路", "井盖松动"):
        page = liaison.opens("/")
        page.get_by_role("searchbox").first.fill(asked)
        page.get_by_role("searchbox").first.press("Enter")
        page.get_by_role("link", name=words).first.click()
        page.wait_for_url(f"**/cases/{case}/")
        assert number in [row["number"] for row in liaison.reads("/search", q=asked)]
    assert number not in [row["number"] for row in other.reads("/search", q="银杏路井盖松动")]
    other.opens("/search/?q=银杏路井盖松动")
    other.sees("没有找到")
