"""A joint meeting from its call to its minutes: what no unit could fix alone becomes a task with unit and date."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chuangcheng.core.times import today
from tests.journeys.test_rectification import dispatched, makes
from tests.journeys.visitors import Visitor, Visitors


def picks(page: Page, label: str, name: str) -> None:
    """Chooses a unit by typing its name."""
    page.get_by_role("combobox", name=label).fill(name)
    page.get_by_role("option", name=name).first.click()


def calls(office: Visitor, title: str, case_number: str) -> str:
    """A meeting of the bureau and the street with the case on its agenda; gives its address."""
    page = office.opens("/command/meetings/")
    page.get_by_role("link", name="新建会议").first.click()
    page.get_by_label("名称").fill(title)
    # Late today: the unit is still asked who comes, and the minutes of the day may be written.
    page.get_by_label("时间", exact=True).fill(f"{today()}T23:59")
    page.get_by_label("地点").fill("区政府三楼会议室")
    picks(page, "参会单位", "区城管局")
    picks(page, "表态发言的单位", "东关街道")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/agenda/$"))
    page.locator(".suggested-label", has_text=case_number).get_by_role("checkbox").check()
    page.get_by_role("button", name="勾选的加入议程").click()
    expect(page.locator(".agenda-list")).to_contain_text(case_number)
    page.get_by_role("button", name="发会议通知").click()
    page.wait_for_url(re.compile(r"/command/meetings/[0-9a-f-]{36}/$"))
    return page.url.removeprefix(office.address)


def concludes(office: Visitor, meeting: str, due: str) -> None:
    """Attendance, minutes and a resolution on the case; issued."""
    page = office.opens(f"{meeting}minutes/")
    expect(page.get_by_role("checkbox", name="区城管局")).to_be_checked()
    page.get_by_label("会议情况和领导要求").fill("会议研究了旅程问题。")
    page.get_by_role("button", name="保存记录").click()
    page.get_by_label("决定事项").fill("旅程：十日内修好路面")
    picks(page, "责任单位", "区城管局")
    page.get_by_label("完成时限").fill(due)
    page.get_by_label("由哪个议题").select_option(index=1)
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".resolution-list")).to_contain_text("十日内修好路面")
    page.get_by_role("button", name="印发纪要").click()
    page.wait_for_url(re.compile(r"/command/meetings/[0-9a-f-]{36}/$"))


@pytest.mark.journey("C3")
def test_meeting_decides_on_a_case_and_its_resolution_is_checked_first_the_next_time(visitors: Visitors) -> None:
    mark = uuid4().hex[:6]
    office, bureau = visitors.on_pc("chuangchengban"), visitors.on_pc("lianluoyuan")
    case = dispatched(visitors, f"旅程：路面塌陷{mark}", 83)
    makes(office, case, "escalate", reason="产权不清，请会议明确由谁修。")
    number = office.reads(f"/cases/{case}")["number"]
    meeting = calls(office, f"旅程联席会议{mark}", number)

    bureau.finds("/", f"旅程联席会议{mark}")
    page = bureau.opens(meeting)
    page.get_by_label("参加人员或请假原因").fill("方副局长")
    page.get_by_role("button", name="提交回执").click()
    expect(page.locator(".meeting-units")).to_contain_text("方副局长")
    assert bureau.is_refused(f"{meeting}minutes/")

    due = (today() + timedelta(days=10)).isoformat()
    concludes(office, meeting, due)
    decided = [step for step in office.reads(f"/cases/{case}")["history"] if step["move"] == "decide"]
    assert "十日内修好路面" in decided[0]["reason"]
    bureau.opens(meeting)
    bureau.sees("会议研究了旅程问题。")
    bureau.page.locator("#resolutions").get_by_role("link", name=re.compile("任务")).click()
    bureau.sees(f"旅程联席会议{mark}")
    expect(bureau.page.get_by_role("button", name="接收")).to_be_visible()

    page = office.opens("/command/meetings/new/")
    page.get_by_label("名称").fill(f"下次会议{mark}")
    page.get_by_label("时间", exact=True).fill(f"{today() + timedelta(days=30)}T09:00")
    page.get_by_label("地点").fill("三楼")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/agenda/$"))
    expect(page.locator("#checked")).to_contain_text("旅程：十日内修好路面")
    later = page.url.removeprefix(office.address).removesuffix("agenda/")
    page = office.opens(later)
    page.locator("summary", has_text="更多").last.click()
    page.get_by_role("button", name="取消会议").click()
    page.get_by_role("dialog").get_by_label("理由").fill("旅程结束")
    page.get_by_role("dialog").get_by_role("button", name="取消会议").click()
    office.sees("旅程结束")
