"""Leaders go out: a tour with scores and a comparison, and visits to the town that a leader answers for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from uuid6 import uuid7

from tests.journeys.field_kit import days_from_now, new_site, once, sends
from tests.journeys.visitors import Visitor, Visitors, photo

LEADER = "凌明德"  # of the sample data; 包干领导 of 东关街道
TOWN = "东关街道"


def person_named(office: Visitor, name: str) -> int:
    """The id of the person."""
    return int(next(row["id"] for row in office.reads("/people", q=name)["items"] if row["name"] == name))


def tour_over(office: Visitor, name: str, sites: list[str], previous: str | None) -> str:
    """Plans a tour of today with one leader; gives its id."""
    numbers = [office.reads(f"/sites/{site}")["number"] for site in sites]
    made = sends(
        office,
        "/tours",
        {
            "id": str(uuid7()),
            "name": name,
            "held_on": days_from_now(0),
            "starts_at": "08:30",
            "leader_ids": [person_named(office, LEADER)],
            "stops": [{"site_number": number, "kind": "model", "minutes": 10} for number in numbers],
            "previous_id": previous,
        },
    )
    return str(made["id"])


def scores(leader: Visitor, tour: str, mark: int, remark: str = "") -> None:
    """Scores every stop from a phone."""
    page = leader.opens(f"/tours/{tour}/")
    stops = [str(each.get_attribute("href")) for each in page.get_by_role("link", name="打分", exact=True).all()]
    for stop in stops:
        page = leader.opens(stop)
        marks_all(page, mark)
        page.get_by_label("意见").fill(remark)
        page.get_by_role("button", name="保存打分").click()
        page.wait_for_url(f"**/tours/{tour}/")


def marks_all(page: Page, mark: int) -> None:
    """The same mark for every criterion, by one press each."""
    for criterion in page.locator("form fieldset:has(.marks)").all():
        criterion.get_by_role("radio", name=str(mark), exact=True).check()


@pytest.mark.journey("D7")
def test_leaders_score_a_tour_and_see_what_changed_since_the_last(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_phone("lingdao")
    office.opens("/")
    sites = [new_site(office, name=once("旅程拉练点"), site_type="公共广场", area="溪里社区") for _ in range(2)]
    first = tour_over(office, once("旅程拉练"), sites, None)
    for tour, mark in ((first, 6), (tour_over(office, once("旅程再拉练"), sites, first), 8)):
        page = office.opens(f"/tours/{tour}/")
        page.get_by_role("button", name="开始").click()
        office.sees("进行中")
        scores(leader, tour, mark)
        page = office.opens(f"/tours/{tour}/")
        page.get_by_role("button", name="结束").click()
        office.sees("已结束")
    rows = office.page.locator("section.panel").filter(has_text="点位名次").locator("tbody tr")
    expect(rows).to_have_count(2)
    for at in range(2):  # the same marks share a place
        expect(rows.nth(at).locator("[data-label=名次]")).to_have_text("1")
    with office.page.expect_download() as download:
        office.page.get_by_role("link", name="结果导出").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    compared = office.reads(f"/tours/{tour}/result")
    assert [float(row["score"]) > float(row["before"]) for row in compared] == [True, True]
    leader.opens(f"/tours/{tour}/")
    expect(leader.page.get_by_role("link", name="打分", exact=True)).to_have_count(0)


@pytest.mark.journey("D7", "E1")
def test_what_a_leader_sees_on_a_tour_becomes_a_case(visitors: Visitors) -> None:
    office, leader, words = visitors.on_pc("chuangchengban"), visitors.on_phone("lingdao"), once("旅程：广场积水")
    office.opens("/")
    place = once("旅程拉练点")
    site = new_site(office, name=place, site_type="公共广场", area="溪里社区")
    tour = tour_over(office, once("旅程拉练"), [site], None)
    office.opens(f"/tours/{tour}/").get_by_role("button", name="开始").click()
    page = leader.opens(f"/tours/{tour}/")
    page.get_by_role("link", name="打分", exact=True).click()
    marks_all(page, 5)
    page.get_by_label("意见").fill(words)
    page.locator("input[type=file]").first.set_input_files(photo(91))
    page.get_by_role("button", name="保存并生成问题").click()
    page.wait_for_load_state()
    found = [row for row in office.reads("/cases", q=words)["items"] if words in row["description"]]
    assert len(found) == 1
    assert place in office.reads(f"/cases/{found[0]['id']}")["source_label"]


@pytest.mark.journey("B3")
def test_leader_logs_a_visit_to_the_own_town_and_the_office_sees_when_the_next_is_due(visitors: Visitors) -> None:
    leader, office, words = visitors.on_phone("lingdao"), visitors.on_pc("chuangchengban"), once("旅程：市场门口占道")
    page = leader.opens("/liaison/")
    page.get_by_role("link", name="记录走访").click()
    page.get_by_label("走访的街镇").select_option(label=f"{TOWN}（{LEADER}）")
    page.get_by_label("看到的情况").fill("主干道整洁，市场门口仍有占道。")
    page.get_by_label("发现的问题").fill(words)
    page.get_by_role("button", name="提交").click()
    leader.sees("走访")
    page = office.opens("/liaison/")
    row = page.get_by_role("row").filter(has_text=TOWN)
    expect(row).to_contain_text(LEADER)
    expect(row).to_contain_text(days_from_now(0))
    row.get_by_role("link", name=TOWN).click()
    office.sees("市场门口仍有占道")
    office.sees(words)
    found = [row for row in office.reads("/cases", q=words)["items"] if words in row["description"]]
    assert len(found) == 1
    assert visitors.on_pc("lianluoyuan").is_refused("/liaison/assign/")
