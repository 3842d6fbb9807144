"""群众渠道: a call by keyboard alone, doubles joined, each answered; a superior's findings before the leader."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.field_kit import once
from tests.journeys.test_rectification import makes
from tests.journeys.visitors import Visitor, Visitors

PHONE = "19900007788"  # of nobody
SECONDS = 30


def types_a_call(page: Page, words: str, *, site: str, phone: str) -> str:
    """The whole call without a mouse; gives the number that is read out."""
    expect(page.locator("#id_phone")).to_be_focused()
    page.keyboard.type(phone)
    page.keyboard.press("Tab")
    page.keyboard.type("王某")
    page.keyboard.press("Tab")
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.type(site)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    number = page.locator(".desk-number")
    number.wait_for()
    return number.inner_text()


@pytest.mark.journey("D5", "I6")
def test_two_callers_tell_of_one_problem_and_each_is_answered(visitors: Visitors) -> None:
    office = visitors.on_pc("chuangchengban")
    words = once("旅程：路口垃圾堆放没人清运")
    page = office.opens("/intake/new/")
    began = time.monotonic()
    first = types_a_call(page, words, site="东关", phone=PHONE)
    assert time.monotonic() - began < SECONDS
    page.keyboard.type(PHONE)
    expect(page.locator("#desk-earlier")).to_contain_text(first)  # the same caller again: found by the phone
    page = office.opens("/intake/new/")
    second = types_a_call(page, words + "味道很大", site="东关", phone="19900007799")

    listed = {item["number"]: item for item in office.reads("/reports")["items"]}
    one, other = listed[first], listed[second]
    page = office.opens(f"/cases/{other['case_id']}/")
    main = office.reads(f"/cases/{one['case_id']}")["number"]
    pair = page.locator("#doubles article", has_text=main)
    expect(pair).to_contain_text("相距0米")
    pair.get_by_role("button", name="并案").click()
    page.wait_for_url(f"**/cases/{one['case_id']}/")
    office.sees(first)
    office.sees(second)

    makes(office, one["case_id"], "reject", reason="旅程：现场没有发现垃圾")
    for report in (one["id"], other["id"]):  # one case, and each of the two who told of it gets an answer
        _waits_for(office, report, "to_answer")
        page = office.opens(f"/intake/{report}/")
        page.get_by_label("答复内容").fill("已到现场查看，没有发现垃圾，感谢监督。")
        page.get_by_role("button", name="起草好了").click()
        page.get_by_role("button", name="已这样答复").click()
        expect(page.locator(".detail-head")).to_contain_text("已答复")


@pytest.mark.journey("D6")
def test_superiors_findings_go_before_the_leader_who_follows_up_in_person(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    name = once("旅程：省级暗访反馈")
    page = office.opens("/superior/new/")
    page.get_by_label("名称").fill(name)
    page.get_by_label("哪一级反馈").fill("省文明办暗访组")
    for box in page.locator("input[name=leaders]").all():
        box.check()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/superior/0*/")
    batch = page.url.rstrip("/").rpartition("/")[2]
    number = office.reads(f"/superior-batches/{batch}")["number"]

    page = office.opens("/imports/start/superior/")
    page.set_input_files("input[type=file]", [_table(name)])
    page.get_by_label("归入哪一批").fill(number)
    page.get_by_role("button", name="上传并认列").click()
    page.get_by_role("button", name="核对并预览").click()
    page.get_by_role("button", name="导入合格的 2 行").click()
    office.sees("新增")
    assert office.reads(f"/superior-batches/{batch}")["total"] == 2

    leader.opens(f"/superior/{batch}/")
    page = leader.opens(f"/superior/{batch}/")
    page.get_by_role("button", name="已阅").first.click()
    page.get_by_role("dialog").get_by_role("button", name="已阅").click()
    leader.sees("亲自督办")
    page.get_by_role("button", name="亲自督办").first.click()
    page.get_by_label("看到什么、提了什么要求").fill("现场看了两处，三天内改完。")
    page.get_by_role("dialog").get_by_role("button", name="记录").click()
    leader.sees("现场看了两处")
    steps = office.reads(f"/superior-batches/{batch}")["steps"]
    assert [step["kind"] for step in steps] == ["read", "followed"]


def _table(name: str) -> FilePayload:
    text = f"编号,地点,存在问题\n{name}-1,东关大街,{name}：地面有垃圾\n{name}-2,迎宾路口,{name}：路灯不亮\n"
    return {"name": "反馈.csv", "mimeType": "text/csv", "buffer": text.encode()}


def _waits_for(who: Visitor, report: str, state: str) -> None:
    """The news of the case arrives within seconds."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if who.reads(f"/reports/{report}")["state"] == state:
            return
        time.sleep(0.5)
    pytest.fail(f"{report} 没有到 {state}")
