"""A photo of the problem sent again as the fix: who verifies sees it with evidence, sends it back, and decides."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, expect

from chuangcheng.core.testing import photo
from tests.journeys.field_kit import once
from tests.journeys.test_rectification import makes, unit_named
from tests.journeys.visitors import Visitor, Visitors

SCENE, OTHER_SCENE = 4101, 4102


def picture(scene: int, note: int) -> FilePayload:
    """A photo of a scene; another note is another file that looks the same."""
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo(scene=scene, shade=note)}


def sends(visitor: Visitor, path: str, sent: FilePayload, button: str) -> str:
    """Sends a form with one photo; gives the address that follows."""
    page = visitor.opens(path)
    page.locator("input[type=file]").first.set_input_files(sent)
    if path == "/cases/new/":
        page.get_by_label("发现了什么问题").fill(once("旅程：照片要细看"))
        page.get_by_label("具体位置").fill("东关路20号")
        page.get_by_label("问题类别").select_option(label="暴露垃圾")
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/cases/*-*/")
    return page.url.rstrip("/").rsplit("/", 1)[1]


@pytest.mark.journey("I4")
def test_photo_of_the_problem_is_caught_before_the_case_is_closed(visitors: Visitors) -> None:
    case = sends(visitors.on_phone("jianchayuan"), "/cases/new/", picture(SCENE, 1), "上报")
    office = visitors.on_pc("chuangchengban")
    makes(office, case, "file")
    makes(office, case, "dispatch", lead_unit_id=unit_named(office, "区城管局"))
    liaison = visitors.on_pc("lianluoyuan")
    sends(liaison, f"/cases/{case}/feed_back/", picture(SCENE, 2), "提交反馈")
    expect(liaison.opens(f"/cases/{case}/").get_by_text("照片请细看")).to_have_count(0)

    verifier = visitors.on_pc("dudao")
    page = verifier.opens(f"/cases/{case}/close/")
    doubts = page.get_by_role("region", name="照片请细看")
    expect(doubts).to_contain_text("整改后照片与本问题的“整改前”照片几乎相同")
    expect(doubts.locator("img")).to_have_count(2)
    assert [each["kind"] for each in verifier.reads(f"/cases/{case}/photo-doubts")] == ["same_as_before"]

    makes(verifier, case, "fail_check", reason="照片是整改前的。")
    sends(liaison, f"/cases/{case}/feed_back/", picture(OTHER_SCENE, 3), "提交反馈")
    expect(verifier.opens(f"/cases/{case}/").get_by_text("照片请细看")).to_have_count(0)
    makes(verifier, case, "close", outcome="fixed")
    assert verifier.reads(f"/cases/{case}")["state"] == "closed"
