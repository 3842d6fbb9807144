"""The list with its filters, gaps, export, bulk owner; the panel of a unit; search."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast as cast_to

import pytest
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.core.crypto import encrypt
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.search import find
from chuangcheng.core.sheets import read_book
from chuangcheng.core.shell import navigation
from chuangcheng.core.times import now, today
from chuangcheng.orgs.fields import offer_text
from chuangcheng.orgs.slots import unit_panels
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.services import SiteFacts, create_site
from chuangcheng.sites.testing import make_site, make_site_type
from chuangcheng.standards.slots import more_gaps

LIST = "/sites/"
ROWS = "/sites/rows/"
AROUND = {"bbox": "114,36,115,37", "zoom": "12"}


def names(client: Client, **filters: str) -> list[str]:
    """Names in the list, in their order."""
    answer = client.get(LIST, filters)
    assert answer.status_code == 200
    return [site.name for site, _look in answer.context["rows"]]


def test_the_list_shows_who_answers_and_when_it_was_checked(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane, owner=cast.sanitation, contract_leader=cast.leader, is_model=True)
    Stewardship.objects.create(site=site, name="某甲", kind="lane_chief", starts_on=today())
    page = signed_in(cast.chief).get(LIST).content.decode()
    for words in ("柳巷", site.number, "柳巷社区", "区城管局", "包保：凌领导", "某甲", "示范点", "从未检查"):
        assert words in page


def test_filters_stand_in_the_address(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane, owner=cast.sanitation, last_checked_at=now())
    park = make_site("柳湖公园", area=cast.west, site_type="公园", is_model=True)
    make_site("旧巷", area=cast.lane, is_active=False)
    make_site("北口", area=cast.east, lon=None, address="文明路9号")
    chief = signed_in(cast.chief)
    assert names(chief) == ["柳巷", "柳湖公园", "北口"]
    assert names(chief, q="柳湖") == ["柳湖公园"]
    assert names(chief, q="文明路") == ["北口"]
    assert names(chief, q=park.number) == ["柳湖公园"]
    assert names(chief, type=str(park.site_type_id)) == ["柳湖公园"]
    assert names(chief, area=str(cast.east.pk)) == ["柳巷", "北口"]
    assert names(chief, owner=offer_text(cast.sanitation)) == ["柳巷"]
    assert names(chief, missing="owner") == ["柳湖公园", "北口"]
    assert names(chief, missing="position") == ["北口"]
    assert names(chief, missing="check") == ["柳湖公园", "北口"]
    assert names(chief, missing="leader") == ["柳巷", "柳湖公园", "北口"]
    assert names(chief, missing="steward") == ["柳巷", "北口"]
    assert names(chief, since=today().isoformat()) == ["柳湖公园", "北口"]
    assert names(chief, state="model") == ["柳湖公园"]
    assert names(chief, state="inactive") == ["旧巷"]
    assert len(names(chief, state="all")) == 4


def test_a_stewarded_site_lacks_no_steward_until_the_stewardship_ends(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    row = Stewardship.objects.create(site=site, name="某甲", kind="lane_chief", starts_on=today() - timedelta(days=9))
    chief = signed_in(cast.chief)
    assert names(chief, missing="steward") == []
    Stewardship.objects.filter(pk=row.pk).update(ends_on=today() - timedelta(days=1))
    assert names(chief, missing="steward") == ["柳巷"]


@pytest.mark.parametrize(
    "filters",
    [
        {"type": "999999999999999999999999"},
        {"type": "x' OR 1=1"},
        {"area": "-1"},
        {"owner": "没有这个单位"},
        {"missing": "everything"},
        {"since": "2026-13-45"},
        {"state": "gone"},
        {"q": "长" * 61},
        {"page": "x"},
        {"page": "-3"},
        {"page": "99999999999999999999"},
        {"q": "\x00"},
    ],
)
def test_nonsense_in_the_address_is_left_out(cast: Cast, filters: dict[str, str]) -> None:
    make_site("柳巷", area=cast.lane)
    assert names(signed_in(cast.chief), **filters) == ["柳巷"]


def test_a_condition_that_was_left_out_is_named(cast: Cast) -> None:
    page = signed_in(cast.chief).get(LIST, {"owner": "没有这个单位"}).content.decode()
    assert "没有采用：责任单位" in page


def test_everybody_sees_the_sites_of_their_units_only(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane)
    make_site("北街", area=cast.west, owner=cast.sanitation)
    make_site("西街", area=cast.west, contract_leader=cast.keeper)
    assert names(signed_in(cast.east_liaison)) == ["柳巷"]
    assert names(signed_in(cast.liaison)) == ["北街"]
    assert names(signed_in(cast.keeper)) == ["柳巷", "西街"]
    assert names(signed_in(cast.inspector)) == ["柳巷", "北街", "西街"]
    assert signed_in(cast.stranger).get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_fifty_sites_a_page_without_counting(cast: Cast) -> None:
    for n in range(53):
        make_site(f"巷{n:02d}", area=cast.lane)
    chief = signed_in(cast.chief)
    assert len(names(chief)) == 50
    with CaptureQueriesContext(connection) as queries:
        assert names(chief, page="2") == ["巷50", "巷51", "巷52"]
    assert not any("COUNT(" in query["sql"] for query in queries if "sites_site" in query["sql"])


def test_the_list_costs_the_same_queries_for_3_and_30_sites(cast: Cast) -> None:
    client = signed_in(cast.chief)
    names(client)
    measured = []
    for many in (3, 30):
        for n in range(many):
            site = make_site(f"{many}-{n}", area=cast.lane, owner=cast.sanitation, contract_leader=cast.leader)
            Stewardship.objects.create(site=site, person=cast.keeper, name="某", kind="road_chief", starts_on=today())
        with CaptureQueriesContext(connection) as queries:
            names(client)
        measured.append(len(queries))
    assert measured[0] == measured[1] <= 15


def test_the_list_follows_the_map_and_keeps_sites_off_the_map_at_its_end(cast: Cast) -> None:
    make_site("没有坐标", area=cast.lane, lon=None)
    make_site("里面", area=cast.lane, lon=114.5, lat=36.5)
    make_site("外面", area=cast.lane, lon=116.5, lat=36.5)
    answer = signed_in(cast.chief).get(ROWS, AROUND)
    assert [site.name for site, _look in answer.context["rows"]] == ["里面", "没有坐标"]


def test_an_empty_list_says_who_brings_sites(cast: Cast) -> None:
    page = signed_in(cast.chief).get(LIST).content.decode()
    assert "点位由创城办收集后用Excel台账导入" in page
    assert page.count('href="/imports/start/sites/"') == 2  # in the head and where the list will be
    assert "没有符合条件的点位" in signed_in(cast.chief).get(LIST, {"q": "柳"}).content.decode()


def test_gaps_are_counted_and_lead_to_the_list(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane, lon=None)
    make_site("北街", area=cast.west, owner=cast.sanitation)
    answer = signed_in(cast.chief).get("/sites/gaps/")
    assert {gap.name: gap.count for gap in answer.context["gaps"]} == {
        "owner": 1,
        "leader": 2,
        "steward": 2,
        "position": 1,
        "check": 2,
    }
    assert "?missing=owner" in answer.content.decode()
    seen = signed_in(cast.liaison).get("/sites/gaps/").context["gaps"]
    assert {gap.name: gap.count for gap in seen}["owner"] == 0
    listed = signed_in(cast.chief).get("/api/v1/sites/gaps").json()
    assert {gap["missing"]: gap["count"] for gap in listed}["leader"] == 2


def test_the_page_of_gaps_costs_the_same_queries_for_3_and_30_sites(cast: Cast) -> None:
    client = signed_in(cast.chief)
    client.get("/sites/gaps/")
    measured = []
    for many in (3, 30):
        for n in range(many):
            make_site(f"{many}-{n}", area=cast.lane, lon=None)
        with CaptureQueriesContext(connection) as queries:
            client.get("/sites/gaps/")
        measured.append(len(queries))
    assert measured[0] == measured[1] <= 16


def test_the_export_holds_what_the_filter_lets_through(cast: Cast, tmp_path: Path) -> None:
    make_site("柳巷", area=cast.lane, owner=cast.sanitation, contact_phone_encrypted=encrypt("13800000014"))
    make_site("北街", area=cast.west)
    answer = signed_in(cast.east_liaison).get("/sites/export/")
    content = cast_to("FileResponse", answer).getvalue()
    file = tmp_path / "export.xlsx"
    file.write_bytes(content)
    sheet = read_book(file).sheets[0]
    assert [row[1] for row in sheet.rows] == ["点位名称", "柳巷"]
    assert "138****0014" in sheet.rows[1]
    assert AuditEntry.objects.filter(action="sites.export", actor_id=cast.east_liaison.pk).exists()


def test_many_sites_get_an_owner_from_the_list(cast: Cast) -> None:
    sites = [make_site(f"巷{n}", area=cast.lane) for n in range(3)]
    chief = signed_in(cast.chief)
    given = {"site": [str(site.pk) for site in sites[:2]], "bulk-owner": "区城管局", "query": "area=5&missing=owner"}
    answer = chief.post("/sites/owner/", given)
    assert answer["Location"] == "/sites/?area=5&missing=owner"
    assert Site.objects.filter(owner=cast.sanitation).count() == 2


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"site": ["x"], "bulk-owner": "区城管局"}, 422),
        ({"bulk-owner": "区城管局"}, 422),
        ({"site": [str(new_id())], "bulk-owner": "区城管局"}, 404),
        ({"site": [], "bulk-owner": "没有"}, 302),
    ],
)
def test_a_wrong_choice_changes_nothing(cast: Cast, given: dict[str, object], status: int) -> None:
    site = make_site("柳巷", area=cast.lane)
    assert signed_in(cast.chief).post("/sites/owner/", given).status_code == status
    site.refresh_from_db()
    assert site.owner is None


def test_who_may_not_change_sites_sees_no_acts_and_is_refused(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    liaison = signed_in(cast.east_liaison)
    page = liaison.get(LIST).content.decode()
    assert "登记点位" not in page
    assert "bulk-owner" not in page
    given = {"site": [str(site.pk)], "bulk-owner": "区城管局"}
    assert liaison.post("/sites/owner/", given).status_code == 403


def test_a_units_page_shows_its_sites(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane, owner=cast.sanitation)
    panel_of = unit_panels.get("10-sites")
    assert panel_of is not None
    panel = panel_of(actor_of(cast.chief), cast.sanitation)
    assert panel is not None
    assert [site.name for site in panel.context["found"].owned] == ["柳巷"]
    inside = panel_of(actor_of(cast.chief), cast.east)
    assert inside is not None
    assert inside.context["all_url"] == f"/sites/?area={cast.east.pk}"
    assert panel_of(actor_of(cast.chief), cast.office) is None
    assert panel_of(actor_of(cast.stranger), cast.east) is None


def test_sites_are_found_by_number_name_and_place_by_who_may_see_them(cast: Cast) -> None:
    park = make_site_type("公园").pk
    facts = SiteFacts(name="柳湖公园", site_type_id=park, area_id=cast.east.pk, number="YX-7", address="文明路9号")
    made = create_site(actor=actor_of(cast.chief), site_id=new_id(), facts=facts)
    for words in ("YX-7", "柳湖", "文明路"):
        assert [hit.url for hit in find(actor=actor_of(cast.chief), query=words, limit=5)] == [f"/sites/{made.pk}/"]
    assert find(actor=actor_of(cast.west_liaison), query="柳湖", limit=5) == []
    assert find(actor=actor_of(cast.stranger), query="柳湖", limit=5) == []


def test_the_navigation_leads_to_sites_for_who_may_see_them(cast: Cast) -> None:
    entries = navigation.get("30-sites")
    assert entries is not None
    assert [entry.url for entry in entries(actor_of(cast.keeper))] == [
        LIST,
        "/sites/coverage/",
        "/sites/gaps/",
        "/grid/",
    ]
    assert entries(actor_of(cast.stranger)) == []


def test_sites_without_an_owner_are_a_gap_of_the_framework_pages(cast: Cast) -> None:
    gap_of = more_gaps.get("10-sites")
    assert gap_of is not None
    assert gap_of(actor_of(cast.chief)) is None
    make_site("柳巷", area=cast.lane)
    gap = gap_of(actor_of(cast.chief))
    assert gap is not None
    assert (gap.count, gap.url) == ("1", f"{reverse('sites:list')}?missing=owner")
    assert gap_of(actor_of(cast.stranger)) is None
