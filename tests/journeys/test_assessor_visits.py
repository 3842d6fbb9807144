"""The assessors announce themselves, move, and call off: everybody sees how many days and working days are left."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.command.countdown import countdown
from chuangcheng.core.times import today
from chuangcheng.core.workdays import built_in_calendar
from tests.journeys.visitors import Visitor, Visitors


def next_october() -> int:
    """The year of the next 26 October that is not today."""
    day = today()
    return day.year if day < date(day.year, 10, 26) else day.year + 1


def plans(page: Page, name: str, first: date, last: date) -> None:
    """Fills the form of a visit in and sends it."""
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_label("级别").select_option(label="省级")
    page.get_by_label("时间窗起").fill(first.isoformat())
    page.get_by_label("时间窗止").fill(last.isoformat())
    page.get_by_label("数量").select_option(label="每层相同数量")
    page.get_by_label("抽取数").fill("2")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/command/visits/[0-9a-f-]{36}/$"))


def begins_campaign(office: Visitor, name: str) -> str:
    """Makes a campaign and enters its first stage; gives its address."""
    page = office.opens("/command/creations/new/")
    page.get_by_label("名称").fill(name)
    page.get_by_label("争创的称号").fill("全国文明城市")
    page.get_by_label("测评体系").select_option(index=1)
    page.get_by_role("button", name="保存").click()
    page.get_by_label("日期").fill((today() - timedelta(days=20)).isoformat())
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("[aria-current=step]")).to_contain_text("申报")
    return page.url.removeprefix(office.address)


def calls_off(office: Visitor, name: str) -> None:
    """The visit does not take place."""
    page = office.opens("/command/visits/")
    page.locator(".visit-card h2").get_by_role("link", name=name).click()
    page.get_by_role("button", name="取消迎检").click()
    page.get_by_role("dialog").get_by_label("理由").fill("旅程结束")
    page.get_by_role("dialog").get_by_role("button", name="取消迎检").click()
    office.sees("旅程结束")


def moves(office: Visitor, name: str, last: date) -> None:
    """The window ends on another day: refused without its ground, taken with it."""
    page = office.opens("/command/visits/")
    page.locator(".visit-card h2").get_by_role("link", name=name).click()
    page.get_by_role("link", name="修改").click()
    page.get_by_label("时间窗止").fill(last.isoformat())
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".error-summary, [role=alert]").first).to_contain_text("请写明依据")
    page.get_by_label("改期的依据").fill("省测评组通知延长两天")
    page.get_by_role("button", name="保存").click()
    office.sees("改期记录")


@pytest.mark.journey("A8")
def test_campaign_enters_its_stages_and_its_visits_count_down_over_the_national_holiday(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    mark, year, calendar = uuid4().hex[:6], next_october(), built_in_calendar()
    campaign = begins_campaign(office, f"旅程创建{mark}")
    windows = {
        f"十月市检{mark}": (date(year, 10, 26), date(year, 10, 28)),
        f"十一月省检{mark}": (date(year, 11, 16), date(year, 11, 20)),
    }
    for name, (first, last) in windows.items():
        page = office.opens(campaign)
        page.get_by_role("link", name="安排迎检").click()
        plans(office.page, name, first, last)
        found = countdown(today=today(), first=first, last=last, calendar=calendar)
        clock = office.page.locator(".visit-clock")
        expect(clock).to_contain_text(f"{found.days} 天")
        expect(clock).to_contain_text(f"{found.working_days} 个工作日")
        office.sees("可能被抽到的点位")

    page = leader.opens("/command/visits/")
    names = page.locator(".visit-card h2").all_inner_texts()
    assert names.index(f"十月市检{mark}") < names.index(f"十一月省检{mark}")
    expect(page.get_by_role("link", name="安排迎检")).to_have_count(0)
    page = leader.opens(f"/command/visits/years/{year}/10/")
    expect(page.get_by_role("link", name=f"十月市检{mark}")).to_have_count(3)
    listed = {row["name"]: row["countdown"] for row in leader.reads("/assessor-visits")}
    for name, (first, last) in windows.items():
        found = countdown(today=today(), first=first, last=last, calendar=calendar)
        assert (listed[name]["days"], listed[name]["working_days"]) == (found.days, found.working_days)

    moves(office, f"十一月省检{mark}", date(year, 11, 22))
    for name in windows:
        calls_off(office, name)
    assert not [row for row in leader.reads("/assessor-visits") if mark in row["name"]]
