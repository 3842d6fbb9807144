"""Cases over the API: the same services, the same refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in, problem_class, report, stored_photo
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.orgs.testing import Cast, grant, signed_in

BASE = "/api/v1/cases"


def send(person: Any, address: str, **given: Any) -> Any:
    return signed_in(person).post(address, json.dumps(given, default=str), content_type="application/json")


def test_case_goes_its_way_over_the_api(cast: Cast) -> None:
    stored = signed_in(cast.inspector).post(
        f"{BASE}/photos", {"photos": [photo_upload(shade=1), photo_upload(shade=2)]}
    )
    before, after = (photo["id"] for photo in stored.json())
    assert len(stored.json()[0]["sha256"]) == 64
    case_id = new_id()
    opened = send(
        cast.inspector,
        BASE,
        id=case_id,
        description="井盖缺失",
        place_text="柳巷",
        area_id=cast.east.pk,
        problem_class_id=problem_class("井盖缺失破损").pk,
        photo_ids=[before],
    )
    assert opened.status_code == 201
    assert opened.json()["history"][0]["photos"][0]["id"] == before

    assert send(cast.chief, f"{BASE}/{case_id}/file", severity="urgent").json()["to_state"] == "filed"
    dispatched = send(cast.chief, f"{BASE}/{case_id}/dispatch", lead_unit_id=cast.sanitation.pk, term="24小时")
    assert dispatched.json()["to_state"] == "fixing"
    send(cast.liaison, f"{BASE}/{case_id}/feed_back", after=[after], reason="已补齐。")
    send(cast.chief, f"{BASE}/{case_id}/close", outcome="fixed")

    detail = signed_in(cast.inspector).get(f"{BASE}/{case_id}").json()
    assert detail["state"] == "closed"
    assert detail["lead_unit"] == {"id": cast.sanitation.pk, "name": "区城管局"}
    assert [event["move"] for event in detail["history"]] == ["open", "file", "dispatch", "feed_back", "close"]
    assert detail["moves"] == ["reopen"]


def test_list_pages_by_cursor_and_filters(cast: Cast) -> None:
    made = [report(cast).number for _ in range(3)]
    client = signed_in(cast.chief)
    first = client.get(BASE, {"limit": 2}).json()
    second = client.get(BASE, {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [case["number"] for case in (*first["items"], *second["items"])] == made[::-1]
    assert second["next_cursor"] == ""
    assert client.get(BASE, {"state": "closed"}).json()["items"] == []


def test_same_report_twice_is_one_case(cast: Cast) -> None:
    given = {"id": new_id(), "description": "井盖缺失", "place_text": "柳巷"}
    numbers = {send(cast.inspector, BASE, **given).json()["number"] for _ in range(2)}
    assert len(numbers) == 1


def test_same_step_twice_gives_the_same_answer(cast: Cast) -> None:
    case = case_in("fixing", cast)
    given = {"event_id": new_id(), "reason": "不归我们。"}
    answers = [send(cast.liaison, f"{BASE}/{case.pk}/send_back", **given) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("state", "who", "move", "given", "status"),
    [
        ("reported", "chief", "dispatch", {"lead_unit_id": 1}, 409),
        ("filed", "liaison", "dispatch", {"lead_unit_id": 1}, 404),
        ("filed", "east_liaison", "dispatch", {"lead_unit_id": 1}, 403),
        ("filed", "chief", "dispatch", {"lead_unit_id": 10**9}, 422),
        ("filed", "chief", "dispatch", {}, 422),
        ("filed", "chief", "dispatch", {"lead_unit_id": 1, "term": "尽快"}, 422),
        ("fixing", "liaison", "feed_back", {"after": []}, 422),
        ("fixing", "liaison", "feed_back", {"after": ["no-id"]}, 422),
        ("fixing", "west_liaison", "feed_back", {"after": []}, 404),
        ("fixing", "liaison", "send_back", {"reason": ""}, 422),
        ("fed_back", "liaison", "close", {}, 403),
        ("fed_back", "chief", "close", {"outcome": "won"}, 422),
        ("closed", "chief", "void", {"reason": "作废"}, 409),
        ("fixing", "chief", "void", {"reason": "作废", "surprise": 1}, 422),
    ],
)
def test_refusals_have_their_status_and_change_nothing(
    cast: Cast, state: str, who: str, move: str, given: dict[str, Any], status: int
) -> None:
    case = case_in(state, cast)
    answer = send(getattr(cast, who), f"{BASE}/{case.pk}/{move}", **given)
    assert answer.status_code == status
    assert Case.objects.get(pk=case.pk).latest_event_id == case.latest_event_id


def test_old_screen_is_refused_with_a_stable_code(cast: Cast) -> None:
    case = case_in("fixing", cast)
    answer = send(cast.chief, f"{BASE}/{case.pk}/void", reason="作废。", seen=new_id())
    assert answer.status_code == 409
    assert answer.json()["code"] == "CaseMovedOn"


def test_fixer_cannot_close_over_the_api(cast: Cast) -> None:

    case = case_in("fed_back", cast)
    grant(cast.liaison, cast.place, "cases.verify")
    assert send(cast.liaison, f"{BASE}/{case.pk}/close").status_code == 422


def test_fix_on_spot_and_reject_and_reopen_and_fail_check(cast: Cast) -> None:
    spot = report(cast, photo_ids=[stored_photo(1)])
    assert send(cast.chief, f"{BASE}/{spot.pk}/fix_on_spot", after=[stored_photo(2)]).json()["to_state"] == "closed"
    assert send(cast.chief, f"{BASE}/{spot.pk}/reopen", reason="又出现了。").json()["to_state"] == "filed"
    assert send(cast.chief, f"{BASE}/{report(cast).pk}/reject", reason="不属实。").json()["to_state"] == "rejected"
    failed = send(cast.chief, f"{BASE}/{case_in('fed_back', cast).pk}/fail_check", reason="仍有垃圾。")
    assert failed.json()["to_state"] == "fixing"


def test_visitor_gets_nothing(db: None) -> None:
    assert Client().get(BASE).status_code == 401


@pytest.mark.parametrize("who", ["stranger", "admin"])
def test_person_without_permission_gets_no_list_and_sends_no_photo(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(BASE).status_code == 403
    assert client.post(f"{BASE}/photos", {"photos": [photo_upload()]}).status_code == 403


def test_classes_to_choose_from(cast: Cast) -> None:
    found = signed_in(cast.inspector).get("/api/v1/problem-classes").json()
    assert {"code": "GY01", "limit_amount": 4, "limit_unit": "working_hours"}.items() <= {
        key: value for each in found if each["code"] == "GY01" for key, value in each.items()
    }.items()


def test_every_move_is_described(db: None) -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    for move in ("file", "reject", "void", "dispatch", "send_back", "feed_back", "fix_on_spot", "close", "fail_check"):
        assert f"/api/v1/cases/{{case_id}}/{move}" in paths


def test_office_keeps_the_classes_over_the_api(cast: Cast) -> None:
    client = signed_in(cast.chief)
    given = {
        "code": "QT01",
        "group": "其他",
        "name": "飞鸽扰民",
        "aliases": "养鸽扰民、鸽棚",
        "limit_amount": 3,
        "limit_unit": "working_days",
    }
    made = client.post("/api/v1/problem-classes", given, content_type="application/json")
    assert made.status_code == 201
    address = f"/api/v1/problem-classes/{made.json()['id']}"
    assert client.put(address, {**given, "limit_amount": 0}, content_type="application/json").status_code == 422
    assert client.put(address, {**given, "code": "SR01"}, content_type="application/json").status_code == 422
    assert (
        client.put(address, {**given, "limit_amount": 5}, content_type="application/json").json()["limit_amount"] == 5
    )
    assert client.put("/api/v1/problem-classes/999999", given, content_type="application/json").status_code == 404


def test_filtered_list_is_exported_over_the_api(cast: Cast) -> None:
    case_in("fixing", cast)
    answer: Any = signed_in(cast.chief).get("/api/v1/cases/workbook", {"state": "fixing"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert signed_in(cast.stranger).get("/api/v1/cases/workbook").status_code == 403
