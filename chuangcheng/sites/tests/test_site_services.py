"""Entering, changing and ending sites through the services."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, SearchEntry
from chuangcheng.core.phones import UnusablePhone
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person
from chuangcheng.sites.coordinates import Point
from chuangcheng.sites.models import Site
from chuangcheng.sites.services import (
    NumberTaken,
    SamePlace,
    SiteFacts,
    change_site,
    create_site,
    deactivate_site,
    facts_of,
    open_contact_phone,
    reactivate_site,
    read_position,
    set_contract_leader,
    set_owner,
    set_owner_of_many,
)
from chuangcheng.sites.testing import make_site, make_site_type


def lane(cast: Cast, **facts: Any) -> SiteFacts:
    return SiteFacts(**{"name": "柳巷", "area_id": cast.lane.pk, "site_type_id": make_site_type().pk, **facts})


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_site_has_a_number_a_cell_and_is_found(cast: Cast) -> None:
    facts = lane(cast, position=Point(114.49, 36.6), is_model=True, address="柳巷1号")
    site = create_site(actor=actor_of(cast.chief), site_id=new_id(), facts=facts, owner_id=cast.sanitation.pk)
    site.refresh_from_db()
    assert site.number.endswith("-000001")
    assert (site.lon, site.lat, len(site.cell)) == (114.49, 36.6, 13)
    assert site.owner == cast.sanitation
    assert SearchEntry.objects.get(kind="site", object_id=str(site.pk)).title == "柳巷"
    assert actions() == ["sites.create"]


def test_the_same_form_twice_is_one_site(cast: Cast) -> None:
    site_id = new_id()
    first = create_site(actor=actor_of(cast.chief), site_id=site_id, facts=lane(cast))
    second = create_site(actor=actor_of(cast.chief), site_id=site_id, facts=lane(cast, name="另一个名字"))
    assert first.pk == second.pk
    assert second.name == "柳巷"
    assert Site.objects.count() == 1
    assert actions() == ["sites.create"]


def test_an_id_that_no_form_makes_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        create_site(actor=actor_of(cast.chief), site_id=uuid4(), facts=lane(cast))


def test_who_may_not_keep_sites_makes_none(cast: Cast) -> None:
    with pytest.raises(NotFound):
        create_site(actor=actor_of(cast.east_liaison), site_id=new_id(), facts=lane(cast))
    assert not Site.objects.exists()


def test_who_keeps_one_street_makes_no_site_in_another(cast: Cast) -> None:
    keeper = grant(make_person("k"), cast.east, "sites.view", "sites.change", "orgs.view", "standards.view")
    create_site(actor=keeper, site_id=new_id(), facts=lane(cast))
    with pytest.raises(NotFound):
        create_site(actor=keeper, site_id=new_id(), facts=lane(cast, area_id=cast.west.pk))
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "巷" * 121},
        {"name": "柳\x00巷"},
        {"name": "柳\u202e巷"},
        {"number": "N" * 41},
        {"address": "路" * 201},
        {"note": "注" * 501},
        {"contact_name": "人" * 61},
    ],
)
def test_hostile_texts_are_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        create_site(actor=actor_of(cast.chief), site_id=new_id(), facts=lane(cast, **wrong))
    assert not Site.objects.exists()


def test_a_wrong_phone_type_or_unit_is_refused(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    with pytest.raises(UnusablePhone):
        create_site(actor=chief, site_id=new_id(), facts=lane(cast, contact_phone="12345"))
    with pytest.raises(NotFound):
        create_site(actor=chief, site_id=new_id(), facts=lane(cast, site_type_id=0))
    with pytest.raises(NotFound):
        create_site(actor=chief, site_id=new_id(), facts=lane(cast, area_id=0))
    with pytest.raises(NotFound):
        create_site(actor=chief, site_id=new_id(), facts=lane(cast), owner_id=987_654)
    assert not Site.objects.exists()


def test_a_number_is_given_once(cast: Cast) -> None:
    create_site(actor=actor_of(cast.chief), site_id=new_id(), facts=lane(cast, number="YX-1"))
    with pytest.raises(NumberTaken):
        create_site(actor=actor_of(cast.chief), site_id=new_id(), facts=lane(cast, number="YX-1", name="杨巷"))


def test_the_same_place_is_entered_once_unless_its_address_differs(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    first = create_site(actor=chief, site_id=new_id(), facts=lane(cast))
    with pytest.raises(SamePlace, match=first.number):
        create_site(actor=chief, site_id=new_id(), facts=lane(cast))
    create_site(actor=chief, site_id=new_id(), facts=lane(cast, address="北口"))


def test_changing_a_site_keeps_its_phone_and_leaves_a_trail(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    site = create_site(actor=chief, site_id=new_id(), facts=lane(cast, contact_phone="138 0000 0001"))
    changed = change_site(actor=chief, site_id=site.pk, facts=lane(cast, name="新柳巷", number="YX-7"))
    assert (changed.name, changed.number) == ("新柳巷", "YX-7")
    assert open_contact_phone(actor=chief, site_id=site.pk) == ("13800000001", "")
    entry = AuditEntry.objects.get(action="sites.change")
    assert entry.detail["was"] == {"number": site.number, "name": "柳巷"}
    assert entry.detail["fields"] == ["name", "number"]
    assert "sites.open_phone" in actions()
    assert SearchEntry.objects.get(kind="site").title == "新柳巷"


def test_a_change_without_a_number_keeps_it(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    assert change_site(actor=actor_of(cast.chief), site_id=site.pk, facts=lane(cast)).number == site.number


def test_who_only_sees_a_site_does_not_change_it(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    with pytest.raises(NotPermitted):
        change_site(actor=actor_of(cast.east_liaison), site_id=site.pk, facts=facts_of(site))
    with pytest.raises(NotFound):
        change_site(actor=actor_of(cast.west_liaison), site_id=site.pk, facts=facts_of(site))
    with pytest.raises(NotPermitted):
        open_contact_phone(actor=actor_of(cast.inspector), site_id=site.pk)
    assert actions() == []


def test_a_site_is_taken_out_of_use_and_put_back_with_reasons(cast: Cast) -> None:
    chief, site = actor_of(cast.chief), make_site("柳巷", area=cast.lane)
    with pytest.raises(InvalidInput):
        deactivate_site(actor=chief, site_id=site.pk, reason="  ")
    assert not deactivate_site(actor=chief, site_id=site.pk, reason="已拆迁").is_active
    deactivate_site(actor=chief, site_id=site.pk, reason="再按一次")
    assert reactivate_site(actor=chief, site_id=site.pk, reason="又建成了").is_active
    assert actions() == ["sites.deactivate", "sites.reactivate"]


def test_the_owner_is_set_and_taken_away(cast: Cast) -> None:
    chief, site = actor_of(cast.chief), make_site("柳巷", area=cast.lane)
    assert set_owner(actor=chief, site_id=site.pk, owner_id=cast.sanitation.pk).owner == cast.sanitation
    set_owner(actor=chief, site_id=site.pk, owner_id=cast.sanitation.pk)
    assert set_owner(actor=chief, site_id=site.pk, owner_id=None).owner is None
    assert [entry.detail for entry in AuditEntry.objects.order_by("pk")] == [
        {"from": "", "to": "区城管局"},
        {"from": "区城管局", "to": ""},
    ]


def test_a_closed_unit_owns_nothing_new(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    type(cast.sanitation).objects.filter(pk=cast.sanitation.pk).update(closed_on="2026-01-01")
    with pytest.raises(InvalidInput, match="撤并"):
        set_owner(actor=actor_of(cast.chief), site_id=site.pk, owner_id=cast.sanitation.pk)


def test_many_sites_get_one_owner_or_none_does(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    sites = [make_site(f"巷{n}", area=cast.lane) for n in range(3)]
    ids = [site.pk for site in sites]
    with pytest.raises(NotFound):
        set_owner_of_many(actor=chief, site_ids=[*ids, new_id()], owner_id=cast.sanitation.pk)
    assert not Site.objects.filter(owner__isnull=False).exists()
    assert set_owner_of_many(actor=chief, site_ids=ids, owner_id=cast.sanitation.pk) == 3
    assert set_owner_of_many(actor=chief, site_ids=ids, owner_id=cast.sanitation.pk) == 0
    with pytest.raises(InvalidInput):
        set_owner_of_many(actor=chief, site_ids=[], owner_id=cast.sanitation.pk)
    with pytest.raises(NotPermitted):
        set_owner_of_many(actor=actor_of(cast.liaison), site_ids=ids, owner_id=cast.sanitation.pk)


def test_a_leader_answers_for_a_site(cast: Cast) -> None:
    chief, site = actor_of(cast.chief), make_site("柳巷", area=cast.lane, contract_leader_name="领导1")
    led = set_contract_leader(actor=chief, site_id=site.pk, person_id=cast.leader.pk)
    assert (led.contract_leader, led.contract_leader_name) == (cast.leader, "")
    assert set_contract_leader(actor=chief, site_id=site.pk, person_id=None).contract_leader is None
    type(cast.leader).objects.filter(pk=cast.leader.pk).update(is_active=False)
    with pytest.raises(InvalidInput, match="停用"):
        set_contract_leader(actor=chief, site_id=site.pk, person_id=cast.leader.pk)


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("114.49", "wgs84"),
        ("abc,def", "wgs84"),
        ("nan,nan", "wgs84"),
        ("inf,36", "wgs84"),
        ("1e999,36", "wgs84"),
        ("200,36", "wgs84"),
        ("114.49,36.6", "mars"),
        ("114.49,36.6,8", "wgs84"),
        ("<script>,1", "wgs84"),
    ],
)
def test_what_is_no_position_is_refused(text: str, system: str) -> None:
    with pytest.raises(InvalidInput):
        read_position(text=text, system=system)


def test_a_position_of_baidu_becomes_one_of_ours() -> None:
    found = read_position(text="116.41662724，39.92269955", system="bd09")
    assert found is not None
    assert (round(found.lon, 5), round(found.lat, 5)) == (116.404, 39.915)
    assert read_position(text=" ", system="wgs84") is None
