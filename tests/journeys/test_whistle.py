"""吹哨报到: the street blows the whistle, departments arrive and say what they did, and only then it ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.field_kit import once
from tests.journeys.test_rectification import makes, presses, reported, unit_named
from tests.journeys.visitors import Visitors


@pytest.mark.journey("E3")
def test_street_whistles_departments_arrive_and_answer_before_it_ends(visitors: Visitors) -> None:
    case = reported(visitors.on_phone("jianchayuan"), once("旅程：沿街占道与污水"), 71)
    office, street = visitors.on_pc("chuangchengban"), visitors.on_phone("jiedao")
    makes(office, case, "file")
    makes(office, case, "dispatch", lead_unit_id=unit_named(office, "东关街道"))

    page = street.opens(f"/cases/{case}/whistle/")
    page.get_by_role("button", name="吹哨召集").click()
    assert street.reads(f"/cases/{case}")["history"][-1]["move"] == "dispatch"  # nobody called, no reason: refused
    page = street.opens(f"/cases/{case}/whistle/")
    page.get_by_role("combobox").fill("区城管局")
    page.get_by_role("option", name="区城管局").first.click()
    page.get_by_label("为什么吹哨").fill("需要执法力量到场")
    page.get_by_role("button", name="吹哨召集").click()
    page.wait_for_url(f"**/cases/{case}/")
    street.sees("1个单位未回应")

    bureau = visitors.on_pc("lianluoyuan")
    bureau.opens("/")
    bureau.sees("吹哨")
    page = bureau.opens(f"/cases/{case}/")
    presses(page, "到场回应")
    expect(page.get_by_label("谁到场")).to_have_value("方如初")
    page.get_by_label("做了什么").fill("现场清理占道，通知市政疏通。")
    page.get_by_role("button", name="提交回应").click()
    page.wait_for_url(f"**/cases/{case}/")
    bureau.sees("全部已回应")

    street.opens(f"/cases/{case}/")
    street.sees("现场清理占道")
    page = street.opens(f"/cases/{case}/end_whistle/")
    page.get_by_role("button", name="结束吹哨").click()
    page.wait_for_url(f"**/cases/{case}/")
    moves = [step["move"] for step in visitors.on_pc("lingdao").reads(f"/cases/{case}")["history"]]
    assert moves == ["open", "file", "dispatch", "whistle", "answer_whistle", "end_whistle"]
