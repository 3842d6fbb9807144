"""Three titles at once: a link, one task, one check and one document, and all three sheets know the standard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.core.times import today
from tests.journeys.field_kit import once
from tests.journeys.test_framework_and_score import sends, visited
from tests.journeys.visitors import Visitor, Visitors, photo

OTHERS = {"hygiene": "W5.1", "garden": "Y3.3"}  # on site and by material, linked with nothing in the sample


@pytest.mark.journey("A5")
def test_one_check_and_one_document_count_in_three_frameworks_while_the_task_stands_once(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    frameworks = {row["programme"]: row for row in office.reads("/frameworks") if row["is_sample"]}
    civilised = frameworks["civilised"]["id"]
    lane = next(row for row in office.reads("/site-types") if row["name"] == "背街小巷")
    visit, found = visited(visitors, civilised, lane["id"])
    code = office.reads(f"/standards/{found}")["code"]

    linked = {}
    for programme, other in OTHERS.items():
        framework = frameworks[programme]["id"]
        linked[programme] = next(
            row["id"] for row in office.reads(f"/frameworks/{framework}/standards") if row["code"] == other
        )
        links_by_hand(office, civilised, framework, code, other)

    task = one_task(office, found)
    office.opens(f"/tasks/{task}/")
    for programme, other in OTHERS.items():
        office.sees(f"{frameworks[programme]['name']} {other}")
    assert {row["code"] for row in office.reads(f"/tasks/{task}")["serves"] if row["counts"]} >= set(OTHERS.values())

    accepted_document(visitors, found)

    for programme in OTHERS:
        standard = linked[programme]
        assert visit in {check["visit_id"] for check in leader.reads(f"/standards/{standard}/checks")}
        assert all(part["is_known"] for part in leader.reads(f"/standards/{standard}/score")["parts"])
        page = leader.opens(f"/scores/standards/{standard}/")
        assert f"{code}计入" in page.content()
        assert page.locator(f'a[href="/visits/{visit}/"]').count() >= 1
    assert visit in {check["visit_id"] for check in leader.reads(f"/standards/{found}/checks")}
    assert [row["id"] for row in office.reads("/tasks", standard_id=found)].count(task) == 1


def links_by_hand(office: Visitor, first: int, second: int, code: str, other: str) -> None:
    """Links two standards on screen."""
    page = office.opens(f"/crosswalk/{first}/{second}/new/?first={code}")
    page.locator("input[name=second]").fill(other)
    page.locator("select[name=relation]").select_option("equal")
    page.locator("input[name=reason]").fill("旅程：同一件事")
    page.get_by_role("button", name="保存").click()
    office.sees("已对照")


def one_task(office: Visitor, standard: int) -> str:
    """A task of the standard."""
    unit = office.reads("/units", q="城管局")
    line = {
        "title": once("整治小广告"),
        "unit_id": first_unit(unit),
        "standard_id": standard,
        "target": "清除小广告",
        "due_on": str(today() + timedelta(days=20)),
    }
    (made,) = sends(office, "/tasks", {"tasks": [line], "despite": "旅程"})
    return str(made["id"])


def accepted_document(visitors: Visitors, standard: int) -> None:
    """A document for the standard, brought by a material officer and accepted by the office."""
    office, officer = visitors.on_pc("chuangchengban"), visitors.on_pc("cailiaoyuan")
    unit = first_unit(office.reads("/units", q="教体局"))
    asked = {
        "standard_id": standard,
        "unit_id": unit,
        "title": once("整治情况照片"),
        "kind": "picture",
        "due_on": str(today() + timedelta(days=5)),
    }
    (material,) = sends(office, "/materials", {"materials": [asked], "despite": "旅程"})
    address = f"/materials/{material['id']}"
    token = next(each["value"] for each in officer.page.context.cookies() if each["name"] == "csrftoken")
    kept = officer.page.request.post(
        f"{officer.address}/api/v1{address}/files", multipart={"files": photo(67)}, headers={"X-CSRFToken": token}
    )
    assert kept.ok, kept.text()
    brought = sends(officer, f"{address}/pieces", {"pieces": [{"token": each["token"]} for each in kept.json()]})
    judged = [{"piece_id": piece["id"], "verdict": "accepted"} for piece in brought["pieces"]]
    sends(office, f"{address}/reviews", {"pieces": judged})


def first_unit(units: Any) -> int:
    """The first unit of an answer."""
    return int(units["items"][0]["id"])
