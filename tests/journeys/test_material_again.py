"""One piece of evidence serves twice: brought once, offered where the same standard asks again, found by its words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from chuangcheng.core.times import today
from tests.journeys.field_kit import once
from tests.journeys.test_crosswalk import first_unit
from tests.journeys.test_framework_and_score import sends
from tests.journeys.test_material import CAPTION
from tests.journeys.visitors import Visitor, Visitors, photo


def asked_again(office: Visitor, standard: int, title: str) -> str:
    """The address of a request to the education bureau for a captioned picture."""
    line = {
        "standard_id": standard,
        "unit_id": first_unit(office.reads("/units", q="教体局")),
        "title": title,
        "kind": "picture",
        "captions": ["time", "place", "theme"],
        "due_on": str(today() + timedelta(days=5)),
    }
    (material,) = sends(office, "/materials", {"materials": [line], "despite": "旅程"})
    return f"/materials/{material['id']}/"


def accepts(office: Visitor, material: str) -> None:
    """The office accepts the one piece on screen."""
    page = office.opens(f"{material}review/")
    page.get_by_label("认可", exact=True).check()
    page.get_by_role("button", name="提交审核意见").click()
    page.wait_for_url(f"**{material}")


@pytest.mark.journey("F2")
def test_a_picture_that_is_there_serves_the_next_request_without_being_taken_again(visitors: Visitors) -> None:
    office, officer = visitors.on_pc("chuangchengban"), visitors.on_pc("cailiaoyuan")
    framework = next(row["id"] for row in office.reads("/frameworks") if row["programme"] == "civilised")
    standard = office.reads(f"/frameworks/{framework}/standards")[-1]["id"]
    place, earlier, later = once("晨光小学"), once("九月校园实景"), once("十月校园实景")

    first = asked_again(office, standard, earlier)
    page = officer.opens(f"{first}hand-in/")
    page.locator("input[name='piece-0-file']").set_input_files(photo(93))
    for name, text in (CAPTION | {"place": place}).items():
        if (field := page.locator(f"input[name='piece-0-{name}']")).count():
            field.fill(text)
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(f"**{first}")
    accepts(office, first)

    second = asked_again(office, standard, later)
    page = officer.opens(f"{second}offers/")
    offer = page.locator("li.offer", has_text=earlier)
    expect(offer).to_contain_text(place)
    offer.get_by_role("checkbox").check()
    page.get_by_role("button", name="选用勾选的文件").click()
    expect(page.locator(".piece-kept")).to_contain_text(earlier)
    expect(page.locator("input[name='piece-0-place']")).to_have_value(place)
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(f"**{second}")
    expect(page.get_by_text(re.compile("取自")).first).to_be_visible()
    accepts(office, second)

    page = office.opens(f"/materials/pieces/?q={place}")
    expect(page.locator("li.offer")).to_have_count(2)
    page.locator("li.offer", has_text=earlier).locator("a").first.click()
    expect(page.get_by_role("link", name=re.compile(f" {later}"))).to_be_visible()
