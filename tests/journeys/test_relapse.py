"""防回潮: what comes back at the same place is linked to its last fix, explained, and looked at again later."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from uuid6 import uuid7

from tests.journeys.field_kit import kept_photos, new_site, once, sends
from tests.journeys.test_rectification import makes, unit_named
from tests.journeys.visitors import Visitor, Visitors, photo


def class_named(visitor: Visitor, name: str) -> int:
    """The id of a class of the problem dictionary."""
    return int(next(row["id"] for row in visitor.reads("/problem-classes") if row["name"] == name))


def found_at(inspector: Visitor, site: str, words: str, shade: int) -> str:
    """Reports uncovered rubbish at a site; gives the id of the case."""
    facts = {"description": words, "site_id": site, "problem_class_id": class_named(inspector, "暴露垃圾")}
    before = kept_photos(inspector, "cases/photos", photo(shade))
    return str(sends(inspector, "/cases", {"id": str(uuid7()), **facts, "photo_ids": before})["id"])


def fixed(visitors: Visitors, case: str, shade: int) -> None:
    """Filed, dispatched, fed back and closed, each by who does it."""
    office, liaison = visitors.on_pc("chuangchengban"), visitors.on_pc("lianluoyuan")
    makes(office, case, "file")
    makes(office, case, "dispatch", lead_unit_id=unit_named(office, "区城管局"))
    liaison.opens("/")
    makes(liaison, case, "feed_back", after=kept_photos(liaison, "cases/photos", photo(shade + 1)), reason="已清理")
    makes(visitors.on_pc("dudao"), case, "close")


@pytest.mark.journey("E4")
def test_problem_that_comes_back_is_linked_explained_and_looked_at_again(visitors: Visitors) -> None:
    office, inspector, liaison = (
        visitors.on_pc("chuangchengban"),
        visitors.on_phone("jianchayuan"),
        visitors.on_pc("lianluoyuan"),
    )
    office.opens("/")
    inspector.opens("/")
    site = new_site(office, name=once("旅程复发点"), site_type="公共广场", area="溪里社区")
    first = found_at(inspector, site, once("旅程：垃圾外露"), 81)
    fixed(visitors, first, 82)
    again = found_at(inspector, site, once("旅程：又见垃圾外露"), 83)
    page = office.opens(f"/cases/{again}/")
    office.sees("回潮")
    expect(page.locator("#relapse").get_by_role("link").first).to_have_attribute("href", f"/cases/{first}/")
    makes(office, again, "file")
    makes(office, again, "dispatch", lead_unit_id=unit_named(office, "区城管局"))

    page = liaison.opens(f"/cases/{again}/feed_back/")
    page.locator("input[type=file]").first.set_input_files(photo(84))
    page.get_by_label("回潮原因").select_option(label="只治表面没有治本")
    page.get_by_role("button", name="提交反馈").click()
    page.wait_for_url(f"**/cases/{again}/")
    makes(visitors.on_pc("dudao"), again, "close")

    office.finds(f"/sites/{site}/", "回潮")
    office.finds(f"/cases/{first}/", "结案后又出现")
    office.finds(f"/cases/{again}/", "第30天")
    for days in (30, 90, 180):
        office.sees(f"第{days}天")  # looked at again by itself
