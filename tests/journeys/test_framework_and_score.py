"""The framework from the office's workbook to the score: brought in, shared out, disputed, measured, read by others."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter
from playwright.sync_api import expect

from chuangcheng.core.ids import new_id
from tests.journeys.visitors import Visitor, Visitors, photo

HEADER = ("编号", "测评项目", "测评内容", "测评标准", "分值", "测评方法", "份额", "计分规则", "参数", "点位类型")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sends(visitor: Visitor, path: str, body: Any, *, method: str = "POST") -> Any:
    """Asks the API to do something; gives what it answers."""
    token = next(each["value"] for each in visitor.page.context.cookies() if each["name"] == "csrftoken")
    answer = visitor.page.request.fetch(
        f"{visitor.address}/api/v1{path}", method=method, data=body, headers={"X-CSRFToken": token}
    )
    assert answer.ok, f"{path}: {answer.text()}"
    return answer.json() if answer.body() else None


def workbook(name: str) -> bytes:
    """An office's framework: titles above, marks merged over two standards, a subtotal below."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        settings = book.add_worksheet("体系")
        for row, pair in enumerate((("名称", name), ("版本", "2026版"), ("总分", 10))):
            settings.write_row(row, 0, pair)
        sheet = book.add_worksheet("标准")
        sheet.merge_range(0, 0, 0, 9, f"{name}（送审稿）")
        sheet.write_row(1, 0, HEADER)
        lines = [
            ("1.1", "旅程环境", "道路", "路面平整无破损", "", "实地考察", 1, "达标率", "", "背街小巷"),
            ("1.2", "旅程环境", "道路", "灯杆无小广告", "", "实地考察", 1, "扣分", "per=0.5;cap=3", "背街小巷"),
            ("2.1", "旅程人文", "阅读", "每季度举办全民阅读活动", 4, "网上申报", 1, "材料", "", ""),
            ("合计", "", "", "", 10, "", "", "", "", ""),
        ]
        for row, line in enumerate(lines, start=2):
            sheet.write_row(row, 0, line)
        sheet.merge_range(2, 4, 3, 4, 6)
    return out.getvalue()


def imported(office: Visitor, kind: str, content: bytes) -> None:
    """Brings a workbook in on screen: upload, columns, preview, commit."""
    page = office.opens(f"/imports/start/{kind}/")
    page.locator("input[type=file]").set_input_files({"name": "体系.xlsx", "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="上传并认列").click()
    page.wait_for_url("**/mapping/")
    page.get_by_role("button", name="核对并预览").click()
    page.wait_for_url("**/preview/")
    page.get_by_role("button", name="导入合格的").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_url(lambda url: not url.endswith("/preview/"))


def framework_called(visitor: Visitor, name: str) -> dict[str, Any]:
    """The framework of this name."""
    found: dict[str, Any] = next(row for row in visitor.reads("/frameworks") if row["name"] == name)
    return found


def open_gaps(visitor: Visitor, framework: int) -> tuple[int, int]:
    """How many items have no leader, and how many standards no lead unit."""
    gaps = visitor.reads(f"/frameworks/{framework}/gaps")
    return len(gaps["items_without_leader"]), len(gaps["standards_without_lead"])


@pytest.mark.journey("A1")
def test_office_brings_its_framework_in_mends_a_standard_and_others_work_by_it(visitors: Visitors) -> None:
    office, liaison = visitors.on_pc("chuangchengban"), visitors.on_pc("lianluoyuan")
    name = f"旅程体系{uuid4().hex[:6]}"
    imported(office, "framework", workbook(name))
    draft = framework_called(office, name)
    assert (draft["state"], draft["standard_count"], Decimal(draft["marks"])) == ("draft", 3, Decimal(10))
    assert liaison.is_refused(f"/frameworks/{draft['id']}/")

    page = office.opens(f"/frameworks/{draft['id']}/")
    page.get_by_role("link", name="路面平整无破损").click()
    page.get_by_role("link", name="修改", exact=True).click()
    page.get_by_label("测评标准").fill("路面平整，无坑洼积水")
    page.get_by_label("分值").fill("-1")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("分值")
    page.get_by_label("分值").fill("3.5")
    page.get_by_role("button", name="保存").click()
    office.sees("路面平整，无坑洼积水")
    page = office.opens(f"/frameworks/{draft['id']}/")
    page.get_by_role("button", name="启用").click()
    page.get_by_role("dialog").get_by_role("button", name="启用").click()
    office.sees("执行中")

    try:
        liaison.opens("/frameworks/").get_by_role("link", name=name).click()
        liaison.sees("路面平整，无坑洼积水")
        liaison.sees("10.50")
        rows = visitors.on_pc("lingdao").reads(f"/frameworks/{draft['id']}/standards")
        assert [(row["code"], row["text"], row["marks"]) for row in rows] == [
            ("1.1", "路面平整，无坑洼积水", "3.5000"),
            ("1.2", "灯杆无小广告", "3.0000"),
            ("2.1", "每季度举办全民阅读活动", "4.0000"),
        ]
        assert rows[1]["parts"][0]["parameters"] == "per=0.5;cap=3"
        expect(liaison.page.get_by_role("link", name="添加标准")).to_have_count(0)
    finally:  # the demo's own framework is the current one again
        sends(office, f"/frameworks/{draft['id']}/stop", {"reason": "旅程结束"})
    assert liaison.reads(f"/frameworks/{draft['id']}")["state"] == "closed"


@pytest.mark.journey("B4")
def test_duty_is_given_disputed_and_ruled_on_and_the_gap_closes(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    liaison = visitors.on_pc("lianluoyuan")
    name = f"旅程分工{uuid4().hex[:6]}"
    imported(office, "framework", workbook(name))
    framework = framework_called(office, name)["id"]
    sends(office, f"/frameworks/{framework}/start", None)
    try:
        assert open_gaps(leader, framework) == (2, 3)

        page = office.opens(f"/frameworks/{framework}/gaps/")
        page.get_by_role("listitem").filter(has_text="旅程环境").get_by_role("link", name="指定责任领导").click()
        page.get_by_role("combobox", name="责任领导").fill("凌明德〔lingdao〕")
        page.get_by_role("button", name="保存").click()
        office.sees("责任领导：凌明德")
        page = office.opens(f"/frameworks/{framework}/gaps/")
        page.get_by_role("link", name="灯杆无小广告").click()
        page.get_by_text("登记责任单位", exact=True).click()
        page.locator("#duty_unit").fill("区城管局")
        page.get_by_role("button", name="登记", exact=True).click()
        office.sees("责任单位已登记")
        standard = page.url.rstrip("/").rsplit("/", 1)[1]

        page = liaison.opens(f"/standards/{standard}/")
        page.get_by_text("提出责任争议", exact=True).click()
        page.get_by_label("争议内容").fill("灯杆归区住建局管养，应由其牵头。")
        page.get_by_role("button", name="提交", exact=True).click()
        liaison.sees("等待裁定")
        expect(page.get_by_role("button", name="裁定")).to_have_count(0)

        page = leader.opens("/")
        leader.sees("灯杆归区住建局管养，应由其牵头。")
        page = leader.opens(f"/standards/{standard}/")
        page.get_by_label("裁定由谁牵头").fill("区住建局")
        page.get_by_label("裁定理由").fill("按管养权属")
        page.get_by_role("button", name="裁定").click()
        leader.sees("由区住建局牵头")

        [ruling] = liaison.reads(f"/standards/{standard}/disputes")
        assert (ruling["ruled_for"], ruling["ruled_by"], ruling["reason"]) == ("区住建局", "凌明德", "按管养权属")
        liaison.opens(f"/standards/{standard}/")
        liaison.sees("已裁定")
        unit = ruling["ruled_for_id"]
        assert str(standard) in {str(row["standard_id"]) for row in office.reads(f"/duties/units/{unit}")}
        office.opens(f"/duties/units/{unit}/")
        office.sees("灯杆无小广告")
        assert open_gaps(leader, framework) == (1, 2)
    finally:
        sends(office, f"/frameworks/{framework}/stop", {"reason": "旅程结束"})


@pytest.mark.journey("A6")
def test_failed_check_and_recorded_material_move_the_score_down_to_the_visit(visitors: Visitors) -> None:
    office, leader = visitors.on_pc("chuangchengban"), visitors.on_pc("lingdao")
    framework = next(
        row["id"] for row in office.reads("/frameworks") if row["is_sample"] and row["state"] == "in_force"
    )
    lane = next(row for row in office.reads("/site-types") if row["name"] == "背街小巷")
    visit, failed = visited(visitors, framework, lane["id"])

    row = leader.reads(f"/standards/{failed}")
    page = leader.opens(f"/scores/{framework}/")
    page.locator("details[open]").filter(has_text=row["item"]).get_by_role("link", name=row["text"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(row["text"])
    scored = leader.reads(f"/standards/{failed}/score")
    expect(page.locator(".facts")).to_contain_text(scored["line"]["earned"])
    page.get_by_role("link", name="不合格", exact=True).click()
    link = page.locator(f'a[href="/visits/{visit}/"]').first
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("body")).to_contain_text("旅程：墙面小广告")
    assert visit in {check["visit_id"] for check in leader.reads(f"/standards/{failed}/checks", verdict="fail")}

    matrix = leader.reads(f"/material-matrix/{framework}")["rows"]
    asked = {row["standard_id"] for row in matrix if row["total"]["asked"]}  # there what units bring counts
    proof = next(
        each
        for each in leader.reads(f"/frameworks/{framework}/standards")
        if [part["rule"] for part in each["parts"]] == ["proof"] and each["id"] not in asked
    )
    before = leader.reads(f"/scores/{framework}")
    line = next(row for row in before["standards"] if row["code"] == proof["code"])
    accepted = "0" if line["rate"] not in {None, "0.0000"} else "8"
    officer = visitors.on_pc("cailiaoyuan")
    page = officer.opens(f"/scores/standards/{proof['id']}/")
    page.get_by_role("link", name="登记数据").click()
    page.get_by_label("已认可材料").fill(accepted)
    page.get_by_label("应提供材料").fill("8")
    page.get_by_label("来源").fill("旅程材料台账")
    page.get_by_role("button", name="登记").click()
    officer.finds(f"/scores/standards/{proof['id']}/", f"应提供8份，已认可{accepted}份")

    after = leader.reads(f"/scores/{framework}")
    assert after["total"] != before["total"]
    leader.opens(f"/scores/{framework}/")
    leader.sees(after["total"])
    leader.opens(f"/scores/standards/{proof['id']}/")
    leader.sees("旅程材料台账")
    how = leader.reads(f"/standards/{proof['id']}/score")["parts"][0]["how"]
    assert how.startswith(f"应提供8份，已认可{accepted}份")
    assert visitors.on_pc("disanfang").is_refused(f"/scores/{framework}/")


def visited(visitors: Visitors, framework: int, site_type: int) -> tuple[str, int]:
    """A round at one site whose visit fails an item with a photo, released; the visit and a standard that failed."""
    office, inspector = visitors.on_pc("chuangchengban"), visitors.on_phone("jianchayuan")
    day = date.today().isoformat()  # noqa: DTZ011 - the demo lives in the day of this machine
    facts = {"name": f"旅程检查{uuid4().hex[:6]}", "kind": "weekly", "framework_id": framework}
    made = sends(office, "/rounds", {**facts, "starts_on": day, "ends_on": day})["id"]
    me = inspector.reads("/account")["person"]["id"]
    candidates = office.reads(f"/rounds/{made}/candidates", site_type_id=site_type)
    site = candidates["sites"][0]["id"]
    sends(office, f"/rounds/{made}/sites", {"site_ids": [site]})
    sends(office, f"/rounds/{made}/assign", {"site_ids": [site], "inspector_id": me})
    sends(office, f"/rounds/{made}/start", None)
    answers, item = [], None
    for each in inspector.reads(f"/rounds/{made}/sites/{site}/checklist"):
        if item is None and each["kind"] == "tally":
            item = each["id"]
            kept = photos(inspector)
            answer = {"value": {"faults": 2}, "note": "旅程：墙面小广告", "photo_ids": kept}
        else:
            answer = {"value": {"na": True}}
        answers.append({"item_id": each["id"], **answer})
    given = {"id": str(new_id()), "round_id": made, "site_id": site, "started_at": datetime.now(UTC).isoformat()}
    visit = sends(inspector, "/visits", {**given, "answers": answers})
    sends(office, f"/rounds/{made}/finish", {"reason": "旅程"})
    page = office.opens(f"/rounds/{made}/")
    page.get_by_role("button", name="发布").first.click()
    page.locator("#release-round").get_by_role("button", name="发布").click()
    office.sees("已发布")
    answered = next(answer for answer in visit["answers"] if answer["item_id"] == item)
    return str(visit["id"]), int(answered["checks"][0]["standard_id"])


def photos(inspector: Visitor) -> list[str]:
    """Sends a photo for a visit."""
    token = next(each["value"] for each in inspector.page.context.cookies() if each["name"] == "csrftoken")
    answer = inspector.page.request.post(
        f"{inspector.address}/api/v1/visits/photos", multipart={"photos": photo(61)}, headers={"X-CSRFToken": token}
    )
    assert answer.ok, answer.text()
    found: list[str] = answer.json()["ids"]
    return found
