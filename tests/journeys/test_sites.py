"""A place enters the register with its position and people; a lane gets its steward and changes him."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.field_kit import days_from_now, new_site, once, sends
from tests.journeys.visitors import Visitor, Visitors, photo

OFFICE, STREET, STEWARD, LEADER = "chuangchengban", "jiedao", "jiexiangzhang", "lingdao"
PLACE, LANE = once("旅程城乡接合部"), once("旅程背街小巷")


def opens_fold(page: Page, words: str) -> None:
    """Opens a folded form."""
    page.locator("summary", has_text=words).click()


def adds_an_item(office: Visitor, type_id: int) -> None:
    """A timed item with its counting rule at the end of the type's checklist."""
    page = office.opens(f"/site-types/{type_id}/checklist/new/")
    page.get_by_label("编号").fill(once("D1."))
    page.get_by_label("检查内容").fill("旅程：5分钟内无车辆逆行。")
    page.get_by_label("怎样判定").select_option(label="限时计数")
    page.get_by_label("观察几分钟").fill("5")
    page.get_by_label("计数规则").fill("每辆计1次。")
    page.locator("form.form-page, main form").get_by_role("button", name="保存").click()
    page.wait_for_url("**/checklist/")


@pytest.mark.journey("D1")
def test_place_with_a_baidu_position_is_found_by_everybody_on_list_and_map(visitors: Visitors) -> None:
    office = visitors.on_pc(OFFICE)
    page = office.opens("/sites/new/")
    page.get_by_label("名称", exact=True).fill(PLACE)
    page.get_by_label("类型").select_option(label="城乡接合部")
    page.get_by_role("combobox", name="所属街道（社区）").fill("柳园社区")
    page.get_by_label("上面的经纬度属于").select_option(label="BD-09（百度地图）")
    page.locator("input[name=position]").fill("别处")
    page.get_by_role("button", name="保存").click()
    office.sees("不是")  # beside the field, with what was typed still there
    expect(page.get_by_label("名称", exact=True)).to_have_value(PLACE)
    page.locator("input[name=position]").fill("111.955,31.965")
    page.locator("select[name=system]").select_option("bd09")
    page.get_by_role("combobox", name="责任单位").fill("区城管局")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/sites/*-*/")
    site_id = page.url.rstrip("/").rsplit("/", 1)[1]
    opens_fold(page, "变更包保领导")
    page.get_by_role("combobox", name="包保领导").fill("凌明德〔lingdao〕")
    page.locator("form[action$='/leader/']").get_by_role("button", name="变更", exact=True).click()
    office.sees("包保领导已更新")
    found = office.reads(f"/sites/{site_id}")
    adds_an_item(office, found["site_type_id"])

    leader = visitors.on_pc(LEADER)
    page = leader.opens(f"/sites/?q={PLACE}")
    expect(page.locator("#site-rows")).to_contain_text("包保：凌明德")
    expect(page.locator("#site-rows")).to_contain_text("区城管局")
    point = page.locator(f".map-point[title*='{PLACE}']")
    point.click()
    expect(page.locator(".leaflet-popup")).to_contain_text(PLACE)
    expect(page.locator("#site-rows tr.is-chosen")).to_contain_text(PLACE)  # the list follows the map
    with page.expect_response(lambda answer: "bbox=" in answer.url and "/sites/points/" not in answer.url):
        page.evaluate("document.querySelector('[data-map]').siteMap.load(false)")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#site-rows tr.is-chosen")).to_contain_text(PLACE)  # rows that come after the press know it too

    read = leader.reads(f"/sites/{site_id}")
    assert (round(read["lon"], 3), round(read["lat"], 3)) == (111.943, 31.961)  # WGS-84, from BD-09
    assert (read["owner"], read["contract_leader"]) == ("区城管局", "凌明德")
    inspector = visitors.on_phone("jianchayuan")
    asked = inspector.reads(f"/site-types/{found['site_type_id']}/checklist")[-1]
    assert (asked["kind"], asked["minutes"], asked["counting_rule"]) == ("timed", 5, "每辆计1次。")
    inspector.opens(f"/sites/{site_id}/")
    inspector.sees("旅程：5分钟内无车辆逆行。")
    assert visitors.on_phone("qunzhong").is_refused(f"/sites/{site_id}/")


@pytest.mark.journey("B5")
def test_lane_gets_its_steward_who_reports_and_is_followed_by_another(visitors: Visitors) -> None:
    office = visitors.on_pc(OFFICE)
    site_id = new_site(office, name=LANE, site_type="背街小巷", area="柳园社区")
    street = visitors.on_pc(STREET)
    page = street.opens(f"/sites/{site_id}/")
    opens_fold(page, "登记管护人")
    page.get_by_role("combobox", name="系统中的人员").fill("柳一帆〔jiexiangzhang〕")
    page.get_by_label("管护范围").fill("东口至西口")
    page.get_by_label("自哪天起").fill(days_from_now(-30))
    page.get_by_role("button", name="登记", exact=True).click()
    street.sees("柳一帆已登记")

    steward = visitors.on_phone(STEWARD)
    page = steward.opens("/sites/")
    page.get_by_role("link", name="我负责的").click()
    page.get_by_role("link", name=LANE).click()
    steward.sees("东口至西口")
    page.get_by_role("link", name="上报问题").click()
    page.locator("input[type=file]").first.set_input_files(photo(31))
    page.get_by_label("发现了什么问题").fill("旅程：巷内积水")
    page.get_by_label("问题类别").select_option(index=1)
    page.get_by_role("button", name="上报").click()
    page.wait_for_url("**/cases/*-*/")
    case_id = page.url.rstrip("/").rsplit("/", 1)[1]
    street.opens(f"/sites/{site_id}/")
    street.sees("旅程：巷内积水")
    assert [row["id"] for row in street.reads("/cases", site=site_id)["items"]] == [case_id]

    page = street.opens(f"/sites/{site_id}/")
    page.get_by_role("button", name="结束", exact=True).click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("最后一天").fill(days_from_now(-1))
    dialog.get_by_label("原因").fill("岗位调整")
    dialog.get_by_role("button", name="结束").click()
    street.sees("历史保留")
    sends(
        street, f"/sites/{site_id}/stewards", {"kind": "lane_chief", "starts_on": days_from_now(0), "name": "志愿者甲"}
    )

    leader = visitors.on_pc(LEADER)
    page = leader.opens(f"/sites/{site_id}/")
    leader.sees("志愿者甲")
    opens_fold(page, "以前的管护人")
    leader.sees("岗位调整")
    history = leader.reads(f"/sites/{site_id}/stewards")
    assert [(row["name"], row["starts_on"], row["ends_on"]) for row in history] == [
        ("志愿者甲", days_from_now(0), None),
        ("柳一帆", days_from_now(-30), days_from_now(-1)),
    ]
    assert steward.reads("/sites", only_mine="true", q=LANE)["items"] == []
