"""街巷巡查 on the workbench: the log, one patrol, who did and who did not, panels, to-dos, tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.ids import id_at
from chuangcheng.core.times import now, replayed_at, today
from chuangcheng.field.models import Patrol, PatrolStop
from chuangcheng.field.patrol_shell import todos
from chuangcheng.field.testing import phone_of
from chuangcheng.field.tests.patrol_kit import Walker, give_place, this_month, walker
from chuangcheng.inspections.models import Absence
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.models import Site

LAST_MONTH = (today().replace(day=1) - timedelta(days=1)).replace(day=1)


def walked_on(cast: Cast, day: date, *sites: Site) -> Patrol:
    """A patrol of the keeper that was finished on this day."""
    at = now().replace(year=day.year, month=day.month, day=day.day, hour=3)
    patrol = Patrol.objects.create(
        pk=id_at(at),
        person=cast.keeper,
        person_name="向巷长",
        unit=cast.lane,
        unit_name="柳巷社区",
        started_at=at,
        ended_at=at + timedelta(minutes=25),
        ending="finished",
        place_count=2,
    )
    for order, site in enumerate(sites):
        PatrolStop.objects.create(
            pk=id_at(at, order=order + 1),
            patrol=patrol,
            site=site,
            person=cast.keeper,
            finding="clear",
            at=at,
            day=day,
            lon=site.lon,
            lat=site.lat,
        )
    return patrol


def text_of(person: Any, address: str) -> str:
    answer = phone_of(person).client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def statements(person: Any, address: str) -> int:
    client = phone_of(person).client
    client.get(address)  # settings and calendar are known from now on
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_log_says_who_when_how_long_how_far_and_what_was_found(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    walked.sends(walked.begun(), walked.ticked(site, finding="problem"), walked.ended())
    page = text_of(cast.east_liaison, "/patrols/")
    assert all(words in page for words in ("向巷长", "已完成", "1/2"))
    detail = text_of(cast.east_liaison, f"/patrols/{walked.patrol_id}/")
    assert all(words in detail for words in ("柳巷", "发现问题", "20分钟", "虚线按到点的先后连接"))
    drawn = phone_of(cast.chief).client.get(f"/patrols/{walked.patrol_id}/points/").json()["features"]
    assert [feature["properties"]["tone"] for feature in drawn] == ["red"]


def test_filters_find_and_strange_ones_do_no_harm(cast: Cast) -> None:
    site, walked = give_place(cast, "柳巷"), walker(cast)
    walked.sends(walked.begun(), walked.ticked(site))
    where = "/api/v1/patrols"
    client = phone_of(cast.chief).client
    some: list[dict[str, Any]] = [
        {"q": "向"},
        {"unit": cast.east.pk},
        {"site": site.pk},
        {"ending": "open"},
        {"first": today() - timedelta(days=1)},  # begun twenty minutes ago, which may be yesterday
    ]
    none: list[dict[str, Any]] = [
        {"q": "无"},
        {"unit": cast.west.pk},
        {"ending": "finished"},
        {"last": "2001-01-01"},
        {"found": "problems"},
    ]
    assert [len(client.get(where, asked).json()) for asked in some] == [1] * len(some)
    assert [len(client.get(where, asked).json()) for asked in none] == [0] * len(none)
    for query in ("?unit=x&first=9999-12-31&last=0001-01-01", "?site=x&person=-1", "?before=x"):
        assert client.get(f"/patrols/{query}").status_code == 200
    assert client.get(where, {"unit": 10**12}).status_code == 422
    for month in ("9999-12", "0001-01", "x"):
        assert client.get("/patrols/duty/", {"month": month}).status_code == 200
    backwards = {"first": "2026-02-01", "last": "2026-01-01"}
    assert client.get(f"{where}/duty", backwards).status_code == 422
    assert client.get(f"{where}/duty", {"first": "0001-01-01", "last": "9999-12-31"}).status_code == 422


def test_who_patrolled_and_who_did_not_stands_against_what_was_asked(cast: Cast) -> None:
    once, never = give_place(cast, "柳巷", kind="road_chief"), give_place(cast, "槐巷", kind="road_chief")
    walked_on(cast, LAST_MONTH, once)
    walked_on(cast, LAST_MONTH, once)  # the same day again counts once
    span = {"first": str(LAST_MONTH), "last": str(today().replace(day=1) - timedelta(days=1))}
    rows = phone_of(cast.east_liaison).client.get("/api/v1/patrols/duty", span).json()
    assert {(row["site"], row["asked"], row["done"], row["missed"]) for row in rows} == {
        ("柳巷", 2, 1, 1),
        ("槐巷", 2, 0, 2),
    }
    page = text_of(cast.chief, f"/patrols/duty/?month={LAST_MONTH:%Y-%m}&group=place")
    assert all(words in page for words in ("柳巷", "槐巷", "25.0%"))
    assert "东关" not in text_of(cast.west_liaison, f"/patrols/duty/?month={LAST_MONTH:%Y-%m}")
    assert never.is_active


def test_who_was_away_is_excused(cast: Cast) -> None:
    give_place(cast, "柳巷", kind="road_chief")
    last = today().replace(day=1) - timedelta(days=1)
    Absence.objects.create(person=cast.keeper, starts_on=LAST_MONTH, ends_on=last, reason="住院")
    span = {"first": str(LAST_MONTH), "last": str(last)}
    (row,) = phone_of(cast.chief).client.get("/api/v1/patrols/duty", span).json()
    assert (row["asked"], row["missed"], row["excused"]) == (0, 0, 2)


def test_missed_patrols_wait_for_the_steward_and_the_street_until_somebody_goes(cast: Cast) -> None:
    site = give_place(cast, "柳巷", kind="road_chief")
    (own,) = todos(actor_of(cast.keeper), now())
    (street,) = todos(actor_of(cast.east_liaison), now())
    assert "1个管护点位没有按频次巡查" in str(own.title)
    assert "1名管护人的1个点位" in str(street.title)
    waiting = ">柳巷</a>"
    assert waiting in text_of(cast.east_liaison, street.url)
    assert todos(actor_of(cast.west_liaison), now()) == []
    assert todos(actor_of(cast.chief), now()) == []
    walked_on(cast, today(), site)
    assert todos(actor_of(cast.keeper), now()) == todos(actor_of(cast.east_liaison), now()) == []
    assert waiting not in text_of(cast.east_liaison, street.url)


def test_place_and_unit_show_the_last_patrols(cast: Cast) -> None:
    site = give_place(cast, "柳巷")
    patrol = walked_on(cast, today(), site)
    for address in (f"/sites/{site.pk}/", f"/units/{cast.lane.pk}/", f"/units/{cast.east.pk}/"):
        assert f"/patrols/{patrol.pk}/" in text_of(cast.chief, address)


def test_patrol_without_an_end_is_under_way_for_a_day(cast: Cast) -> None:
    give_place(cast, "柳巷")
    with replayed_at(now() - timedelta(hours=30)):
        old = Walker(phone_of(cast.keeper))
        old.sends(old.begun())
    assert "没有结束</span>" in text_of(cast.chief, f"/patrols/{old.patrol_id}/")
    fresh = walker(cast)
    fresh.sends(fresh.begun())
    assert "巡查中" in text_of(cast.chief, f"/patrols/{fresh.patrol_id}/")


@pytest.mark.parametrize("address", ["/patrols.xlsx", "/patrols/duty.xlsx", "/api/v1/patrols/workbook"])
def test_tables_go_out_and_their_cost_does_not_grow(cast: Cast, address: str) -> None:
    sites = [give_place(cast, f"巷{number}") for number in range(2)]
    walked_on(cast, today(), *sites)
    few = statements(cast.chief, address)
    for number in range(4):
        walked_on(cast, today() - timedelta(days=number), *sites, give_place(cast, f"多{number}"))
    assert statements(cast.chief, address) == few


@pytest.mark.parametrize("address", ["/patrols/", "/patrols/duty/", "/api/v1/patrols"])
def test_cost_of_a_page_does_not_grow(cast: Cast, address: str) -> None:
    sites = [give_place(cast, f"巷{number}") for number in range(2)]
    walked_on(cast, today(), *sites)
    few = statements(cast.chief, address)
    for number in range(4):
        walked_on(cast, today() - timedelta(days=number), *sites, give_place(cast, f"多{number}"))
    assert statements(cast.chief, address) == few <= 12


def test_cost_of_the_phones_day_does_not_grow_with_places(cast: Cast) -> None:
    give_place(cast, "柳巷")
    few = statements(cast.keeper, "/api/v1/field/day")
    for number in range(5):
        walked_on(cast, today() - timedelta(days=number), give_place(cast, f"多{number}"))
    assert statements(cast.keeper, "/api/v1/field/day") == few


def test_table_of_duties_over_the_api_is_the_one_of_the_page(cast: Cast) -> None:
    give_place(cast, "柳巷")
    answer = phone_of(cast.chief).client.get("/api/v1/patrols/duty/workbook", this_month())
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
