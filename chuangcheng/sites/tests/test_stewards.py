"""Stewards, the grid, and what becomes of both when units and people change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chuangcheng.core import events
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import now, today
from chuangcheng.orgs.events import PERSON_DEACTIVATED, POST_HANDED_OVER, UNIT_MERGED, UNIT_SPLIT
from chuangcheng.orgs.slots import closing_hurdles
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.access import visible_sites
from chuangcheng.sites.models import GridCell, Stewardship
from chuangcheng.sites.queries import stewards_on
from chuangcheng.sites.services import (
    GridFacts,
    StewardFacts,
    change_grid_cell,
    create_grid_cell,
    end_stewardship,
    mark_checked,
    name_steward,
)
from chuangcheng.sites.testing import make_site

START = date(2026, 1, 5)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[114.0, 36.0], [114.1, 36.0], [114.1, 36.1], [114.0, 36.1], [114.0, 36.0]]],
}


def as_lane_chief(cast: Cast, **facts: Any) -> StewardFacts:
    return StewardFacts(**{"kind": "lane_chief", "starts_on": START, "person_id": cast.keeper.pk, **facts})


def test_several_stewards_look_after_one_site(cast: Cast) -> None:
    site, liaison = make_site("柳巷", area=cast.lane), actor_of(cast.east_liaison)
    first = name_steward(actor=liaison, site_id=site.pk, facts=as_lane_chief(cast, segment="南口至中段"))
    again = name_steward(actor=liaison, site_id=site.pk, facts=as_lane_chief(cast, segment="南口至中段"))
    name_steward(actor=liaison, site_id=site.pk, facts=as_lane_chief(cast, segment="中段至北口"))
    volunteer = StewardFacts(kind="lane_keeper", starts_on=START, name="热心大妈")
    name_steward(actor=liaison, site_id=site.pk, facts=volunteer)
    assert first == again
    assert [(row.name, row.segment) for row in stewards_on(site_id=site.pk, day=today())] == [
        ("向巷长", "南口至中段"),
        ("向巷长", "中段至北口"),
        ("热心大妈", ""),
    ]


def test_a_steward_sees_the_site_while_looking_after_it(cast: Cast) -> None:
    site = make_site("北街", area=cast.west)
    keeper = actor_of(cast.keeper)
    assert not visible_sites(keeper).filter(pk=site.pk).exists()
    named = name_steward(actor=actor_of(cast.chief), site_id=site.pk, facts=as_lane_chief(cast))
    name_steward(actor=actor_of(cast.chief), site_id=site.pk, facts=as_lane_chief(cast, segment="东段"))
    assert list(visible_sites(keeper).filter(pk=site.pk)) == [site]
    Stewardship.objects.exclude(pk=named.pk).delete()
    yesterday = today() - timedelta(days=1)
    end_stewardship(actor=actor_of(cast.chief), stewardship_id=named.pk, ends_on=yesterday, reason="轮换")
    assert not visible_sites(keeper).filter(pk=site.pk).exists()


def test_an_ended_stewardship_stays_as_history(cast: Cast) -> None:
    site, liaison = make_site("柳巷", area=cast.lane), actor_of(cast.east_liaison)
    named = name_steward(actor=liaison, site_id=site.pk, facts=as_lane_chief(cast))
    with pytest.raises(InvalidInput):
        end_stewardship(actor=liaison, stewardship_id=named.pk, ends_on=today(), reason="")
    with pytest.raises(InvalidInput):
        end_stewardship(actor=liaison, stewardship_id=named.pk, ends_on=START - timedelta(days=1), reason="轮换")
    ended = end_stewardship(actor=liaison, stewardship_id=named.pk, ends_on=date(2026, 6, 30), reason="轮换")
    again = end_stewardship(actor=liaison, stewardship_id=named.pk, ends_on=date(2026, 7, 1), reason="又一次")
    assert (again.ends_on, again.end_reason) == (ended.ends_on, "轮换")
    assert list(stewards_on(site_id=site.pk, day=date(2026, 6, 30))) == [ended]
    assert not stewards_on(site_id=site.pk, day=date(2026, 7, 1)).exists()
    assert AuditEntry.objects.filter(action="sites.end_stewardship").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "mayor"}, {"person_id": None}, {"person_id": None, "name": "\x07"}, {"segment": "段" * 101}],
)
def test_a_wrong_steward_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    site = make_site("柳巷", area=cast.lane)
    with pytest.raises(InvalidInput):
        name_steward(actor=actor_of(cast.chief), site_id=site.pk, facts=as_lane_chief(cast, **wrong))
    assert not Stewardship.objects.exists()


def test_another_street_names_no_stewards_here(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane)
    with pytest.raises(NotFound):
        name_steward(actor=actor_of(cast.west_liaison), site_id=site.pk, facts=as_lane_chief(cast))
    with pytest.raises(NotPermitted):
        name_steward(actor=actor_of(cast.inspector), site_id=site.pk, facts=as_lane_chief(cast))
    named = name_steward(actor=actor_of(cast.chief), site_id=site.pk, facts=as_lane_chief(cast))
    with pytest.raises(NotFound):
        end_stewardship(actor=actor_of(cast.west_liaison), stewardship_id=named.pk, ends_on=today(), reason="轮换")
    with pytest.raises(NotFound):
        end_stewardship(actor=actor_of(cast.chief), stewardship_id=0, ends_on=today(), reason="轮换")


def test_a_merged_unit_leaves_its_sites_to_its_successor(cast: Cast) -> None:
    inside = make_site("东关大街", area=cast.east)
    owned = make_site("西苑大街", area=cast.west, owner=cast.east)
    cell = GridCell.objects.create(code="G1", name="一号网格", unit=cast.east)
    payload = {"old_ids": [cast.east.pk], "new_id": cast.west.pk, "on": "2026-11-23"}
    events.publish(UNIT_MERGED, payload)
    deliver_events()
    for row in (inside, owned, cell):
        row.refresh_from_db()
    assert (inside.area, owned.owner, cell.unit) == (cast.west, cast.west, cast.west)
    events.publish(UNIT_MERGED, payload)
    deliver_events()
    assert AuditEntry.objects.filter(action="sites.follow_unit").count() == 1


def test_a_split_unit_leaves_its_sites_to_the_main_part(cast: Cast) -> None:
    site = make_site("东关大街", area=cast.east)
    events.publish(
        UNIT_SPLIT, {"old_id": cast.east.pk, "new_ids": [cast.lane.pk], "main_id": cast.lane.pk, "on": "2026-11-23"}
    )
    deliver_events()
    site.refresh_from_db()
    assert site.area == cast.lane


def test_a_unit_with_sites_is_not_closed_without_a_successor(cast: Cast) -> None:
    hurdle = closing_hurdles.get("10-sites")
    assert hurdle is not None
    assert hurdle(cast.sanitation.pk) == ""
    make_site("柳巷", area=cast.lane, owner=cast.sanitation)
    assert "点位" in hurdle(cast.sanitation.pk)


def test_who_takes_over_a_post_takes_over_its_sites(cast: Cast) -> None:
    here, there = make_site("柳巷", area=cast.lane), make_site("西街", area=cast.west)
    for site in (here, there):
        name_steward(actor=actor_of(cast.chief), site_id=site.pk, facts=as_lane_chief(cast, segment="全段"))
        type(site).objects.filter(pk=site.pk).update(contract_leader=cast.keeper)
    payload = {"unit_id": cast.east.pk, "from_id": cast.keeper.pk, "to_id": cast.east_liaison.pk, "on": "2026-11-01"}
    for _time in range(2):
        events.publish(POST_HANDED_OVER, payload)
        deliver_events()
    here.refresh_from_db()
    there.refresh_from_db()
    assert [(row.name, row.segment) for row in stewards_on(site_id=here.pk, day=today())] == [("东联络", "全段")]
    assert [row.name for row in stewards_on(site_id=there.pk, day=today())] == ["向巷长"]
    assert (here.contract_leader, there.contract_leader) == (cast.east_liaison, cast.keeper)


def test_who_leaves_looks_after_nothing(cast: Cast) -> None:
    site = make_site("柳巷", area=cast.lane, contract_leader=cast.keeper)
    name_steward(actor=actor_of(cast.chief), site_id=site.pk, facts=as_lane_chief(cast))
    events.publish(PERSON_DEACTIVATED, {"person_id": cast.keeper.pk})
    deliver_events()
    site.refresh_from_db()
    assert site.contract_leader is None
    assert not stewards_on(site_id=site.pk, day=today() + timedelta(days=1)).exists()


def test_the_last_check_never_goes_back(cast: Cast) -> None:
    site, moment = make_site("柳巷", area=cast.lane), now()
    mark_checked(site_id=site.pk, at=moment)
    mark_checked(site_id=site.pk, at=moment - timedelta(days=3))
    site.refresh_from_db()
    assert site.last_checked_at == moment


def test_a_grid_cell_has_a_keeper_and_an_outline(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    facts = GridFacts(code="G1", name="柳巷一格", unit_id=cast.lane.pk, keeper_id=cast.keeper.pk, boundary=SQUARE)
    cell = create_grid_cell(actor=chief, facts=facts)
    assert (cell.keeper, cell.boundary["type"] if cell.boundary else "") == (cast.keeper, "Polygon")
    with pytest.raises(InvalidInput, match="G1"):
        create_grid_cell(actor=chief, facts=facts)
    changed = change_grid_cell(actor=chief, cell_id=cell.pk, facts=GridFacts("G1", "柳巷甲格", cast.lane.pk))
    assert (changed.name, changed.keeper, changed.boundary) == ("柳巷甲格", None, None)
    with pytest.raises(NotPermitted):
        change_grid_cell(actor=actor_of(cast.east_liaison), cell_id=cell.pk, facts=facts)


@pytest.mark.parametrize(
    "outline",
    [
        {"type": "Point", "coordinates": [114.0, 36.0]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [999, 0], [999, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]},
        {"type": "Polygon", "coordinates": "<script>"},
        {"type": "Nonsense"},
        {"nothing": 1},
    ],
)
def test_what_is_no_outline_is_refused(cast: Cast, outline: dict[str, object]) -> None:
    facts = GridFacts(code="G1", name="柳巷一格", unit_id=cast.lane.pk, boundary=outline)
    with pytest.raises(InvalidInput):
        create_grid_cell(actor=actor_of(cast.chief), facts=facts)
    assert not GridCell.objects.exists()
