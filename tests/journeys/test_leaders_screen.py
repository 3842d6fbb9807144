"""A leader signs in before a projector: sees how it stands, goes down to a record in two presses, and pushes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitors import Visitors


@pytest.mark.journey("H4")
def test_leader_sees_on_the_wall_how_it_stands_and_reminds_a_unit(visitors: Visitors) -> None:
    leader = visitors.at_wall("lingdao")
    page = leader.opens("/board/")
    figures = page.locator(".board-figures .figure-cell")
    assert 4 <= figures.count() <= 6
    shown = {each["code"]: each["value"] for each in leader.reads("/board")["figures"]}
    for code, value in shown.items():
        expect(page.locator(f"#board-figure-{code} .figure-value")).to_contain_text(value)
    size = page.locator("#board-figure-overdue .figure-value").evaluate("value => getComputedStyle(value).fontSize")
    assert float(size.removesuffix("px")) >= 60  # read at six metres
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.locator("#board-figure-overdue").click()
    page.locator("a[href*='/cases/0']").first.click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/"))

    page = leader.opens("/board/")
    reminder = page.locator("[id^=board-remind-]").first
    if reminder.count():
        reminder.click()
        leader.sees("已提醒责任单位")

    page.get_by_role("button", name="深色").click()
    page.get_by_role("button", name="投影").click()
    page = leader.opens("/board/")
    expect(page.locator("html")).to_have_class(re.compile("board-dark.*board-wall"))
    expect(page.locator(".sidebar")).to_be_hidden()
    page.get_by_role("button", name="投影").click()
    page.get_by_role("button", name="深色").click()

    before = page.locator("#board-push").element_handle()
    page.evaluate("window.htmx.trigger(document.querySelector('[data-board-live]'), 'board-refresh')")
    page.wait_for_function("old => !old.isConnected", arg=before)
    expect(page.locator("[data-map] .leaflet-pane").first).to_be_attached()
