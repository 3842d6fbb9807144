"""拉练检查 from the plan to the comparison."""

from __future__ import annotations

import io
from datetime import time
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from chuangcheng.cases.models import Case
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.inspections.models import Tour, TourScore
from chuangcheng.inspections.queries.tours import results_of, stations_of, stops_to_score, units_of
from chuangcheng.inspections.services.tours import (
    ScoreGiven,
    StopGiven,
    TourGiven,
    TourMovedOn,
    finish_tour,
    open_case_for_score,
    open_tour,
    save_tour,
    score_stop,
    suggest_order,
)
from chuangcheng.inspections.testing import Field, make_field
from chuangcheng.orgs.testing import Cast, actor_of, make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CRITERIA = ("环境面貌", "秩序管理", "宣传氛围", "长效机制")


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=3)


def planned(cast: Cast, field: Field, **changed: Any) -> Tour:
    stops = [StopGiven(field.sites[index].number) for index in (0, 2, 1)]
    facts: dict[str, Any] = {
        "name": "二季度拉练",
        "held_on": today(),
        "starts_at": time(8, 30),
        "start_name": "区政府",
        "leader_ids": [cast.leader.pk],
        "stops": stops,
        "start": (114.48, 36.60),
        **changed,
    }
    return save_tour(actor=actor_of(cast.chief), tour_id=new_id(), given=TourGiven(**facts), is_new=True)


def opened(cast: Cast, field: Field, **changed: Any) -> Tour:
    return open_tour(actor=actor_of(cast.chief), tour_id=planned(cast, field, **changed).pk)


def give(person: Any, tour: Tour, index: int, mark: int, remark: str = "") -> TourScore:
    stop = tour.stops.all()[index]
    given = ScoreGiven(new_id(), stop.pk, dict.fromkeys(CRITERIA, mark), remark)
    return score_stop(actor=actor_of(person), given=given)


def test_stops_are_put_in_the_shortest_order_with_their_times(cast: Cast, field: Field) -> None:
    tour = suggest_order(actor=actor_of(cast.chief), tour_id=planned(cast, field).pk)
    stations = stations_of(tour)
    assert [row.stop.site for row in stations] == list(field.sites)
    assert all(one.leaves_at <= other.at for one, other in pairwise(stations))


def test_only_leaders_who_take_part_score_while_it_runs(cast: Cast, field: Field) -> None:
    tour = planned(cast, field)
    with pytest.raises(TourMovedOn):
        give(cast.leader, tour, 0, 9)
    open_tour(actor=actor_of(cast.chief), tour_id=tour.pk)
    with pytest.raises(NotFound):
        give(cast.chief, tour, 0, 9)
    with pytest.raises(NotPermitted):
        give(cast.inspector, tour, 0, 9)
    assert give(cast.leader, tour, 0, 9).score == Decimal("90.00")
    with pytest.raises(InvalidInput):
        give(cast.leader, tour, 0, 11)


def test_newest_score_of_a_leader_counts_and_equals_share_a_place(cast: Cast, field: Field) -> None:
    second = make_person("vice", unit=cast.place, role="leader", name="付领导")
    before = opened(cast, field)
    give(cast.leader, before, 0, 5)
    finish_tour(actor=actor_of(cast.chief), tour_id=before.pk)
    tour = opened(cast, field, leader_ids=[cast.leader.pk, second.pk], previous_id=before.pk)
    give(cast.leader, tour, 0, 2)
    give(cast.leader, tour, 0, 8)
    give(second, tour, 0, 10)
    give(cast.leader, tour, 1, 9)
    give(cast.leader, tour, 2, 4)
    rows = results_of(finish_tour(actor=actor_of(cast.chief), tour_id=tour.pk))
    assert [(row.place, str(row.score)) for row in rows] == [(1, "90.00"), (1, "90.00"), (3, "40.00")]
    assert (rows[0].before, rows[0].change) == (Decimal("50.00"), Decimal("40.00"))
    assert [(row.place, row.score, row.stops) for row in units_of(rows)] == [(1, Decimal("73.33"), 3)]


def test_stop_that_a_leader_still_has_to_score_is_not_compared(cast: Cast, field: Field) -> None:
    second = make_person("vice", unit=cast.place, role="leader", name="付领导")
    before = opened(cast, field)
    give(cast.leader, before, 0, 9)
    finish_tour(actor=actor_of(cast.chief), tour_id=before.pk)
    tour = opened(cast, field, leader_ids=[cast.leader.pk, second.pk], previous_id=before.pk)
    give(cast.leader, tour, 0, 5)
    give(cast.leader, tour, 1, 7)
    give(second, tour, 1, 7)
    rows = results_of(tour)
    assert [(row.place, row.score, row.change) for row in rows[:2]] == [
        (1, Decimal(70), None),
        (None, Decimal(50), None),
    ]
    assert [row.is_complete for row in rows] == [True, False, False]
    assert [row.place for row in units_of(rows)] == [None]
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    page = client.get(f"/tours/{tour.pk}/").content.decode()
    assert page.count("尚未全部打分") == 3  # two stops, their unit
    assert "1/2人" in page
    table = load_workbook(io.BytesIO(b"".join(client.get(f"/tours/{tour.pk}/result.xlsx").streaming_content)))  # type: ignore[attr-defined]
    assert [row[0] for row in table["点位"].iter_rows(min_row=2, values_only=True)] == [1, *["尚未全部打分"] * 2]
    api = client.get(f"/api/v1/tours/{tour.pk}/result").json()
    assert [(row["place"], row["is_complete"]) for row in api] == [(1, True), (None, False), (None, False)]
    ended = results_of(finish_tour(actor=actor_of(cast.chief), tour_id=tour.pk))
    assert [(row.place, row.change) for row in ended] == [(1, None), (2, Decimal(-40)), (None, None)]


def test_remark_becomes_one_case_in_the_leaders_name(cast: Cast, field: Field) -> None:
    score = give(cast.leader, opened(cast, field), 0, 3, "门口污水横流")
    leader = actor_of(cast.leader)
    made = [open_case_for_score(actor=leader, score_id=score.pk, case_id=new_id()) for _time in range(2)]
    case = Case.objects.get()
    assert {row.pk for row in made} == {case.pk}
    assert (case.reporter_id, case.site_id, case.description) == (cast.leader.pk, field.sites[0].pk, "门口污水横流")
    with pytest.raises(NotFound):
        open_case_for_score(actor=actor_of(cast.chief), score_id=score.pk, case_id=new_id())


def test_pages_from_the_plan_to_the_result(cast: Cast, field: Field) -> None:
    chief, leader = Client(), Client()
    chief.force_login(cast.chief, backend=BACKEND)
    leader.force_login(cast.leader, backend=BACKEND)
    numbers = [site.number for site in field.sites]
    form = {"tour_id": str(new_id()), "name": "二季度拉练", "held_on": str(today()), "starts_at": "08:30"}
    more = {"minutes": "15", "leaders": [cast.leader.pk], "model_sites": "、".join(numbers[:2])}
    wrong = chief.post("/tours/new/", {**form, **more, "problem_sites": "没有"})
    assert wrong.status_code == 422
    assert f'value="{numbers[0]}"' in wrong.content.decode()  # what was chosen stays, with its name
    assert field.sites[0].name in wrong.content.decode()
    assert chief.post("/tours/new/", {**form, **more, "problem_sites": numbers[2]}).status_code == 302
    tour = Tour.objects.get()
    page = f"/tours/{tour.pk}/"
    assert chief.post(f"{page}suggest/").status_code == 302
    stops = [str(stop.pk) for stop in tour.stops.all()]
    assert chief.post(f"{page}order/", {"stop": stops[::-1]}).status_code == 302
    assert [str(stop.pk) for stop in tour.stops.all()] == stops[::-1]
    assert chief.post(f"{page}open/").status_code == 302
    sheet = f"/tour-stops/{stops[0]}/score/"
    assert "环境面貌" in leader.get(sheet).content.decode()
    marks = {f"mark-{index}": "8" for index in range(4)}
    refused = leader.post(sheet, {"score": str(new_id()), "mark-0": "8"})
    assert refused.status_code == 422
    assert 'name="mark-0" value="8" required checked' in refused.content.decode()
    sent = {**marks, "score": str(new_id()), "remark": "垃圾桶满溢", "case": "1"}
    assert leader.post(sheet, sent).status_code == 302
    assert Case.objects.get().description == "垃圾桶满溢"
    assert "垃圾桶满溢" not in leader.get(page).content.decode()
    assert chief.post(f"{page}finish/").status_code == 302
    assert "80.00" in leader.get(page).content.decode()
    assert b"".join(chief.get(f"{page}route.docx").streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert b"".join(chief.get(f"{page}result.xlsx").streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert "二季度拉练" in chief.get("/tours/").content.decode()


def test_sites_of_a_tour_are_chosen_by_name_and_keep_their_order(cast: Cast, field: Field) -> None:
    chief = Client()
    chief.force_login(cast.chief, backend=BACKEND)
    numbers = [site.number for site in field.sites]
    facts = {"tour_id": str(new_id()), "name": "周拉练", "held_on": str(today()), "starts_at": "08:30", "minutes": "15"}
    chosen = {"model_sites": [numbers[2], numbers[0]], "words": ["", numbers[1]], "leaders": [cast.leader.pk]}
    assert chief.post("/tours/new/", {**facts, **chosen}).status_code == 302
    tour = Tour.objects.get()
    assert [(stop.site.number, stop.kind) for stop in tour.stops.select_related("site")] == [
        (numbers[2], "model"),
        (numbers[0], "model"),
        (numbers[1], "problem"),
    ]
    page = chief.get(f"/tours/{tour.pk}/edit/").content.decode()
    assert page.index(f'value="{numbers[2]}"') < page.index(f'value="{numbers[0]}"') < page.index(numbers[1])


def test_leader_finds_the_next_stop_to_score_among_the_to_dos(cast: Cast, field: Field) -> None:
    tour = planned(cast, field)
    leader = Client()
    leader.force_login(cast.leader, backend=BACKEND)
    assert "个点位待打分" not in leader.get("/").content.decode()
    open_tour(actor=actor_of(cast.chief), tour_id=tour.pk)
    first, second = list(tour.stops.all())[:2]
    page = leader.get("/").content.decode()
    assert "二季度拉练：还有3个点位待打分" in page
    assert f'href="/tour-stops/{first.pk}/score/"' in page
    marks = {f"mark-{index}": "8" for index in range(len(CRITERIA))}
    leader.post(f"/tour-stops/{first.pk}/score/", {**marks, "score": str(new_id())})
    page = leader.get(f"/tours/{tour.pk}/").content.decode()
    assert "办下一件" in page
    assert f'btn-sm" href="/tour-stops/{second.pk}/score/"' in page
    assert "还有2个点位待打分" in leader.get("/").content.decode()
    other = make_person("other_leader", unit=cast.place, role="leader")
    assert not stops_to_score(actor=actor_of(other))
