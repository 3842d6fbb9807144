"""Coverage: what nobody has looked at, or not lately, by each type's own days; nothing of a hidden visit shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.sites.access import visible_sites
from chuangcheng.sites.hexagons import Hexagon, letters_of_hexagon
from chuangcheng.sites.models import GridCell, Site
from chuangcheng.sites.policies import days_by_type
from chuangcheng.sites.queries import SiteFilter, coverage_of, covered_cells, sites_for
from chuangcheng.sites.services import mark_checked
from chuangcheng.sites.testing import CENTRE, make_site


def looked_at(site: Site, days_ago: int) -> Site:
    mark_checked(site_id=site.pk, at=now() - timedelta(days=days_ago))
    return site


def names(cast: Cast, looked: str) -> list[str]:
    rows = sites_for(actor_of(cast.chief), SiteFilter(looked=looked), today=today())
    return sorted(rows.values_list("name", flat=True))


def test_sites_are_never_late_or_lately_looked_at(cast: Cast) -> None:
    make_site("甲巷", area=cast.lane)
    looked_at(make_site("乙巷", area=cast.lane), 40)
    looked_at(make_site("丙巷", area=cast.west), 3)
    assert (names(cast, "never"), names(cast, "late"), names(cast, "uncovered")) == (
        ["甲巷"],
        ["乙巷"],
        ["乙巷", "甲巷"],
    )


def test_each_type_has_days_of_its_own_from_a_date_on(cast: Cast) -> None:
    looked_at(make_site("早市", area=cast.lane, site_type="集贸市场"), 10)
    looked_at(make_site("公园", area=cast.lane, site_type="公园"), 40)
    assert names(cast, "late") == ["公园"]
    value = {"集贸市场": 7, "公园": 60}
    change_setting(
        actor=actor_of(cast.chief), key="sites.coverage_days", value=value, valid_from=today(), reason="创城办规定"
    )
    assert names(cast, "late") == ["早市"]


@pytest.mark.parametrize("value", [[], {"公园": 0}, {"公园": "多"}, {"": 3}, "7"])
def test_days_that_are_none_are_refused(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        days_by_type(value)


def test_coverage_counts_by_type_street_and_owner(cast: Cast, django_assert_max_num_queries: Any) -> None:
    make_site("甲巷", area=cast.lane, owner=cast.sanitation)
    looked_at(make_site("乙巷", area=cast.lane), 40)
    looked_at(make_site("丙巷", area=cast.west), 3)
    actor = actor_of(cast.chief)
    with django_assert_max_num_queries(10):
        found = coverage_of(actor=actor, rows=visible_sites(actor).filter(is_active=True), today=today())
    assert (found.total, found.never, found.late, found.fresh) == (3, 1, 1, 1)
    assert [(row.name, row.never, row.late) for row in found.by_street] == [("东关街道", 1, 1), ("西苑街道", 0, 0)]
    assert {row.name: row.never for row in found.by_owner} == {"区城管局": 1, "": 0}
    assert found.by_type[0].rate == pytest.approx(1 / 3)


def test_page_shows_only_what_the_person_sees(cast: Cast) -> None:
    make_site("甲巷", area=cast.lane)
    make_site("丙巷", area=cast.west)
    page = signed_in(cast.west_liaison).get("/sites/coverage/").content.decode()
    assert "丙巷" in page
    assert "甲巷" not in page


def test_page_without_sites_does_not_say_that_all_were_looked_at(cast: Cast) -> None:
    page = signed_in(cast.chief).get("/sites/coverage/").content.decode()
    assert "还没有点位" in page
    assert "都看过了" not in page


def test_grid_cells_tell_when_somebody_last_looked(cast: Cast) -> None:
    first = GridCell.objects.create(code="G1", name="柳巷一格", unit=cast.lane)
    GridCell.objects.create(code="G2", name="柳巷二格", unit=cast.lane)
    looked_at(make_site("甲巷", area=cast.lane, grid_cell=first), 2)
    found = covered_cells(actor=actor_of(cast.chief), today=today())
    assert [(cell.name, cell.state, cell.site_count) for cell in found] == [
        ("柳巷二格", "never", 0),
        ("柳巷一格", "", 1),
    ]
    assert "柳巷二格" in signed_in(cast.chief).get("/sites/coverage/cells/").content.decode()


def test_without_a_grid_hexagons_over_the_outline_are_looked_at(cast: Cast) -> None:
    lon, lat = CENTRE
    ring = [
        [lon - 0.02, lat - 0.02],
        [lon + 0.02, lat - 0.02],
        [lon + 0.02, lat + 0.02],
        [lon - 0.02, lat + 0.02],
        [lon - 0.02, lat - 0.02],
    ]
    Unit.objects.filter(pk=cast.east.pk).update(boundary={"type": "Polygon", "coordinates": [ring]})
    site = looked_at(make_site("甲巷", area=cast.lane), 2)
    found = covered_cells(actor=actor_of(cast.chief), today=today())
    assert len(found) > 10
    assert [cell.site_count for cell in found if cell.state == ""] == [1]
    points = signed_in(cast.chief).get("/sites/coverage/cells.json?bbox=1,1,2,2&zoom=12").json()["features"]
    assert len(points) == len(found)
    assert Hexagon.of_letters(site.cell[: letters_of_hexagon()]).lon == pytest.approx(lon, abs=0.02)


def test_who_may_not_plan_is_not_offered_a_round(cast: Cast) -> None:
    make_site("甲巷", area=cast.lane)
    client = signed_in(cast.leader)
    assert "列成一轮检查" not in client.get("/sites/coverage/").content.decode()
    assert client.post("/sites/coverage/round/", {"all": "1", "round_id": "x"}).status_code == 403
