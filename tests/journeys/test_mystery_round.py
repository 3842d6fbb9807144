"""A mystery round of a thousand problems: drawn, run by a third party, hidden, released, dispatched, fixed, verified.

The acts that a person makes once or over many are made on the screens; what is repeated a thousand times goes over the
API, by the same people.
"""

from __future__ import annotations

from collections import Counter
from itertools import cycle, islice
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect
from uuid6 import uuid7

from chuangcheng.core.times import now
from tests.journeys.field_kit import kept_photos, new_round, once, sends, unit_named
from tests.journeys.visitors import Visitor, Visitors, photo

PROBLEMS, SITES, PHOTOS = 1000, 120, 50
OFFICE, TESTER, OWNER, VERIFIER = "chuangchengban", "disanfang", "lianluoyuan", "dudao"
TESTER_NAME = "澜若溪"  # of the sample data
NAME = once("旅程暗访")
WAIT = 180_000  # milliseconds for work over a thousand problems


def draws(office: Visitor) -> str:
    """A mystery round over a stratified sample, given to the third party and started; gives its id."""
    round_id = new_round(office, name=NAME, kind="暗访", days=3)
    page = office.opens(f"/rounds/{round_id}/sample/")
    page.get_by_label("抽取数").fill(str(SITES))
    page.get_by_role("button", name="预览各层数量").click()
    office.sees(f"要抽{SITES}个")
    page.get_by_role("button", name="抽取并加入轮次").click()
    office.sees(f"已抽取{SITES}个点位")
    office.sees("结果相同")  # drawn again from what was kept
    page = office.opens(f"/rounds/{round_id}/")
    page.locator("main details.menu > summary").click()
    page.get_by_role("button", name="按片分给检查员").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(TESTER_NAME, exact=True).check()
    dialog.locator("button[type=submit]").click()
    page.get_by_role("button", name="启动").click()
    office.sees("轮次已启动")
    return round_id


def all_wrong(item: dict[str, Any]) -> dict[str, Any]:
    """An answer with which the item fails."""
    match item["kind"]:
        case "yes_no":
            return {"ok": False}
        case "at_least":
            return {"count": 0}
        case "percentage":
            return {"percent": "0"}
        case "composite":
            return {"present": []}
    return {"faults": 1}


def all_right(item: dict[str, Any]) -> dict[str, Any]:
    """An answer with which it passes."""
    match item["kind"]:
        case "yes_no":
            return {"ok": True}
        case "at_least":
            return {"count": item["minimum"]}
        case "percentage":
            return {"percent": "100"}
        case "composite":
            return {"present": item["pieces"]}
    return {"faults": 0}


def visits(tester: Visitor, round_id: str) -> int:
    """Visits every drawn site; what fails is a problem until there are a thousand. Gives how many were made."""
    tester.opens("/visits/mine/")
    tester.sees(NAME)
    mine = [row for row in tester.reads("/visits/mine") if row["round_id"] == round_id]
    assert len(mine) == SITES
    shown, made = kept_photos(tester, "visits/photos", photo(77)), 0
    for row in mine:
        items = tester.reads(f"/rounds/{round_id}/sites/{row['site_id']}/checklist")
        answers = [
            {"item_id": item["id"], "value": all_wrong(item), "photo_ids": shown}
            if at < PROBLEMS - made
            else {"item_id": item["id"], "value": all_right(item)}
            for at, item in enumerate(items)
        ]
        visit = {"id": str(uuid7()), "round_id": round_id, "site_id": row["site_id"], "answers": answers}
        sends(tester, "/visits", {**visit, "started_at": now().isoformat()})
        made += len(sends(tester, f"/visits/{visit['id']}/cases", {}))
    return made


def accepts(office: Visitor, round_id: str) -> None:
    """Accepts what was found, a page of the desk at a time: checks of a mystery round count once somebody did."""
    page = office.opens(f"/reviews/?round={round_id}")
    while page.locator("input[name=visit]").count():
        page.locator("[data-choose-all]").check()
        page.get_by_role("button", name="一起通过").click()
        page.wait_for_load_state()
    office.sees("没有待审核的检查")


def of_round(visitor: Visitor, round_id: str, state: str = "") -> list[dict[str, Any]]:
    """All problems of the round that the person sees, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = visitor.reads("/cases", group=round_id, state=state, limit=200, cursor=cursor)
        found += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return found


def releases(office: Visitor, round_id: str) -> None:
    """Ends and releases the round; the release is work for the worker."""
    page = office.opens(f"/rounds/{round_id}/")
    page.locator("[data-dialog=finish-round]").click()
    page.get_by_role("dialog").locator("button[type=submit]").click()
    office.sees("轮次已结束")
    page.locator("[data-dialog=release-round]").click()
    page.get_by_role("dialog").locator("button[type=submit]").click()
    waits_for_job(office)


def waits_for_job(visitor: Visitor) -> None:
    """Waits until the job on the page is finished."""
    expect(visitor.page.locator(".progress-line .num")).to_have_text("100%", timeout=WAIT)
    expect(visitor.page.locator(".progress-acts")).to_have_count(0, timeout=WAIT)


def moves_all(visitor: Visitor, round_id: str, button: str, state: str, **fields: str) -> None:
    """One move over every problem of the round in a state, from the list."""
    page = visitor.opens(f"/cases/?group={round_id}&state={state}")
    page.locator("[data-bulk] thead input[type=checkbox]").check()
    page.get_by_label("符合条件的全部").check()
    page.get_by_role("button", name=button, exact=True).click()
    for name, value in fields.items():
        if name == "lead_unit":
            page.get_by_label("全部派给一个单位").check()
            page.get_by_role("combobox", name="牵头单位").fill(value)
            page.get_by_role("option", name=value).first.click()
        else:
            page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name=f"批量{button}").click()
    page.wait_for_url("**/jobs/*/")
    waits_for_job(visitor)
    page.get_by_role("link", name="查看结果").or_(page.locator(".progress-box .btn-primary")).first.click()


@pytest.mark.journey("D3", "E1")
def test_thousand_problems_of_a_mystery_round_are_found_hidden_released_fixed_and_verified(visitors: Visitors) -> None:
    office, owner, verifier = visitors.on_pc(OFFICE), visitors.on_pc(OWNER), visitors.on_pc(VERIFIER)
    round_id = draws(office)
    assert visits(visitors.on_phone(TESTER), round_id) == PROBLEMS
    assert of_round(owner, round_id) == []
    assert owner.is_refused(f"/rounds/{round_id}/")
    assert len(of_round(office, round_id)) == PROBLEMS

    accepts(office, round_id)
    releases(office, round_id)
    office.opens(f"/rounds/{round_id}/")
    office.page.get_by_role("link", name="本轮问题").click()
    office.sees(f"只看“{NAME}”中发现的问题")
    moves_all(office, round_id, "立案", "reported")
    assert Counter(row["state"] for row in of_round(office, round_id)) == {"filed": PROBLEMS}

    claimed = of_round(owner, round_id)
    if claimed:  # of classes that this unit usually fixes
        sends(owner, f"/cases/{claimed[0]['id']}/claim", {"lead_unit_id": unit_named(owner, "区城管局")})
    moves_all(office, round_id, "派遣", "filed", lead_unit="区城管局")
    states = Counter(row["state"] for row in of_round(office, round_id))
    assert states == {"fixing": PROBLEMS}

    shots = [kept_photos(owner, "cases/photos", photo(100 + shade)) for shade in range(PHOTOS)]
    for row, after in zip(of_round(owner, round_id, "fixing"), cycle(shots), strict=False):
        cause = {"cause": "只治表面没有治本"} if row["relapse_count"] else {}  # the place had it before
        sends(owner, f"/cases/{row['id']}/feed_back", {"after": after, "reason": "已整改", **cause})
    moves_all(verifier, round_id, "结案", "fed_back")
    read = of_round(visitors.on_pc("lingdao"), round_id)
    assert Counter(row["state"] for row in read) == {"closed": PROBLEMS}
    for row in islice(read, 0, PROBLEMS, 250):
        case = office.reads(f"/cases/{UUID(row['id'])}")
        moves = [step["move"] for step in case["history"]]
        assert moves == ["open", "file", moves[2], "feed_back", "close"]
        assert moves[2] in {"dispatch", "claim"}
    office.opens(f"/rounds/{round_id}/report/")
    office.sees(f"{SITES}个点位有得分")
