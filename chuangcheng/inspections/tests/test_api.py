from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import now, today
from chuangcheng.inspections.models import Check, Round, Visit
from chuangcheng.inspections.testing import PASSES, Field, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, make_person, signed_in


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=2)


def send(client: Client, address: str, body: Any = None, method: str = "post") -> Any:
    return getattr(client, method)(f"/api/v1{address}", json.dumps(body or {}), content_type="application/json")


def visit_body(found: Round, field: Field, **changed: Any) -> dict[str, Any]:
    """A visit as JSON; `litter={"faults": 3}` changes what was found there."""
    values = {**PASSES, **changed}
    return {
        "id": f"{new_id()}",
        "round_id": f"{found.pk}",
        "site_id": f"{field.sites[0].pk}",
        "started_at": now().isoformat(),
        "answers": [{"item_id": item.pk, "value": values[code]} for code, item in field.items.items()],
    }


def test_round_goes_its_way_through_the_api(cast: Cast, field: Field) -> None:
    chief, round_id = signed_in(cast.chief), f"{new_id()}"
    facts = {"id": round_id, "name": "月评比", "kind": "monthly", "framework_id": field.framework.pk}
    days = {"starts_on": f"{today()}", "ends_on": f"{today() + timedelta(days=2)}"}
    made = send(chief, "/rounds", {**facts, **days})
    assert made.status_code == 201
    assert send(chief, "/rounds", {**facts, **days}).json()["id"] == round_id == made.json()["id"]
    ids = [f"{site.pk}" for site in field.sites]
    assert send(chief, f"/rounds/{round_id}/sites", {"site_ids": ids}).json() == {"count": 2}
    given = {"site_ids": ids[:1], "inspector_id": cast.inspector.pk}
    assert send(chief, f"/rounds/{round_id}/assign", given).json() == {"count": 1}
    assert send(chief, f"/rounds/{round_id}/spread", {"inspector_ids": [cast.chief.pk]}).json() == {"count": 1}
    assert send(chief, f"/rounds/{round_id}/sites/remove", {"site_ids": ids[1:]}).json() == {"count": 1}
    assert (
        send(chief, f"/rounds/{round_id}", {"name": "十一月月评比", **days}, "patch").json()["name"] == "十一月月评比"
    )
    assert send(chief, f"/rounds/{round_id}/start").status_code == 204
    shown = chief.get(f"/api/v1/rounds/{round_id}").json()
    assert (shown["state"], shown["progress"]) == ("running", {"sites": 1, "visited": 0, "percent": 0})
    assert [share["label"] for share in shown["by_inspector"]] == ["简检查"]
    assert send(chief, f"/rounds/{round_id}/finish").status_code == 422
    assert send(chief, f"/rounds/{round_id}/finish", {"reason": "暴雨"}).status_code == 204
    assert send(chief, f"/rounds/{round_id}/release").status_code == 204
    refused = send(chief, f"/rounds/{round_id}/release")
    assert refused.status_code == 409
    assert refused.json()["code"] == "RoundMovedOn"


def test_draft_is_deleted_and_a_running_round_is_not(cast: Cast, field: Field) -> None:
    chief = signed_in(cast.chief)
    draft, running = make_round(cast, field, state="draft"), make_round(cast, field)
    assert chief.delete(f"/api/v1/rounds/{draft.pk}").status_code == 204
    assert chief.delete(f"/api/v1/rounds/{running.pk}").status_code == 409


def test_rounds_are_listed_page_by_page(cast: Cast, field: Field) -> None:
    for number in range(52):
        make_round(cast, field, state="draft", name=f"检查{number}")
    chief = signed_in(cast.chief)
    first = chief.get("/api/v1/rounds?view=draft").json()
    second = chief.get(f"/api/v1/rounds{first['older']}").json()
    assert (len(first["rounds"]), len(second["rounds"]), second["older"]) == (50, 2, "")
    assert first["rounds"][0]["name"] == "检查51"
    assert chief.get("/api/v1/rounds?view=odd").status_code == 422


def test_assignments_are_listed_with_their_newest_visit(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    visit = make_visit(cast, field, found)
    rows = signed_in(cast.chief).get(f"/api/v1/rounds/{found.pk}/assignments").json()
    assert (rows["count"], rows["pages"]) == (2, 1)
    assert [row["visit_id"] for row in rows["assignments"]] == [str(visit.pk), None]
    assert rows["assignments"][0]["score"] == "100.00"
    only = signed_in(cast.chief).get(f"/api/v1/rounds/{found.pk}/assignments?visited=open").json()
    assert [row["site"] for row in only["assignments"]] == ["第2集贸市场"]


def test_visit_with_photos_through_the_api(cast: Cast, field: Field) -> None:
    found, client = make_round(cast, field), signed_in(cast.inspector)
    mine = client.get("/api/v1/visits/mine").json()
    assert [row["site_id"] for row in mine] == [f"{site.pk}" for site in field.sites]
    asked = client.get(f"/api/v1/rounds/{found.pk}/sites/{field.sites[0].pk}/checklist").json()
    assert [row["kind"] for row in asked] == [item.kind for item in field.items.values()]
    photos = client.post("/api/v1/visits/photos", {"photos": [photo_upload(shade=1), photo_upload(shade=2)]})
    assert photos.status_code == 201
    body = visit_body(found, field, litter={"faults": 3})
    body["answers"][2].update(photo_ids=photos.json()["ids"], note="菜摊后")
    body["position"] = {"lon": 114.49, "lat": 36.6, "accuracy": 9}
    answers = [send(client, "/visits", body) for _time in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert Visit.objects.count() == 1
    shown = client.get(f"/api/v1/visits/{body['id']}").json()
    assert shown == answers[-1].json()
    litter = shown["answers"][2]
    assert (litter["verdict"], litter["violations"], litter["photo_ids"]) == ("fail", 3, photos.json()["ids"])
    assert [check["standard"] for check in litter["checks"]] == ["2.1"]
    assert shown["score"] == "70.00"
    case = send(client, f"/answers/{litter['id']}/case", {"description": "垃圾三处"}).json()
    assert send(client, f"/answers/{litter['id']}/case").json() == case
    assert client.get(f"/api/v1/visits/{body['id']}").json()["answers"][2]["case_id"] == case["id"]
    assert send(client, f"/visits/{body['id']}/cases").json() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"litter": {}},
        {"litter": {"faults": 3, "junk": 1}},
        {"litter": {"faults": "many"}},
        {"prices": {"percent": 101}},
        {"scales": {"present": ["没有这项"]}},
    ],
)
def test_wrong_answers_are_refused(cast: Cast, field: Field, wrong: dict[str, Any]) -> None:
    found = make_round(cast, field)
    response = send(signed_in(cast.inspector), "/visits", visit_body(found, field, **wrong))
    assert response.status_code == 422
    assert not Visit.objects.exists()


def test_photos_are_taken_from_who_may_visit_only(cast: Cast) -> None:
    assert signed_in(cast.leader).post("/api/v1/visits/photos", {"photos": [photo_upload()]}).status_code == 403
    assert signed_in(cast.inspector).post("/api/v1/visits/photos").status_code == 422
    assert Client().post("/api/v1/visits/photos", {"photos": [photo_upload()]}).status_code == 401


def test_check_is_corrected_through_the_api(cast: Cast, field: Field) -> None:
    visit = make_visit(cast, field, make_round(cast, field), litter={"faults": 3})
    check = Check.objects.get(answer__visit=visit, verdict="fail")
    body = {"verdict": "pass", "violations": 0, "reason": "复看照片"}
    address = f"/checks/{check.pk}/corrections"
    assert send(signed_in(cast.inspector), address, body).status_code == 403
    made = send(signed_in(cast.chief), address, body)
    assert (made.status_code, made.json()["verdict"], made.json()["standard"]) == (201, "pass", "2.1")
    assert send(signed_in(cast.chief), address, body).status_code == 422
    shown = signed_in(cast.chief).get(f"/api/v1/visits/{visit.pk}").json()
    assert (shown["score"], shown["answers"][2]["verdict"], shown["answers"][2]["entered_verdict"]) == (
        "100.00",
        "pass",
        "fail",
    )


def test_all_checks_of_an_answer_are_corrected_at_once(cast: Cast, field: Field) -> None:
    visit = make_visit(cast, field, make_round(cast, field), stalls={"ok": False})
    answer = visit.answers.get(verdict="fail")
    body = {"verdict": "pass", "violations": 0, "reason": "复看照片"}
    assert send(signed_in(cast.inspector), f"/answers/{answer.pk}/correction", body).status_code == 403
    made = send(signed_in(cast.chief), f"/answers/{answer.pk}/correction", body)
    assert (made.status_code, {check["standard"] for check in made.json()}) == (201, {"1.1", "1.2"})
    assert Check.objects.filter(answer=answer).count() == 4  # the two wrong ones stay


def test_planner_finds_sites_and_people_for_a_round(cast: Cast, field: Field) -> None:
    chief = signed_in(cast.chief)
    found = make_round(cast, field)
    send(chief, f"/rounds/{found.pk}/sites/remove", {"site_ids": [f"{field.sites[1].pk}"]})
    offered = chief.get(f"/api/v1/rounds/{found.pk}/candidates", {"words": "集贸"}).json()
    assert ([row["name"] for row in offered["sites"]], offered["count"]) == ([field.sites[1].name], 1)
    assert chief.get(f"/api/v1/rounds/{found.pk}/candidates", {"words": "没有"}).json()["sites"] == []
    assert {row["name"] for row in chief.get("/api/v1/inspectors").json()} == {"简检查", "程主任"}
    mine: dict[str, Any] = {
        "inspector_id": cast.inspector.pk,
        "visited": "open",
        "area_id": cast.lane.pk,
        "words": "第1",
    }
    rows = chief.get(f"/api/v1/rounds/{found.pk}/assignments", mine).json()
    assert [row["site"] for row in rows["assignments"]] == [field.sites[0].name]
    assert chief.get(f"/api/v1/rounds/{found.pk}/assignments", {"inspector_id": cast.chief.pk}).json()["count"] == 0


def test_absent_and_not_yours_look_the_same(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, kind="mystery")
    visit = make_visit(cast, field, found)
    other = signed_in(make_person("second", unit=cast.office, role="inspector"))

    def answer(address: str) -> tuple[int, str]:
        response = other.get(f"/api/v1{address}")
        return response.status_code, response.json()["detail"]

    def pair(template: str, key: UUID) -> set[tuple[int, str]]:
        return {answer(template.format(key)), answer(template.format(new_id()))}

    assert len(pair("/rounds/{}", found.pk)) == 1
    assert len(pair("/visits/{}", visit.pk)) == 1
    assert len(pair(f"/rounds/{found.pk}/sites/{{}}/checklist", field.sites[0].pk)) == 1


def test_stranger_gets_nothing(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    for address in ("/rounds", f"/rounds/{found.pk}", "/visits/mine"):
        assert signed_in(cast.stranger).get(f"/api/v1{address}").status_code == 403
        assert Client().get(f"/api/v1{address}").status_code == 401
