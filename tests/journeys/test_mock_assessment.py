"""A rehearsal of a visit from one press to the report: where do we flatter ourselves?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from uuid6 import uuid7

from chuangcheng.core.times import now
from tests.journeys.field_kit import days_from_now, once, sends
from tests.journeys.test_mystery_round import all_wrong
from tests.journeys.visitors import Visitor, Visitors

SITES = 4  # of the sample


def planned(office: Visitor, name: str) -> str:
    """A visit of the demo's campaign whose assessors draw four sites; gives its id."""
    creation = next(row for row in office.reads("/creations") if row["framework_code"])
    days = {"first_on": days_from_now(40), "last_on": days_from_now(42)}
    sample = {"design": {"size": SITES}, "not_in_open_rounds": False}
    facts = {"creation_id": creation["id"], "name": name, "level": "city", "sample": sample, **days}
    return str(sends(office, "/assessor-visits", facts)["id"])


def carries_out(office: Visitor, inspector: Visitor, round_id: str) -> None:
    """The inspector visits every drawn site, and nothing is in order."""
    people = {row["name"]: row["id"] for row in office.reads("/inspectors")}
    me = inspector.opens("/").locator(".person-name").inner_text()
    sends(office, f"/rounds/{round_id}/spread", {"inspector_ids": [people[me]]})
    sends(office, f"/rounds/{round_id}/start", {})
    for row in [row for row in inspector.reads("/visits/mine") if row["round_id"] == round_id]:
        items = inspector.reads(f"/rounds/{round_id}/sites/{row['site_id']}/checklist")
        answers = [{"item_id": item["id"], "value": all_wrong(item)} for item in items]
        visit = {"id": str(uuid7()), "round_id": round_id, "site_id": row["site_id"], "answers": answers}
        sends(inspector, "/visits", {**visit, "started_at": now().isoformat()})


def reported(office: Visitor, mock_id: str) -> Any:
    return office.reads(f"/mocks/{mock_id}")["report"]


@pytest.mark.journey("A7")
def test_one_press_rehearses_a_visit_and_the_report_says_where_we_flatter_ourselves(visitors: Visitors) -> None:
    office, inspector = visitors.on_pc("chuangchengban"), visitors.on_pc("jianchayuan")
    leader, name = visitors.on_pc("lingdao"), once("旅程迎检")
    visit_id = planned(office, name)
    page = office.opens(f"/command/visits/{visit_id}/")
    page.get_by_role("button", name="照此抽样，组织模拟测评").click()
    page.wait_for_url(re.compile(r"/rounds/[0-9a-f-]{36}/$"))
    office.sees(f"已按测评方的办法抽取{SITES}个点位")
    round_id = page.url.rstrip("/").rsplit("/", 1)[1]
    [mock] = [row for row in office.reads("/mocks") if row["round_id"] == round_id]
    assert (mock["sites"], mock["state"], reported(office, mock["id"])) == (SITES, "draft", None)
    assert leader.is_refused(f"/command/mocks/{mock['id']}/")

    carries_out(office, inspector, round_id)
    page = office.opens(f"/command/visits/{visit_id}/")
    page.locator("#mocks").get_by_role("link").click()
    office.sees("这一轮还没有发布，发布后才有报告")
    sends(office, f"/rounds/{round_id}/finish", {"reason": "旅程"})
    sends(office, f"/rounds/{round_id}/release", {})

    report = reported(leader, mock["id"])
    worst = report["standards"][0]
    assert worst["flattery"].startswith("+")
    assert float(worst["own_rate"]) > float(worst["mock_rate"])
    assert float(report["difference"]) == pytest.approx(float(report["own_total"]) - float(report["total"]), abs=0.011)
    page = leader.opens(f"/command/mocks/{mock['id']}/")
    leader.sees("哪里高估了自己")
    leader.sees(report["total"])
    leader.sees(report["difference"])
    for word in ("报告Word", "报告Excel"):
        with page.expect_download() as download:
            page.get_by_role("link", name=word).click()
        assert download.value.suggested_filename.startswith("模拟测评报告")
    page.locator("a.sheet-total").click()
    leader.sees("只计这一轮")
    leader.sees(report["total"])
    leader.finds(f"/command/visits/{visit_id}/", report["total"])  # kept by a worker
    page.goto(leader.address + f"/command/mocks/{mock['id']}/")
    page.locator("#flattery a").first.click()
    expect(page.locator("body")).to_contain_text("不合格")
    sends(office, f"/assessor-visits/{visit_id}/cancel", {"reason": "旅程结束"})
