"""The people who answer for a unit change: from a day on the work waits for the successor, the history stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.newcomers import fresh, joins, person_entered, unit_made
from tests.journeys.test_rectification import presses, reported
from tests.journeys.visitors import Visitor, Visitors

NOTE = "台账在二楼档案柜，路口的两处还没有复查。"


def hands_over(keeper: Visitor, unit: int, former: str, successor: str) -> None:
    """Hands the post of one person in the unit over to another, on the page of the unit."""
    page = keeper.opens(f"/units/{unit}/")
    page.get_by_role("row").filter(has_text=former).get_by_role("link", name="交接").click()
    page.get_by_label("接任人").fill(successor)
    page.get_by_label("交接事项").fill(NOTE)
    page.get_by_role("button", name="交接").click()
    keeper.sees(f"已交接给{successor}")


def dispatched(visitors: Visitors, unit: str, words: str) -> str:
    """A problem reported, filed and sent to the unit; gives the id of the case."""
    case = reported(visitors.on_phone("jianchayuan"), words, 41)
    page = visitors.on_pc("chuangchengban").opens(f"/cases/{case}/")
    presses(page, "立案")
    page.get_by_role("button", name="立案", exact=True).click()
    page.wait_for_url(f"**/cases/{case}/")
    presses(page, "派遣")
    page.wait_for_load_state("networkidle")
    page.locator(".pick-chosen [data-pick-remove]").first.click()  # the unit that usually fixes this class
    page.get_by_role("combobox", name="牵头单位").fill(unit)
    page.get_by_role("option", name=unit).first.click()
    page.get_by_role("button", name="派遣").click()
    page.wait_for_url(f"**/cases/{case}/")
    return case


@pytest.mark.journey("B2")
def test_work_waits_for_the_successor_and_no_longer_for_the_predecessor(
    visitors: Visitors, browser: Browser, address: str
) -> None:
    office, community, words = visitors.on_pc("chuangchengban"), fresh("旅程社区"), fresh("旅程：交接前的积水")
    unit = unit_made(office, community, kind="社区", parent="东关街道")
    old, new, old_name, new_name = fresh("jiu"), fresh("xin"), fresh("旧联络"), fresh("新联络")
    password = person_entered(office, old_name, username=old, unit=unit, duty="联络员", role="联络员")
    former = joins(browser, address, old, password)
    successor = joins(browser, address, new, person_entered(office, new_name, username=new))
    case = dispatched(visitors, community, words)
    former.opens("/")
    former.sees(words)
    successor.opens("/")
    assert words not in successor.page.content()

    hands_over(office, unit, old_name, new_name)
    page = successor.opens("/")
    successor.sees(words)
    successor.sees("交接事项")
    page = successor.opens("/account/")
    successor.sees(NOTE)
    page.get_by_role("button", name="已知悉").click()
    expect(page.get_by_text(NOTE)).to_have_count(0)
    assert successor.reads("/account")["handovers"] == []
    assert successor.reads(f"/cases/{case}")["state"] == "fixing"

    former.opens("/")
    assert words not in former.page.content()
    assert former.is_refused(f"/cases/{case}/")
    assert former.page.request.get(f"{address}/api/v1/cases/{case}").status in {403, 404}


@pytest.mark.journey("B2")
def test_first_responsible_person_and_leader_in_charge_change_with_their_history(visitors: Visitors) -> None:
    office, bureau = visitors.on_pc("chuangchengban"), fresh("旅程中心")
    unit = unit_made(office, bureau, kind="部门", parent="云澜区")
    office.sees("缺第一责任人")
    names = {}
    for duty in ("第一责任人", "分管领导"):
        names[duty] = (fresh("旧任"), fresh("新任"))
        person_entered(office, names[duty][0], username=fresh("lv"), unit=unit, duty=duty, role="单位负责人")
        person_entered(office, names[duty][1], username=fresh("lv"))
        hands_over(office, unit, *names[duty])

    leader = visitors.on_pc("lingdao")
    page = leader.opens(f"/units/{unit}/")
    page.get_by_text("曾任（2）").click()
    for duty, (former, successor) in names.items():
        expect(page.get_by_role("row").filter(has_text=successor).first).to_contain_text(duty)
        expect(page.get_by_role("row").filter(has_text=former)).to_contain_text(f"交接给{successor}")
    read = leader.reads(f"/units/{unit}")
    assert [(post["person_name"], post["duty_label"]) for post in read["present"]] == [
        (successor, duty) for duty, (_former, successor) in names.items()
    ]
    told = {post["person_name"]: (post["starts_on"], post["handed_over_to_name"]) for post in read["before"]}
    assert told == {former: ("2026-01-05", successor) for former, successor in names.values()}
