"""A month is appraised: computed, opened, objected to twice (one upheld, one refused); another one is published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from chuangcheng.core.times import today
from tests.journeys.visitors import Visitor, Visitors

LATE = "按期结案率"


def _computed(office: Visitor, name: str) -> dict[str, Any]:
    """Sets a board of bureaus up, computes last month for it, and gives the run."""
    page = office.opens("/supervision/boards/settings/new/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=valid_from]").fill("2024-01-01")
    page.locator("select[name=formula]").select_option(label="结案率和按期结案率")
    page.locator("input[name=kinds][value=bureau]").check()
    page.locator("input[name=reason]").fill("创文办〔2026〕8号")
    page.locator("form button.btn-primary[type=submit]").click()
    office.sees(name)
    page = office.opens("/supervision/boards/compute/")
    page.locator("input[name=day]").fill((today().replace(day=1) - timedelta(days=1)).isoformat())
    page.get_by_label(name).check()
    page.locator("form button.btn-primary[type=submit]").click()
    office.finds("/supervision/boards/", name)
    return next(run for run in office.reads("/appraisals") if run["board"] == name)


def _objects(unit: Visitor, sheet: str, record: str, reason: str) -> str:
    """Objects to a record of the second line; gives the address of the objection."""
    page = unit.opens(f"/supervision/sheets/{sheet}/?line=2")
    page.locator(f"a[href*='record={record}']").click()
    page.locator("textarea[name=reason]").fill(reason)
    page.locator("form button.btn-primary[type=submit]").click()
    unit.sees("异议已提交")
    return page.url.partition(unit.address)[2]


def _decides(office: Visitor, objection: str, verdict: str, effect: str, reason: str) -> None:
    page = office.opens(objection)
    page.locator(f"input[name=verdict][value={verdict}]").check()
    if effect:
        page.locator("select[name=effect]").select_option(effect)
    page.locator("textarea[name=reason]").fill(reason)
    page.locator("#decide button.btn-primary").click()
    office.sees("已认定")


@pytest.mark.journey("H1")
def test_a_month_is_computed_objected_to_decided_and_another_one_published(visitors: Visitors) -> None:
    office, supervisor, unit = (visitors.on_pc(name) for name in ("chuangchengban", "duchashi", "lianluoyuan"))
    run = _computed(office, f"部门月考核{uuid4().hex[:6]}")
    assert unit.is_refused(f"/supervision/boards/{run['id']}/")
    page = office.opens(f"/supervision/boards/{run['id']}/")
    page.locator("[data-dialog=open-run]").click()
    page.locator("#open-run button.btn-primary").click()
    office.sees("公示中")

    rows = office.reads(f"/appraisals/{run['id']}")["rows"]
    own = [row for row in rows if not unit.is_refused(f"/supervision/sheets/{row['id']}/")]
    assert len(own) == 1, "a unit opens its own sheet alone"
    sheet, before = own[0]["id"], own[0]["points"]
    line = unit.reads(f"/appraisal-sheets/{sheet}")["lines"][1]
    assert line["name"] == LATE
    missed = [record["id"] for record in line["records"] if not record["is_good"]]
    first = _objects(unit, sheet, missed[0], "当天停水，已报备")
    second = _objects(unit, sheet, missed[1], "我们认为不算超期")
    _decides(office, first, "upheld", "on_time", "停水公告属实")
    _decides(supervisor, second, "refused", "", "没有证据")

    after = unit.reads(f"/appraisal-sheets/{sheet}")
    assert float(after["points"]) > float(before)
    assert after["lines"][1]["good"] == line["good"] + 1
    unit.opens(second)
    unit.sees("没有证据")

    waiting = next(each for each in office.reads("/appraisals") if _is_over(each))
    page = office.opens(f"/supervision/boards/{waiting['id']}/")
    page.locator("[data-dialog=publish-run]").click()
    page.locator("#publish-run button.btn-primary").click()
    expect(page.locator("body")).to_contain_text("已发布，这一期不再改变")
    assert unit.reads(f"/appraisals/{waiting['id']}")["state"] == "final"


def _is_over(run: dict[str, Any]) -> bool:
    return run["state"] == "open" and str(run["objections_until"]) < today().isoformat()
