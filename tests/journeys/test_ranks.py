"""Places among rivals: published results brought in on screen, looked at by a leader, corrected, and printed."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
import xlsxwriter
from playwright.sync_api import expect

from tests.journeys.test_framework_and_score import imported, sends
from tests.journeys.visitors import Visitors

OURS = "云澜区"
GROUPS = {"第一组": 4, "第二组": 6, "第三组": 7, "第四组": 7}
HEADER = (
    "名次",
    "组别",
    "区县",
    "总分",
    "网上申报（40分）",
    "实地考察（40分）",
    "问卷调查（20分）",
    "存在问题",
    "硬伤",
)


def notice(title: str) -> bytes:
    """A superior's notice: 24 fictional districts in 4+6+7+7, in each group 95, 94, 94, 93, 93 …"""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, title)
        sheet.write_row(1, 0, HEADER)
        row = 2
        for group, size in GROUPS.items():
            for at in range(size):
                name = OURS if (group, at) == ("第二组", 1) else f"虚构{group[1]}{'甲乙丙丁戊己庚'[at]}区"
                total = 95 - (at + 1) // 2
                faults = "饮用水源保护区内违建" if (group, at) == ("第二组", 0) else ""
                marks = (38, 36, total - 74)
                sheet.write_row(
                    row, 0, (1 + at - (at % 2 == 0 and at > 0), group, name, total, *marks, "楼道堆物", faults)
                )
                row += 1
    return out.getvalue()


@pytest.mark.journey("A4")
def test_24_districts_with_ties_come_in_and_the_leader_sees_our_place(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    title = f"虚构市2026年1月测评{uuid4().hex[:6]}"
    imported(office, "results", notice(title))
    found = next(row for row in office.reads("/official-rounds") if row["name"] == title)
    ranking = leader.reads(f"/official-rounds/{found['id']}")
    assert [scope["size"] for scope in ranking["scopes"]] == [24, 4, 6, 7, 7]
    ours = next(each for each in ranking["places"] if each["result"]["is_ours"])
    assert (ours["in_group"]["number"], ours["in_group"]["sharing"]) == (2, 2)

    facts = {"name": title, "held_on": "2026-01-10", "line": "85", "group_quotas": {"第二组": 2}}
    sends(office, f"/official-rounds/{found['id']}", facts, method="PUT")
    page = leader.opens(f"/ranks/{found['id']}/")
    leader.sees("第二组名额2个正好切在并列处：2个地区同为94.00分，只剩1个名额。")
    expect(page.locator(".is-ours")).to_contain_text("2（并列）")
    expect(page.get_by_role("row").filter(has_text="虚构二甲区")).to_contain_text("饮用水源保护区内违建")
    leader.sees("这一轮失分最多的地方")
    expect(page.get_by_role("link", name="更正")).to_have_count(0)
    page.get_by_role("link", name="全部").click()
    expect(page.locator(".rank-table tbody tr")).to_have_count(24)

    page = office.opens(f"/ranks/{found['id']}/")
    page.locator(".is-ours").get_by_role("link", name="更正").click()
    page.get_by_label("总分").fill("95.5")
    page.get_by_label("更正理由").fill("公布更正")
    page.get_by_role("button", name="更正").click()
    office.sees("原来的保留在记录里")
    expect(office.page.locator(".is-ours td").first).to_have_text("1")
    with office.page.expect_download() as asked:
        office.page.get_by_role("link", name="通报（Word）").click()
    assert asked.value.suggested_filename.endswith(".docx")
    assert visitors.on_pc("lianluoyuan").is_refused(f"/ranks/{found['id']}/")


@pytest.mark.journey("A4")
def test_nine_applicants_for_three_places_say_who_is_in(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    framework = next(
        row["id"] for row in office.reads("/frameworks") if row["is_sample"] and row["state"] == "in_force"
    )
    name = f"虚构省级命名评选{uuid4().hex[:6]}"
    facts = {"framework_id": framework, "name": name, "held_on": "2025-03-01", "level": "provincial", "quota": 3}
    made = sends(office, "/official-rounds", facts)["id"]
    for at in range(9):
        place = OURS if at == 3 else f"虚构{'甲乙丙丁戊己庚辛壬'[at]}城"
        sends(office, f"/official-rounds/{made}/results", {"place": place, "total": str(91 - at)})

    leader.opens(f"/ranks/{made}/")
    leader.sees("名额3个，名额外")
    leader.sees("−1.00")
    inside = [each["over_all"]["inside"] for each in leader.reads(f"/official-rounds/{made}")["places"]]
    assert inside == [True] * 3 + [False] * 6
