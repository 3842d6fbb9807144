"""The same over the API: sites, stewards, checklists, the map."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.crypto import encrypt
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.sites.models import ChecklistItem, Site, Stewardship
from chuangcheng.sites.testing import make_item, make_site, make_site_type
from chuangcheng.standards.services import load_sample

SITES = "/api/v1/sites"


def post(client: Client, address: str, given: dict[str, Any], status: int = 200) -> Any:
    answer = client.post(address, given, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else None


def facts(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"name": "柳巷", "site_type_id": make_site_type().pk, "area_id": cast.lane.pk, **more}


def test_a_site_is_entered_read_and_changed(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    given = facts(cast, id=str(new_id()), lon=116.41662724, lat=39.92269955, system="bd09", contact_phone="13800000001")
    made = post(chief, SITES, given, 201)
    assert (made["id"], made["area"], made["contact_phone"]) == (given["id"], "柳巷社区", "138****0001")
    assert (round(made["lon"], 5), round(made["lat"], 5)) == (116.404, 39.915)
    assert post(chief, SITES, given, 201)["number"] == made["number"]
    changed = chief.put(f"{SITES}/{made['id']}", facts(cast, name="新柳巷"), content_type="application/json").json()
    assert (changed["name"], changed["lon"], changed["contact_phone"]) == ("新柳巷", None, "138****0001")
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\x00"},
        {"lon": 999, "lat": 36},
        {"lon": 114, "lat": 36, "system": "mars"},
        {"contact_phone": "1"},
        {"name": None},
        {"id": "x"},
        {"id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
    ],
)
def test_wrong_facts_are_refused_with_one_sentence(cast: Cast, wrong: dict[str, Any]) -> None:
    given = {**facts(cast, id=str(new_id())), **wrong}
    answer = post(signed_in(cast.chief), SITES, given, 422)
    assert answer["detail"]
    assert not Site.objects.exists()


def test_the_list_goes_on_from_a_cursor(cast: Cast) -> None:
    for n in range(5):
        make_site(f"巷{n}", area=cast.lane, number=f"YX-{n}")
    chief = signed_in(cast.chief)
    first = chief.get(SITES, {"limit": 2}).json()
    assert [row["number"] for row in first["items"]] == ["YX-0", "YX-1"]
    second = chief.get(SITES, {"limit": 3, "after": first["next"]}).json()
    assert [row["number"] for row in second["items"]] == ["YX-2", "YX-3", "YX-4"]
    assert second["next"] is None


def test_the_list_is_filtered_like_the_page(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane, owner=cast.sanitation)
    make_site("北街", area=cast.west)
    chief = signed_in(cast.chief)
    assert [row["name"] for row in chief.get(SITES, {"missing": "owner"}).json()["items"]] == ["北街"]
    assert [row["name"] for row in chief.get(SITES, {"owner_id": cast.sanitation.pk}).json()["items"]] == ["柳巷"]
    assert [row["name"] for row in signed_in(cast.east_liaison).get(SITES).json()["items"]] == ["柳巷"]
    for wrong in ({"missing": "x"}, {"state": "x"}, {"limit": 0}, {"limit": 100_000}, {"unchecked_since": "x"}):
        assert chief.get(SITES, wrong).status_code == 422


def test_the_list_costs_the_same_queries_for_3_and_30_sites(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    measured = []
    for many in (3, 30):
        for n in range(many):
            make_site(f"{many}-{n}", area=cast.lane, owner=cast.sanitation, contract_leader=cast.leader)
        with CaptureQueriesContext(connection) as queries:
            assert chief.get(SITES).status_code == 200
        measured.append(len(queries))
    assert measured[0] == measured[1] <= 8


def test_a_site_of_another_unit_looks_absent(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane, contact_phone_encrypted=encrypt("13800000001"))
    west = signed_in(cast.west_liaison)
    absent = west.get(f"{SITES}/{new_id()}")
    theirs = west.get(f"{SITES}/{site.pk}")
    assert absent.status_code == theirs.status_code == 404
    assert absent.json() == theirs.json()
    assert Client().get(f"{SITES}/{site.pk}").status_code == 401


def test_owner_leader_and_use_change(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    chief, address = signed_in(cast.chief), f"{SITES}/{site.pk}"
    assert post(chief, f"{address}/owner", {"owner_id": cast.sanitation.pk})["owner"] == "区城管局"
    assert post(chief, f"{address}/owner", {"owner_id": None})["owner"] == ""
    assert post(chief, f"{address}/leader", {"person_id": cast.leader.pk})["contract_leader"] == "凌领导"
    assert post(chief, f"{SITES}/owners", {"site_ids": [str(site.pk)], "owner_id": cast.sanitation.pk})["changed"] == 1
    assert not post(chief, f"{address}/deactivate", {"reason": "已拆迁"})["is_active"]
    assert post(chief, f"{address}/reactivate", {"reason": "又建成"})["is_active"]
    post(chief, f"{address}/deactivate", {"reason": ""}, 422)
    post(signed_in(cast.liaison), f"{address}/owner", {"owner_id": None}, 403)


def test_stewards_are_named_and_ended(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    east = signed_in(cast.east_liaison)
    given = {"kind": "lane_chief", "starts_on": today().isoformat(), "person_id": cast.keeper.pk}
    row = post(east, f"{SITES}/{site.pk}/stewards", given, 201)
    assert row["name"] == "向巷长"
    assert east.get(f"{SITES}/{site.pk}").json()["stewards"] == ["向巷长"]
    ended = post(east, f"/api/v1/stewards/{row['id']}/end", {"ends_on": today().isoformat(), "reason": "轮换"})
    assert ended["end_reason"] == "轮换"
    assert [found["id"] for found in east.get(f"{SITES}/{site.pk}/stewards").json()] == [row["id"]]
    post(signed_in(cast.west_liaison), f"{SITES}/{site.pk}/stewards", given, 404)
    post(signed_in(cast.inspector), f"{SITES}/{site.pk}/stewards", given, 403)
    assert Stewardship.objects.count() == 1


def test_the_map_is_asked_by_box_and_zoom(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane)
    chief = signed_in(cast.chief)
    found = chief.get(f"{SITES}/points", {"bbox": "114,36,115,37", "zoom": "18"}).json()
    assert found["features"][0]["properties"]["name"] == "柳巷"
    assert chief.get(f"{SITES}/points", {"bbox": "x", "zoom": "18"}).status_code == 422


def test_a_checklist_is_read_and_kept(cast: Cast) -> None:
    framework, site_type = load_sample(actor=SYSTEM), make_site_type("公园")
    chief, address = signed_in(cast.chief), f"/api/v1/site-types/{site_type.pk}/checklist"
    given = {"code": "P.1", "text": "厕所干净。", "kind": "composite", "pieces": ["有纸", "有洗手液"]}
    made = post(chief, address, {**given, "standard_codes": {str(framework.pk): ["6.3.1"]}}, 201)
    assert [row["code"] for row in made["standards"]] == ["6.3.1"]
    answer = chief.put(
        f"/api/v1/checklist-items/{made['id']}", {**given, "text": "公厕干净。"}, content_type="application/json"
    )
    assert answer.json()["text"] == "公厕干净。"
    assert [row["code"] for row in answer.json()["standards"]] == ["6.3.1"]
    read = signed_in(cast.inspector).get(address).json()
    assert [row["pieces"] for row in read] == [["有纸", "有洗手液"]]
    post(chief, f"/api/v1/checklist-items/{made['id']}/retire", {}, 204)
    assert chief.get(address).json() == []


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "x"}, {"kind": "at_least"}, {"marks": "NaN"}, {"marks": -1}, {"line": 1e30, "kind": "percentage"}],
)
def test_wrong_items_are_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    given = {"code": "P.1", "text": "干净。", "kind": "yes_no", **wrong}
    post(signed_in(cast.chief), f"/api/v1/site-types/{make_site_type().pk}/checklist", given, 422)
    assert not ChecklistItem.objects.exists()


def test_who_only_reads_changes_no_checklist(cast: Cast) -> None:
    item = make_item(make_site_type(), "L.1")
    post(signed_in(cast.inspector), f"/api/v1/checklist-items/{item.pk}/retire", {}, 403)
    assert signed_in(cast.stranger).get(f"/api/v1/site-types/{item.site_type_id}/checklist").status_code == 403
