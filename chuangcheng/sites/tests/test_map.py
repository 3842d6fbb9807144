"""The map: clusters by zoom, the box, who sees what, outlines, typed positions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.sites.models import Site
from chuangcheng.sites.slots import OpenProblems, open_problems
from chuangcheng.sites.testing import CENTRE, make_site

POINTS = "/sites/points/"
AROUND = "114,36,115,37"


def features(client: Client, zoom: int, bbox: str = AROUND, **filters: str) -> list[dict[str, Any]]:
    answer = client.get(POINTS, {"bbox": bbox, "zoom": str(zoom), **filters})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["features"]
    return found


def test_far_out_sites_are_one_cluster_near_by_each_stands_alone(cast: Cast) -> None:
    for n in range(12):
        make_site(f"巷{n}", area=cast.lane, lon=CENTRE[0] + n / 1000)
    chief = signed_in(cast.chief)
    assert [feature["properties"]["count"] for feature in features(chief, 8)] == [12]
    near = features(chief, 18)
    assert len(near) == 12
    assert {feature["properties"]["name"] for feature in near} == {f"巷{n}" for n in range(12)}


@pytest.mark.parametrize("zoom", range(20))
def test_no_site_is_lost_at_any_zoom(cast: Cast, zoom: int) -> None:
    for n in range(25):
        make_site(f"巷{n}", area=cast.lane, lon=CENTRE[0] + n % 5 / 50, lat=CENTRE[1] + n // 5 / 200)
    counts = [feature["properties"].get("count", 1) for feature in features(signed_in(cast.chief), zoom)]
    assert sum(counts) == 25


def test_only_what_lies_in_the_box_is_drawn(cast: Cast) -> None:
    make_site("里面", area=cast.lane, lon=114.5, lat=36.5)
    make_site("外面", area=cast.lane, lon=116.5, lat=36.5)
    make_site("没有坐标", area=cast.lane, lon=None)
    assert [feature["properties"]["name"] for feature in features(signed_in(cast.chief), 17)] == ["里面"]


def test_the_filter_of_the_list_holds_for_the_map(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane, owner=cast.sanitation)
    make_site("北街", area=cast.west, site_type="公园")
    make_site("旧巷", area=cast.lane, is_active=False)
    chief = signed_in(cast.chief)
    assert [feature["properties"]["name"] for feature in features(chief, 17, missing="owner")] == ["北街"]
    assert [feature["properties"]["name"] for feature in features(chief, 17, area=str(cast.east.pk))] == ["柳巷"]
    assert [feature["properties"]["name"] for feature in features(chief, 17, state="inactive")] == ["旧巷"]


def test_everybody_sees_their_own_units_on_the_map(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane)
    make_site("北街", area=cast.west, owner=cast.sanitation)
    for person, names in ((cast.east_liaison, {"柳巷"}), (cast.liaison, {"北街"}), (cast.leader, {"柳巷", "北街"})):
        found = {feature["properties"]["name"] for feature in features(signed_in(person), 17)}
        assert found == names
    assert signed_in(cast.stranger).get(POINTS, {"bbox": AROUND, "zoom": "9"}).status_code == 403
    assert Client().get(POINTS, {"bbox": AROUND, "zoom": "9"}).status_code == 302


@pytest.mark.parametrize(
    ("bbox", "zoom"),
    [
        ("", "9"),
        ("114,36,115", "9"),
        ("114,36,115,37,38", "9"),
        ("a,b,c,d", "9"),
        ("nan,nan,nan,nan", "9"),
        ("-inf,36,inf,37", "9"),
        ("115,36,114,37", "9"),
        ("114,37,115,36", "9"),
        (AROUND, ""),
        (AROUND, "-1"),
        (AROUND, "99"),
        (AROUND, "1e9"),
        ("1" * 200, "9"),
        ("' OR 1=1--", "9"),
    ],
)
def test_a_wrong_box_is_refused_in_one_sentence(cast: Cast, bbox: str, zoom: str) -> None:
    for address in (POINTS, "/sites/rows/"):
        answer = signed_in(cast.chief).get(address, {"bbox": bbox, "zoom": zoom})
        assert answer.status_code == 422
        assert "地图范围无法识别" in answer.content.decode()


def test_a_box_around_the_whole_earth_is_fine(cast: Cast) -> None:
    make_site("柳巷", area=cast.lane)
    assert len(features(signed_in(cast.chief), 0, bbox="-540,-90,540,90")) == 1


def test_the_colour_tells_how_a_site_stands(cast: Cast) -> None:
    fresh = make_site("新查", area=cast.lane, last_checked_at=now() - timedelta(days=2))
    stale = make_site("久未", area=cast.lane, last_checked_at=now() - timedelta(days=90))
    trouble = make_site("有事", area=cast.lane, last_checked_at=now())
    late = make_site("超期", area=cast.lane)

    def problems(_actor: object, ids: object) -> dict[UUID, OpenProblems]:
        return {trouble.pk: OpenProblems(2, 0), late.pk: OpenProblems(3, 1)}

    open_problems.fill("test", problems)
    try:
        found = {row["properties"]["name"]: row["properties"] for row in features(signed_in(cast.chief), 17)}
    finally:
        open_problems._fillings.pop("test")
    assert {name: row["tone"] for name, row in found.items()} == {
        fresh.name: "green",
        stale.name: "amber",
        trouble.name: "blue",
        late.name: "red",
    }
    assert "3个未结问题，1个超期" in found["超期"]["lines"]


def test_a_cluster_has_the_colour_of_most(cast: Cast) -> None:
    for n in range(5):
        make_site(f"巷{n}", area=cast.lane, lon=CENTRE[0] + n / 10000, last_checked_at=now() if n < 3 else None)
    assert features(signed_in(cast.chief), 8)[0]["properties"]["tone"] == "green"
    Site.objects.update(last_checked_at=None)
    assert features(signed_in(cast.chief), 8)[0]["properties"]["tone"] == "amber"


@pytest.mark.parametrize("zoom", [5, 12, 17])
def test_the_map_costs_the_same_queries_for_3_and_30_sites(cast: Cast, zoom: int) -> None:
    client = signed_in(cast.chief)
    make_site("远处", area=cast.lane, lon=114.99)
    features(client, zoom)  # so that settings are read already
    measured = []
    for many in (3, 30):
        for n in range(many):
            make_site(f"{many}-{n}", area=cast.lane, owner=cast.sanitation, lon=CENTRE[0] + n / 100)
        with CaptureQueriesContext(connection) as queries:
            features(client, zoom)
        measured.append(len(queries))
    assert measured[0] == measured[1] <= 15


def test_outlines_of_streets_make_the_map_without_tiles(cast: Cast) -> None:
    square = {"type": "Polygon", "coordinates": [[[114, 36], [115, 36], [115, 37], [114, 36]]]}
    type(cast.east).objects.filter(pk=cast.east.pk).update(boundary=square)
    type(cast.sanitation).objects.filter(pk=cast.sanitation.pk).update(boundary=square)
    answer = signed_in(cast.chief).get("/sites/boundaries/")
    assert [feature["properties"]["name"] for feature in answer.json()["features"]] == ["东关街道"]
    assert "private" in answer["Cache-Control"]
    # A bureau's sites lie in streets that are not below it.
    assert signed_in(cast.liaison).get("/sites/boundaries/").json() == answer.json()
    assert signed_in(cast.stranger).get("/sites/boundaries/").status_code == 403


def test_one_site_has_a_small_map_of_its_own(cast: Cast) -> None:
    site, other = make_site("柳巷", area=cast.lane), make_site("北街", area=cast.west)
    chief = signed_in(cast.chief)
    assert [row["properties"]["name"] for row in features(chief, 17, only=str(site.pk))] == ["柳巷"]
    assert [row["properties"]["name"] for row in features(chief, 17, without=str(site.pk))] == ["北街"]
    assert features(signed_in(cast.east_liaison), 17, only=str(other.pk)) == []
    assert chief.get(POINTS, {"bbox": AROUND, "zoom": "9", "only": "x"}).status_code == 422


def test_a_typed_position_is_turned_into_ours(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    answer = chief.get("/sites/position/", {"position": "116.41024450,39.91640428", "system": "gcj02"})
    assert answer.json() == {"position": "116.4040000,39.9150000"}
    wrong = chief.get("/sites/position/", {"position": "别处", "system": "gcj02"})
    assert (wrong.status_code, "不是" in wrong.json()["detail"]) == (422, True)
    assert chief.get("/sites/position/", {"position": "114,36", "system": "mars"}).status_code == 422
