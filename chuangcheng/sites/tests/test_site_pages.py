"""One site: its page, its form, who answers for it, its stewards; the grid; its checklist."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.crypto import encrypt
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs.fields import offer_text
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.sites.models import ChecklistItem, GridCell, Site, Stewardship
from chuangcheng.sites.slots import SitePanel, site_panels
from chuangcheng.sites.testing import make_item, make_site, make_site_type
from chuangcheng.standards.services import load_sample


def form_of(cast: Cast, **facts: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "name": "柳巷",
        "site_type": str(make_site_type().pk),
        "area": offer_text(cast.lane),
        "position": "",
        "system": "wgs84",
        **facts,
    }


def test_a_site_is_entered_with_a_position_of_another_system(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    assert "登记点位" in chief.get("/sites/new/").content.decode()
    given = form_of(
        cast, position="116.41662724,39.92269955", system="bd09", owner="区城管局", contact_phone="138 0000 0001"
    )
    answer = chief.post("/sites/new/", given)
    site = Site.objects.get()
    assert answer["Location"] == f"/sites/{site.pk}/"
    assert (str(site.pk), site.owner, round(site.lon or 0, 5)) == (given["id"], cast.sanitation, 116.404)
    assert chief.post("/sites/new/", given)["Location"] == answer["Location"]
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "name"),
        ({"position": "别处"}, "不是"),
        ({"position": "114.48,nan"}, "不是"),
        ({"area": "没有这个街道"}, "没有找到这个单位"),
        ({"site_type": "0"}, "site_type"),
        ({"system": "mars"}, "system"),
        ({"contact_phone": "打114"}, "电话号码不正确"),
        ({"grid": "没有"}, "没有这个网格编号"),
        ({"id": "x"}, "id"),
        ({"name": "柳\x00巷"}, "name"),
    ],
)
def test_a_wrong_form_is_shown_again_and_changes_nothing(cast: Cast, wrong: dict[str, str], sentence: str) -> None:
    answer = signed_in(cast.chief).post("/sites/new/", form_of(cast, **wrong))
    assert answer.status_code == 422
    assert not Site.objects.exists()
    if sentence not in wrong:
        assert sentence in answer.content.decode()


def test_a_taken_number_and_a_double_are_said_in_the_form(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane, number="YX-1")
    chief = signed_in(cast.chief)
    taken = chief.post("/sites/new/", form_of(cast, name="杨巷", number="YX-1"))
    assert (taken.status_code, "已用于另一个点位" in taken.content.decode()) == (422, True)
    double = chief.post("/sites/new/", form_of(cast))
    assert (double.status_code, "编号YX-1" in double.content.decode()) == (422, True)


def test_a_site_is_changed_and_its_phone_stays(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane, contact_phone_encrypted=encrypt("13800000001"))
    chief = signed_in(cast.chief)
    page = chief.get(f"/sites/{site.pk}/edit/").content.decode()
    assert "已登记电话" in page
    assert "13800000001" not in page
    given = {**form_of(cast, name="新柳巷", position=f"{site.lon},{site.lat}"), "number": site.number}
    assert chief.post(f"/sites/{site.pk}/edit/", given).status_code == 302
    changed = Site.objects.get()
    assert (changed.name, bool(changed.contact_phone_encrypted), changed.lon) == ("新柳巷", True, site.lon)
    chief.post(f"/sites/{site.pk}/edit/", {**given, "contact_phone": "无", "position": ""})
    changed = Site.objects.get()
    assert (bool(changed.contact_phone_encrypted), changed.lon) == (False, None)


def test_the_page_of_a_site_tells_its_facts(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane, owner=cast.sanitation, contact_phone_encrypted=encrypt("13800000001"))
    make_item(site.site_type, "L.1", text="地面无积存垃圾。")
    Stewardship.objects.create(site=site, name="某甲", kind="lane_chief", starts_on=today(), segment="南口至中段")
    old = today() - timedelta(days=30)
    Stewardship.objects.create(site=site, name="某乙", kind="lane_chief", starts_on=old, ends_on=old, end_reason="轮换")
    page = signed_in(cast.inspector).get(f"/sites/{site.pk}/").content.decode()
    for words in (site.number, "区城管局", "138****0001", "某甲", "南口至中段", "某乙", "轮换", "地面无积存垃圾。"):
        assert words in page
    for absent in ("13800000001", "查看完整号码", "变更责任单位", "登记管护人", "停用"):
        assert absent not in page


def test_a_site_of_another_unit_looks_absent(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    west = signed_in(cast.west_liaison)
    assert west.get(f"/sites/{site.pk}/").status_code == 404
    assert west.get(f"/sites/{new_id()}/").status_code == 404
    steward = {"kind": "lane_chief", "name": "某甲", "starts_on": today().isoformat()}
    assert west.post(f"/sites/{site.pk}/stewards/", steward).status_code == 404
    assert not Stewardship.objects.exists()


def test_higher_contexts_bring_panels_to_the_page(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)

    def panel(_actor: object, site_id: object) -> SitePanel | None:
        return SitePanel("sites/standard_panel.html") if site_id == site.pk else None

    site_panels.fill("99-test", panel)
    try:
        assert "现场看什么" in signed_in(cast.chief).get(f"/sites/{site.pk}/").content.decode()
    finally:
        site_panels._fillings.pop("99-test")


def test_the_page_costs_the_same_queries_for_few_and_many_rows(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane, owner=cast.sanitation)
    chief = signed_in(cast.chief)
    chief.get(f"/sites/{site.pk}/")
    measured = []
    for many in (3, 30):
        for n in range(many):
            make_item(site.site_type, f"{many}.{n}")
            Stewardship.objects.create(
                site=site, person=cast.keeper, name="某", kind="road_chief", segment=f"{many}-{n}", starts_on=today()
            )
        with CaptureQueriesContext(connection) as queries:
            chief.get(f"/sites/{site.pk}/")
        measured.append(len(queries))
    assert measured[0] == measured[1] <= 14


def test_a_site_is_taken_out_of_use_from_its_page(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    chief = signed_in(cast.chief)
    assert chief.post(f"/sites/{site.pk}/deactivate/", {"reason": ""}).status_code == 422
    chief.post(f"/sites/{site.pk}/deactivate/", {"reason": "已拆迁"})
    assert not Site.objects.get().is_active
    assert "恢复使用" in chief.get(f"/sites/{site.pk}/").content.decode()
    chief.post(f"/sites/{site.pk}/reactivate/", {"reason": "又建成"})
    assert Site.objects.get().is_active
    assert signed_in(cast.liaison).post(f"/sites/{site.pk}/deactivate/", {"reason": "x"}).status_code == 403


def test_owner_and_leader_change_on_the_page(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    chief = signed_in(cast.chief)
    chief.post(f"/sites/{site.pk}/owner/", {"owner": "区城管局"})
    chief.post(f"/sites/{site.pk}/leader/", {"leader": cast.leader.name})
    site.refresh_from_db()
    assert (site.owner, site.contract_leader) == (cast.sanitation, cast.leader)
    chief.post(f"/sites/{site.pk}/owner/", {"owner": "没有这个单位"})
    site.refresh_from_db()
    assert site.owner == cast.sanitation
    chief.post(f"/sites/{site.pk}/owner/", {"none": "1"})
    chief.post(f"/sites/{site.pk}/leader/", {"none": "1"})
    site.refresh_from_db()
    assert site.owner_id is None
    assert site.contract_leader_id is None


def test_a_street_names_and_ends_its_stewards(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    east = signed_in(cast.east_liaison)
    given = {"kind": "lane_chief", "person": cast.keeper.name, "starts_on": today().isoformat()}
    east.post(f"/sites/{site.pk}/stewards/", given)
    row = Stewardship.objects.get()
    assert (row.person, row.name) == (cast.keeper, "向巷长")
    assert "向巷长" in signed_in(cast.inspector).get(f"/sites/{site.pk}/").content.decode()
    end = f"/sites/{site.pk}/stewards/{row.pk}/end/"
    assert east.post(end, {"reason": "", "ends_on": today().isoformat()}).status_code == 422
    assert east.post(end, {"reason": "轮换", "ends_on": "2019-01-01"}).status_code == 422
    east.post(end, {"reason": "轮换", "ends_on": today().isoformat()})
    row.refresh_from_db()
    assert (row.ends_on, row.end_reason) == (today(), "轮换")


@pytest.mark.parametrize(
    ("path", "given", "kept"),
    [
        ("stewards", {"kind": "road_chief", "person": "", "segment": "南口至中段"}, "南口至中段"),
        ("owner", {"owner": "没有的单位"}, "没有的单位"),
        ("leader", {"leader": "没有的人"}, "没有的人"),
    ],
)
def test_a_form_that_cannot_be_taken_stays_open_with_what_was_typed(
    cast: Cast, path: str, given: dict[str, str], kept: str
) -> None:
    site = make_site("柳巷", area=cast.lane)
    answer = signed_in(cast.chief).post(f"/sites/{site.pk}/{path}/", given)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert kept in shown
    assert '<details class="fold" open>' in shown
    assert "field-error" in shown
    assert not Stewardship.objects.exists()


def test_stewards_and_leaders_find_their_own_sites(cast: Cast) -> None:
    mine, led, other = (make_site(name, area=cast.west) for name in ("柳巷", "北街", "东街"))
    Stewardship.objects.create(site=mine, person=cast.keeper, name="向巷长", kind="lane_chief", starts_on=today())
    Site.objects.filter(pk=led.pk).update(contract_leader=cast.keeper)
    keeper = signed_in(cast.keeper)
    assert "我负责的" in keeper.get("/sites/").content.decode()
    shown = keeper.get("/sites/?mine=1").content.decode()
    assert all(site.name in shown for site in (mine, led))
    assert other.name not in shown
    listed = keeper.get("/api/v1/sites", {"only_mine": "true"}).json()["items"]
    assert {row["name"] for row in listed} == {"柳巷", "北街"}
    assert "我负责的" not in signed_in(cast.chief).get("/sites/").content.decode()


def test_a_full_phone_is_shown_on_record_to_who_may_see_it(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane, contact_phone_encrypted=encrypt("13800000001"))
    answer = signed_in(cast.chief).post(f"/sites/{site.pk}/phone/", follow=True)
    assert "13800000001" in answer.content.decode()
    assert AuditEntry.objects.filter(action="sites.open_phone").exists()
    assert signed_in(cast.inspector).post(f"/sites/{site.pk}/phone/").status_code == 403


def test_the_grid_is_kept_on_its_pages(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    given = {"code": "G1", "name": "柳巷一格", "unit": offer_text(cast.lane), "keeper": cast.keeper.name}
    assert chief.post("/grid/new/", given).status_code == 302
    cell = GridCell.objects.get()
    assert chief.post("/grid/new/", given).status_code == 422
    site = make_site("柳巷", area=cast.lane)
    chief.post(f"/sites/{site.pk}/edit/", {**form_of(cast, grid="G1"), "number": site.number})
    page = chief.get("/grid/").content.decode()
    assert "柳巷一格" in page
    assert "向巷长" in page
    for outline in ("{", '{"type": "Point", "coordinates": [1, 2]}', "[]", "[" * 5000):
        assert chief.post(f"/grid/{cell.pk}/", {**given, "boundary": outline}).status_code == 422
    square = '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[1,1],[2,1],[2,2],[1,1]]]}}'
    assert chief.post(f"/grid/{cell.pk}/", {**given, "boundary": square}).status_code == 302
    assert GridCell.objects.get().boundary
    assert "柳巷一格" not in signed_in(cast.west_liaison).get("/grid/").content.decode()
    assert signed_in(cast.east_liaison).get(f"/grid/{cell.pk}/").status_code == 403
    assert chief.get("/grid/999999/").status_code == 404


def test_a_checklist_is_kept_on_its_pages(cast: Cast) -> None:
    framework = load_sample(actor=SYSTEM)
    site_type = make_site_type("主次干道")
    chief = signed_in(cast.chief)
    address = f"/site-types/{site_type.pk}/checklist/"
    assert "还没有检查项" in chief.get(address).content.decode()
    given = {
        "code": "R.1",
        "text": "300米内公益广告不少于5处。",
        "kind": "at_least",
        "minimum": "5",
        "unit": "处",
        "counting_rule": "相距20米以上的分别计数。",
        "marks": "5",
        f"standards_{framework.pk}": "1.2.1、6.2.1",
    }
    assert chief.post(f"{address}new/", given)["Location"] == address
    item = ChecklistItem.objects.get()
    page = chief.get(address).content.decode()
    for words in ("300米内公益广告", "不少于 5 处", "相距20米", "1.2.1", "6.2.1"):
        assert words in page
    assert "1.2.1、6.2.1" in chief.get(f"/checklist-items/{item.pk}/").content.decode()
    assert chief.post(f"/checklist-items/{item.pk}/", {**given, "marks": "6"}).status_code == 302
    assert ChecklistItem.objects.get().marks == 6
    chief.post(f"/checklist-items/{item.pk}/retire/")
    assert ChecklistItem.objects.get().retired_on == today()
    assert "已停用的检查项（1）" in chief.get(address).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nonsense"},
        {"kind": "at_least"},
        {"kind": "percentage", "line": "1000"},
        {"kind": "percentage", "line": "NaN"},
        {"kind": "timed", "minutes": "9" * 30},
        {"text": ""},
        {"standards": "9.9.9"},
    ],
)
def test_a_wrong_item_is_shown_again_and_changes_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    framework = load_sample(actor=SYSTEM)
    given = {"code": "R.1", "text": "干净。", "kind": "yes_no", **wrong}
    given[f"standards_{framework.pk}"] = given.pop("standards", "")
    answer = signed_in(cast.chief).post(f"/site-types/{make_site_type().pk}/checklist/new/", given)
    assert answer.status_code == 422
    assert not ChecklistItem.objects.exists()


def test_items_move_up_on_their_page(cast: Cast) -> None:
    site_type = make_site_type()
    first, second = make_item(site_type, "L.1"), make_item(site_type, "L.2")
    chief = signed_in(cast.chief)
    chief.post(f"/checklist-items/{second.pk}/move/", {"before": str(first.pk)})
    assert list(ChecklistItem.objects.order_by("order").values_list("code", flat=True)) == ["L.2", "L.1"]
    assert chief.post(f"/checklist-items/{second.pk}/move/", {"before": "x"}).status_code == 422


def test_the_sample_is_taken_over_from_a_page(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    assert chief.post("/site-types/checklists/sample/").status_code == 422
    load_sample(actor=SYSTEM)
    chief.post("/site-types/checklists/sample/")
    assert ChecklistItem.objects.count() > 400
    site_type = make_site_type("乡镇")
    assert "<h2>公厕</h2>" in chief.get(f"/site-types/{site_type.pk}/checklist/").content.decode()


def test_who_only_reads_sees_the_checklist_without_acts(cast: Cast) -> None:
    item = make_item(make_site_type(), "L.1")
    inspector = signed_in(cast.inspector)
    page = inspector.get(f"/site-types/{item.site_type_id}/checklist/").content.decode()
    assert item.text in page
    assert "添加检查项" not in page
    assert inspector.get(f"/checklist-items/{item.pk}/").status_code == 403
    assert inspector.post(f"/checklist-items/{item.pk}/retire/").status_code == 403


def test_the_checklist_costs_the_same_queries_for_3_and_30_items(cast: Cast) -> None:
    framework, site_type = load_sample(actor=SYSTEM), make_site_type()
    standards = list(framework.standards.all()[:2])
    chief = signed_in(cast.chief)
    chief.get(f"/site-types/{site_type.pk}/checklist/")
    measured = []
    for many in (3, 30):
        for n in range(many):
            make_item(site_type, f"{many}.{n}").standards.set(standards)
        with CaptureQueriesContext(connection) as queries:
            chief.get(f"/site-types/{site_type.pk}/checklist/")
        measured.append(len(queries))
    assert measured[0] == measured[1] <= 15
