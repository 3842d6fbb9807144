"""The day of a phone: what it holds, that it is small, and that its cost does not grow."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.testing import case_at, stored_photo
from chuangcheng.core.times import now, today
from chuangcheng.field.queries.day import day_of
from chuangcheng.field.testing import API, Phone, phone_of
from chuangcheng.inspections.testing import MARKET, Field, make_field, make_round
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.testing import make_site

MOST = 15  # statements of the day; the session and the actor come on top


@pytest.fixture
def phone(cast: Cast) -> Phone:
    return phone_of(cast.inspector)


def day(phone: Phone, **headers: str) -> Any:
    return phone.client.get(f"{API}/day", headers=headers)


def statements(person: Any) -> int:
    actor = actor_of(person)
    with CaptureQueriesContext(connection) as captured:
        day_of(actor=actor, moment=now())
    return len(captured)


def test_day_holds_the_visits_with_their_checklist_and_rules(phone: Phone, cast: Cast) -> None:
    field = make_field(cast)
    Site.objects.filter(pk=field.sites[0].pk).update(lon=112.0, lat=32.0)
    Stewardship.objects.create(site=field.sites[0], name="老向", kind="lane_chief", starts_on=today())
    make_round(cast, field)
    read = day(phone).json()
    (visit,) = read["visits"]
    assert (visit["site"], visit["stewards"]) == ("第1集贸市场", ["老向"])
    items = {item["kind"]: item for item in read["checklists"][str(visit["type_id"])]["items"]}
    assert set(items) == {"yes_no", "at_least", "tally", "timed", "percentage", "composite"}
    assert items["tally"]["rule"] == "1平方米以内的垃圾计1处。"
    assert items["at_least"]["example"] == "例：看到1处就填1，判不合格，违规1。"
    assert read["may"] == {
        "visit": True,
        "report": True,
        "fix": False,
        "fix_on_spot": True,
        "advise": True,
        "patrol": False,
    }
    assert [site["name"] for site in read["sites"]] == ["第1集贸市场"]


def test_day_holds_the_cases_of_ones_unit_and_the_photo_of_before(cast: Cast) -> None:
    shot = stored_photo(5)
    case = case_at(cast.sanitation, cast, photo_ids=[shot])
    case_at(cast.west, cast)
    (told,) = day(phone_of(cast.liaison)).json()["cases"]
    assert (told["number"], told["photo"], told["seen"]) == (case.number, str(shot), str(case.latest_event_id))
    assert day(phone_of(cast.keeper)).json()["cases"] == []


def test_same_day_again_is_not_sent_again(phone: Phone, cast: Cast) -> None:
    first = day(phone)
    same = day(phone, if_none_match=first["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    make_round(cast, make_field(cast))
    assert day(phone, if_none_match=first["ETag"]).status_code == 200


def test_day_comes_packed_and_hidden_rounds_of_others_stay_hidden(phone: Phone, cast: Cast) -> None:
    make_round(cast, make_field(cast), kind="mystery", inspector=cast.chief)
    answer = day(phone, accept_encoding="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert "集贸市场".encode() not in gzip.decompress(answer.content)


def test_phone_that_has_nothing_gets_what_the_first_screen_shows_before_the_rest(phone: Phone, cast: Cast) -> None:
    make_round(cast, make_field(cast))
    whole, brief = day(phone).json(), phone.client.get(f"{API}/day?brief=true").json()
    assert brief.pop("is_brief")
    assert brief["visits"]
    assert {name: whole[name] for name in brief if name != "seal"} == {
        name: brief[name] for name in brief if name != "seal"
    }
    assert set(whole) - set(brief) == {"checklists", "classes", "sites", "patrol", "behaviours", "outcomes"}


def test_cost_of_the_day_does_not_grow_with_visits(cast: Cast) -> None:
    field = make_field(cast, sites=2)
    make_round(cast, field)
    few = statements(cast.inspector)
    for number in range(3):
        make_round(cast, more_sites(field, cast, number), name=f"再查{number}")
    assert statements(cast.inspector) == few <= MOST
    for shade in range(4):
        case_at(cast.sanitation, cast, photo_ids=[stored_photo(shade)], place_text=f"东关大街{shade}号")
    assert statements(cast.liaison) <= MOST


def more_sites(field: Field, cast: Cast, number: int) -> Field:
    """Other sites of the same type."""
    sites = [make_site(f"添{number}{each}市场", area=cast.lane, site_type=MARKET) for each in range(5)]
    return replace(field, sites=sites)


def test_nobody_without_field_work_gets_a_day(cast: Cast) -> None:
    assert day(phone_of(cast.leader)).status_code == 403
