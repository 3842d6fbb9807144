"""The board by state and the map of open cases: what stands where, and for whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in, make_site, report
from chuangcheng.core.maps import cell_of
from chuangcheng.orgs.testing import Cast, signed_in

BOX = "bbox=114.0,36.0,115.0,37.0"
HERE, FAR = (114.48, 36.59), (114.53, 36.63)


def page_of(person: Any, address: str) -> str:
    return str(signed_in(person).get(address).content.decode())


def features(person: Any, query: str) -> list[dict[str, Any]]:
    answer = signed_in(person).get(f"/cases/map/points/?{query}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["features"])


def put(case: Case, place: tuple[float, float]) -> Case:
    Case.objects.filter(pk=case.pk).update(lon=place[0], lat=place[1], cell=cell_of(lon=place[0], lat=place[1]))
    return case


# The board


def test_each_case_stands_under_its_state_with_the_next_act_of_this_person(cast: Cast) -> None:
    cases = {state: case_in(state, cast) for state in ("reported", "filed", "fixing", "fed_back", "closed")}
    page = page_of(cast.chief, "/cases/board/")
    for state in ("reported", "filed", "fixing", "fed_back"):
        assert f'href="/cases/{cases[state].pk}/"' in page
    assert str(cases["closed"].pk) not in page
    assert f"/cases/{cases['filed'].pk}/dispatch/" in page
    assert f"/cases/{cases['fixing'].pk}/feed_back/" not in page
    assert f"/cases/{cases['fixing'].pk}/feed_back/" in page_of(cast.liaison, "/cases/board/")


def test_board_follows_the_filter_and_says_when_nothing_is_left(cast: Cast) -> None:
    case = case_in("fixing", cast)
    assert str(case.pk) in page_of(cast.chief, f"/cases/board/?unit={cast.sanitation.pk}")
    assert "没有符合条件的问题" in page_of(cast.chief, f"/cases/board/?unit={cast.west.pk}")
    Case.objects.all().delete()
    assert "没有未办结的问题" in page_of(cast.chief, "/cases/board/")


def test_cost_of_the_board_does_not_grow_with_the_cases(cast: Cast) -> None:
    client = signed_in(cast.east_liaison)
    case_in("fixing", cast)
    client.get("/cases/board/")
    few = _questions_about_cases(client)
    for _one in range(3):
        for state in ("reported", "filed", "fixing", "fed_back"):
            case_in(state, cast)
    assert _questions_about_cases(client) == few <= 10


def _questions_about_cases(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get("/cases/board/")
    return sum('FROM "cases_case"' in query["sql"] for query in asked)


# The map


def test_cases_that_lie_together_are_one_circle_with_its_number_and_apart_up_close(cast: Cast) -> None:
    near = [put(case_in("fixing", cast), HERE) for _each in range(2)]
    alone = put(case_in("filed", cast), FAR)
    found = features(cast.chief, f"{BOX}&zoom=13")
    assert [each["properties"].get("count") for each in found] == [2, None]
    assert found[1]["properties"]["number"] == Case.objects.get(pk=alone.pk).number
    close = features(cast.chief, f"{BOX}&zoom=17")
    assert {each["properties"]["id"] for each in close} == {str(case.pk) for case in (*near, alone)}


def test_circle_with_an_overdue_case_is_red(cast: Cast) -> None:
    cases = [put(case_in("fixing", cast), HERE) for _each in range(2)]
    assert features(cast.chief, f"{BOX}&zoom=13")[0]["properties"]["tone"] == "blue"
    Case.objects.filter(pk=cases[0].pk).update(due_at="2026-01-01T00:00:00Z")
    assert features(cast.chief, f"{BOX}&zoom=13")[0]["properties"]["tone"] == "red"


def test_heat_has_the_number_in_each_hexagon(cast: Cast) -> None:
    for _each in range(3):
        put(case_in("fixing", cast), HERE)
    put(case_in("filed", cast), FAR)
    found = features(cast.chief, f"{BOX}&zoom=13&heat=1")
    assert sorted((each["properties"]["count"], each["properties"]["shade"]) for each in found) == [(1, 2), (3, 5)]
    assert {each["geometry"]["type"] for each in found} == {"Polygon"}


def test_map_shows_open_cases_inside_the_box_that_the_person_sees(cast: Cast) -> None:
    shown = put(case_in("fixing", cast), HERE)
    put(case_in("closed", cast), HERE)
    held = put(case_in("reported", cast), FAR)
    Case.objects.filter(pk=held.pk).update(is_held=True)
    assert [each["properties"]["id"] for each in features(cast.liaison, f"{BOX}&zoom=17")] == [str(shown.pk)]
    assert features(cast.west_liaison, f"{BOX}&zoom=17") == []
    assert features(cast.chief, "bbox=10,10,11,11&zoom=17") == []
    assert features(cast.inspector, f"{BOX}&zoom=13&heat=1")[0]["properties"]["count"] == 1


@pytest.mark.parametrize("query", ["", "bbox=1,2&zoom=3", "bbox=nan,0,1,1&zoom=3", f"{BOX}&zoom=99"])
def test_box_that_is_none_is_refused_in_a_sentence(cast: Cast, query: str) -> None:
    answer = signed_in(cast.chief).get(f"/cases/map/points/?{query}")
    assert answer.status_code == 422
    assert "地图范围无法识别" in answer.content.decode()


def test_list_beside_the_map_has_the_same_cases(cast: Cast) -> None:
    case = put(case_in("fixing", cast), HERE)
    rows = page_of(cast.chief, f"/cases/map/rows/?{BOX}&zoom=13")
    assert f'data-point="{case.pk}"' in rows
    assert "这一片没有未办结的问题" in page_of(cast.chief, "/cases/map/rows/?bbox=10,10,11,11&zoom=13")


def test_report_keeps_the_cell_of_its_place(cast: Cast) -> None:
    site = make_site(cast, area=cast.lane)
    case = report(cast, site_id=site.pk)
    assert case.cell == site.cell
    free = report(cast, place_text="东关路口", lon=HERE[0], lat=HERE[1])
    assert free.cell == cell_of(lon=HERE[0], lat=HERE[1])
