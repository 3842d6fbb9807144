"""Every act of the screens, over the API."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.standards.models import Duty, Framework, Item, Standard
from chuangcheng.standards.testing import make_draft, make_framework, make_part, standard_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STANDARD = {
    "code": "2.1.1",
    "item": "政务环境",
    "content": "窗口",
    "text": "窗口公示办事指南。",
    "marks": "0.8",
    "parts": [
        {"method": "实地考察", "share": "0.5", "rule": "site_rate", "parameters": "min_rate=0.8"},
        {"method": "网上申报", "share": "0.5", "rule": "proof"},
    ],
    "site_types": ["政务大厅"],
    "evidence": "情况说明1份",
}
ENTRY = {"code": "N01", "domain": "安全", "text": "发生重大安全事故", "sanction": "deduct:3", "look_back_months": 12}


class Caller:
    """Speaks JSON as a person."""

    def __init__(self, person: Any) -> None:
        self.client = Client()
        self.client.force_login(person, backend=BACKEND)

    def __call__(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        content = "" if body is None else json.dumps(body)
        answer = self.client.generic(method, f"/api/v1{path}", content, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()[:500]
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return answer.json() if is_json and answer.content else answer


@pytest.fixture
def chief(cast: Cast) -> Caller:
    return Caller(cast.chief)


@pytest.fixture
def draft(cast: Cast) -> Framework:
    return make_framework(make_draft("1.1"), state=Framework.State.DRAFT)


def test_office_writes_a_framework_from_nothing_and_others_read_it_in_force(cast: Cast, chief: Caller) -> None:
    made = chief("POST", "/frameworks", {"name": "区级体系", "edition": "2026年版"}, status=201)
    facts = {
        "levels": ["一级", "二级", "三级"],
        "method_weights": {"实地考察": 60, "网上申报": "40"},
        "cycle_weights": [30, 30, 40],
        "gate": {"name": "未成年人", "min": "85", "share": "0.2"},
        "total": "100",
        "window_from": "2026-01-01",
    }
    chief("PATCH", f"/frameworks/{made['id']}", facts)
    standard = chief("POST", f"/frameworks/{made['id']}/standards", STANDARD, status=201)
    chief("POST", f"/frameworks/{made['id']}/negative", ENTRY, status=201)
    liaison = Caller(cast.liaison)
    liaison("GET", f"/frameworks/{made['id']}", status=404)

    chief("POST", f"/frameworks/{made['id']}/start", status=204)

    found = liaison("GET", f"/frameworks/{made['id']}")
    assert (found["state"], found["method_weights"]) == ("in_force", {"实地考察": "60", "网上申报": "40"})
    assert (found["gate"]["min"], found["levels"], found["window_from"]) == (
        "85",
        ["一级", "二级", "三级"],
        "2026-01-01",
    )
    [row] = liaison("GET", f"/frameworks/{made['id']}/standards")
    assert row == liaison("GET", f"/standards/{standard['id']}")
    assert (row["text"], row["marks"], row["site_types"]) == ("窗口公示办事指南。", "0.8000", ["政务大厅"])
    assert [part["rule"] for part in row["parts"]] == ["site_rate", "proof"]
    [entry] = liaison("GET", f"/frameworks/{made['id']}/negative")
    assert (entry["code"], entry["sanction"], entry["look_back_months"]) == ("N01", "deduct:3", 12)
    [item] = liaison("GET", f"/frameworks/{made['id']}/items")
    assert (item["name"], item["leader"], item["contents"][0]["standard_count"]) == ("政务环境", None, 1)


def test_fact_left_out_stays_and_null_takes_back(chief: Caller, draft: Framework) -> None:
    chief("PATCH", f"/frameworks/{draft.pk}", {"total": "10", "window_to": "2026-12-31"})

    found = chief("PATCH", f"/frameworks/{draft.pk}", {"total": None, "name": None})

    assert (found["total"], found["window_to"], found["name"]) == (None, "2026-12-31", "测试体系")


def test_standard_of_a_draft_is_changed_and_taken_out(chief: Caller, draft: Framework) -> None:
    row = standard_of(draft, "1.1")

    changed = chief("PUT", f"/standards/{row.pk}", {**STANDARD, "code": "1.2"})
    assert (changed["id"], changed["code"], changed["item"]) == (row.pk, "1.2", "政务环境")

    chief("DELETE", f"/standards/{row.pk}", status=204)
    assert not Standard.objects.filter(framework=draft).exists()
    assert not Item.objects.filter(framework=draft).exists()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"marks": "0"}, "分值"),
        ({"text": "  "}, "测评标准"),
        ({"code": "1.1"}, "已经有了"),
        ({"parts": [{"method": "实地考察", "share": "0.5", "rule": "pass_rate"}]}, "份额"),
        ({"parts": [{"method": "实地考察", "share": "1e-9", "rule": "pass_rate"}]}, "份额"),
        ({"parts": [{"method": "实地考察", "rule": "luck"}]}, "计分规则"),
        ({"parts": [{"method": "实地考察", "rule": "deduct", "parameters": "cap=3"}]}, "per"),
        ({"source": "长" * 301}, "太长"),
    ],
)
def test_standard_that_cannot_stand_is_refused_with_a_sentence(
    chief: Caller, draft: Framework, wrong: dict[str, Any], word: str
) -> None:
    answer = chief("POST", f"/frameworks/{draft.pk}/standards", {**STANDARD, **wrong}, status=422)

    assert word in answer["detail"]
    assert draft.standards.count() == 1


def test_hidden_signs_in_a_standard_are_dropped(chief: Caller, draft: Framework) -> None:
    given = {**STANDARD, "code": "2.1\x00.1", "text": "公示\u202e指南\x00。", "item": "政务\x00环境"}

    made = chief("POST", f"/frameworks/{draft.pk}/standards", given, status=201)

    assert (made["code"], made["text"], made["item"]) == ("2.1.1", "公示指南。", "政务环境")


def test_edition_in_force_takes_no_change(chief: Caller, cast: Cast) -> None:
    framework = make_framework(make_draft("1.1"))
    row = standard_of(framework, "1.1")

    for method, path, body in (
        ("PUT", f"/standards/{row.pk}", STANDARD),
        ("DELETE", f"/standards/{row.pk}", None),
        ("POST", f"/frameworks/{framework.pk}/standards", STANDARD),
        ("POST", f"/frameworks/{framework.pk}/negative", ENTRY),
        ("PATCH", f"/frameworks/{framework.pk}", {"note": "改"}),
        ("PATCH", f"/items/{row.content.item_id}", {"name": "另一个"}),
        ("PATCH", f"/contents/{row.content_id}", {"name": "另一个"}),
        ("DELETE", f"/frameworks/{framework.pk}", None),
    ):
        assert "已经启用" in chief(method, path, body, status=409)["detail"], path


def test_item_and_content_get_another_name_and_keep_their_standards(chief: Caller, draft: Framework) -> None:
    row = standard_of(draft, "1.1")

    chief("PATCH", f"/items/{row.content.item_id}", {"name": "宜居环境", "code": "一"})
    chief("PATCH", f"/contents/{row.content_id}", {"name": "道路与绿化"})

    found = chief("GET", f"/standards/{row.pk}")
    assert (found["item"], found["content"]) == ("宜居环境", "道路与绿化")


def test_name_of_another_item_is_refused(chief: Caller, cast: Cast) -> None:
    draft = make_framework(make_draft("1.1"), make_draft("2.1", item="人文环境"), state=Framework.State.DRAFT)

    answer = chief("PATCH", f"/items/{standard_of(draft, '1.1').content.item_id}", {"name": "人文环境"}, status=422)

    assert "已有" in answer["detail"]


def test_entry_of_the_negative_list_is_changed_and_taken_out(chief: Caller, draft: Framework) -> None:
    made = chief("POST", f"/frameworks/{draft.pk}/negative", ENTRY, status=201)

    changed = chief("PUT", f"/negative/{made['id']}", {**ENTRY, "sanction": "void"})
    assert changed == chief("GET", f"/negative/{made['id']}")
    assert "处理" in chief("PUT", f"/negative/{made['id']}", {**ENTRY, "sanction": "罚款"}, status=422)["detail"]

    chief("DELETE", f"/negative/{made['id']}", status=204)
    assert chief("GET", f"/frameworks/{draft.pk}/negative") == []


def test_new_edition_carries_over_and_lists_what_changed(chief: Caller, cast: Cast) -> None:
    old = make_framework(make_draft("1.1"), make_draft("1.2"))
    chief(
        "POST",
        f"/standards/{standard_of(old, '1.1').pk}/duties",
        {"unit_id": cast.sanitation.pk, "kind": "lead"},
        status=201,
    )

    made = chief("POST", f"/frameworks/{old.pk}/editions", {"edition": "2027版"}, status=201)
    new = Framework.objects.get(pk=made["id"])
    row = standard_of(new, "1.1")
    parts = [{"method": "实地考察", "rule": "site_rate", "parameters": "min_rate=0.9"}]
    kept = {"code": "1.1", "item": "生活环境", "content": "道路", "text": "标准1.1"}
    chief("PUT", f"/standards/{row.pk}", {**kept, "marks": "2", "parts": parts})
    chief("DELETE", f"/standards/{standard_of(new, '1.2').pk}", status=204)

    changes = {change["code"]: change for change in chief("GET", f"/frameworks/{new.pk}/changes")}
    assert (changes["1.1"]["kind"], changes["1.2"]["kind"]) == ("changed", "removed")
    words = {each["label"]: (each["before"], each["after"]) for each in changes["1.1"]["differences"]}
    assert words["分值"] == ("1", "2")
    assert words["计分规则"][1] == "实地考察，100%，点位合格率，点位自身合格率达到90%才算合格"
    [duty] = chief("GET", f"/standards/{row.pk}")["duties"]
    assert duty["unit"] == "区城管局"
    chief("DELETE", f"/frameworks/{new.pk}", status=204)
    assert [each["id"] for each in chief("GET", "/frameworks")] == [old.pk]


def test_dispute_is_raised_by_a_unit_ruled_on_by_the_leader_and_binds(cast: Cast, chief: Caller) -> None:
    row = standard_of(make_framework(), "1.1")
    chief("POST", f"/standards/{row.pk}/duties", {"unit_id": cast.sanitation.pk, "kind": "lead"}, status=201)
    liaison, leader = Caller(cast.liaison), Caller(cast.leader)

    asked = {"unit_id": cast.sanitation.pk, "question": "背街小巷应由街道负责。"}
    dispute = liaison("POST", f"/standards/{row.pk}/disputes", asked, status=201)
    assert liaison("POST", f"/standards/{row.pk}/disputes", asked, status=201)["id"] == dispute["id"]
    assert [each["id"] for each in leader("GET", "/disputes")] == [dispute["id"]]
    liaison("POST", f"/disputes/{dispute['id']}/ruling", {"unit_id": cast.east.pk, "reason": "我方不管"}, status=403)
    ruled = leader("POST", f"/disputes/{dispute['id']}/ruling", {"unit_id": cast.east.pk, "reason": "属地管理"})

    assert (ruled["ruled_for"], ruled["ruled_by"], ruled["reason"]) == ("东关街道", "凌领导", "属地管理")
    assert leader("GET", "/disputes") == []
    assert liaison("GET", f"/standards/{row.pk}/disputes") == [ruled]
    leads = [each for each in liaison("GET", f"/standards/{row.pk}")["duties"] if each["kind"] == "lead"]
    assert [each["unit"] for each in leads] == ["东关街道"]
    again = {"unit_id": cast.sanitation.pk, "kind": "lead"}
    assert "裁定" in chief("POST", f"/standards/{row.pk}/duties", again, status=409)["detail"]


def test_unit_disputes_in_its_own_name_only(cast: Cast) -> None:
    row = standard_of(make_framework(), "1.1")

    asked = {"unit_id": cast.east.pk, "question": "应由别人负责。"}
    answer = Caller(cast.liaison)("POST", f"/standards/{row.pk}/disputes", asked, status=422)

    assert "本单位" in answer["detail"]


def test_gaps_shrink_as_leaders_and_lead_units_are_named(cast: Cast, chief: Caller) -> None:
    framework = make_framework(make_draft("1.1"), make_draft("1.2", parts=()))
    row = standard_of(framework, "1.1")
    before = chief("GET", f"/frameworks/{framework.pk}/gaps")
    assert [each["name"] for each in before["items_without_leader"]] == ["生活环境"]
    assert [each["code"] for each in before["standards_without_lead"]] == ["1.1", "1.2"]
    assert [each["code"] for each in before["standards_without_rule"]] == ["1.2"]
    assert [each["code"] for each in before["standards_without_site_type"]] == ["1.1"]

    chief("POST", f"/items/{row.content.item_id}/leader", {"person_id": cast.leader.pk}, status=204)
    chief("POST", f"/standards/{row.pk}/duties", {"unit_id": cast.sanitation.pk, "kind": "lead"}, status=201)

    after = Caller(cast.leader)("GET", f"/frameworks/{framework.pk}/gaps")
    assert after["items_without_leader"] == []
    assert [each["code"] for each in after["standards_without_lead"]] == ["1.2"]
    [line] = chief("GET", f"/items/{row.content.item_id}/leaders")
    assert line["person"] == "凌领导"


def test_duties_of_units_and_leaders_are_listed_by_day(cast: Cast, chief: Caller) -> None:
    row = standard_of(make_framework(), "1.1")
    yesterday = (today() - timedelta(days=1)).isoformat()
    chief("POST", f"/items/{row.content.item_id}/leader", {"person_id": cast.leader.pk}, status=204)
    for unit, kind in ((cast.sanitation, "lead"), (cast.east, "responsible"), (cast.west, "supporting")):
        chief("POST", f"/standards/{row.pk}/duties", {"unit_id": unit.pk, "kind": kind}, status=201)

    found = chief("GET", "/duties")
    figures = {each["unit"]: (each["lead"], each["responsible"], each["supporting"]) for each in found["units"]}
    assert figures == {"区城管局": (1, 0, 0), "东关街道": (0, 1, 0), "西苑街道": (0, 0, 1)}
    assert found["leaders"][0]["items"][0]["item"] == "生活环境"
    assert chief("GET", f"/duties?day={yesterday}") == {"units": [], "leaders": []}
    [duty] = chief("GET", f"/duties/units/{cast.sanitation.pk}")
    assert (duty["code"], duty["kind"], duty["item"]) == ("1.1", "lead", "生活环境")
    [led] = chief("GET", f"/duties/leaders/{cast.leader.pk}")
    assert led["standards"] == [{"id": row.pk, "code": "1.1", "text": "标准1.1", "marks": "1.0000", "lead": "区城管局"}]

    chief("POST", f"/duties/{duty['id']}/end", {"reason": "职能划转", "ends_on": yesterday}, status=204)
    chief("POST", f"/items/{row.content.item_id}/leader/end", {"reason": "调离", "ends_on": yesterday}, status=204)
    assert chief("GET", f"/duties/units/{cast.sanitation.pk}") == []
    assert chief("GET", "/duties")["leaders"] == []


def test_workbooks_come_as_files(cast: Cast, chief: Caller) -> None:
    framework = make_framework()
    row = standard_of(framework, "1.1")
    Duty.objects.create(standard=row, unit=cast.sanitation, kind="lead", starts_on=today())
    row.content.item.leaders.create(person=cast.leader, starts_on=today())

    for path in (
        f"/frameworks/{framework.pk}/workbook",
        "/duties/workbook",
        f"/duties/units/{cast.sanitation.pk}/workbook",
        f"/duties/leaders/{cast.leader.pk}/workbook",
    ):
        content = b"".join(chief("GET", path).streaming_content)
        texts = [cell for sheet in read_book(content, name="表.xlsx").sheets for line in sheet.rows for cell in line]
        assert "标准1.1" in texts, path


def test_site_types_and_their_other_names_are_kept(cast: Cast, chief: Caller) -> None:
    parts = [{"name": "政府", "share": "0.2"}, {"name": "街道", "share": "0.8"}]
    made = chief("POST", "/site-types", {"name": "镇区", "parts": parts}, status=201)
    alias = chief("POST", f"/site-types/{made['id']}/aliases", {"name": "集镇"}, status=201)
    assert "集镇" in chief("POST", "/site-types", {"name": "集镇"}, status=422)["detail"]

    chief("PUT", f"/site-types/{made['id']}", {"name": "乡镇镇区", "parts": parts})
    chief("DELETE", f"/site-types/{made['id']}/aliases/{alias['id']}", status=204)
    chief("POST", f"/site-types/{made['id']}/retire")

    liaison = Caller(cast.liaison)
    found = liaison("GET", f"/site-types/{made['id']}")
    assert (found["name"], found["is_active"]) == ("乡镇镇区", False)
    assert [each["name"] for each in found["aliases"]] == ["镇区"]
    assert found in liaison("GET", "/site-types")
    assert chief("POST", f"/site-types/{made['id']}/restore")["is_active"]
    liaison("POST", "/site-types", {"name": "别的"}, status=403)


def test_sample_is_taken_once(chief: Caller) -> None:
    first = chief("POST", "/frameworks/sample", {"scope": "county"}, status=201)

    assert (first["state"], first["is_sample"]) == ("in_force", True)
    assert chief("POST", "/frameworks/sample", {"scope": "county"}, status=201)["id"] == first["id"]
    chief("POST", f"/frameworks/{first['id']}/stop", {"reason": ""}, status=422)
    chief("POST", f"/frameworks/{first['id']}/stop", {"reason": "换新版"}, status=204)
    assert chief("GET", f"/frameworks/{first['id']}")["state"] == "closed"


def test_sample_takes_over_site_types_that_an_import_made_before(cast: Cast, chief: Caller) -> None:
    made = chief("POST", "/site-types", {"name": "背街小巷"}, status=201)

    chief("POST", "/frameworks/sample", {}, status=201)

    lanes = [found for found in chief("GET", "/site-types") if found["name"] == "背街小巷"]
    assert [found["id"] for found in lanes] == [made["id"]]
    assert lanes[0]["aliases"]


@pytest.mark.parametrize("path", ["items", "standards", "gaps", "negative"])
def test_statements_do_not_grow_with_the_rows(cast: Cast, chief: Caller, path: str) -> None:
    parts = (make_part("实地考察", 1, "pass_rate", ""),)  # type: ignore[arg-type] # a whole share
    few = make_framework(*(make_draft(f"{n}.1", item=f"项{n}", parts=parts) for n in range(2)))
    many = make_framework(*(make_draft(f"{n}.1", item=f"项{n}", parts=parts) for n in range(30)), name="多的")

    def statements(framework: Framework) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            chief("GET", f"/frameworks/{framework.pk}/{path}")
        return len(found)

    statements(few)
    assert statements(few) == statements(many)
