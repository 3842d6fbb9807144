"""Who sees which cases; held ones are nowhere to be seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases import services
from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Assist, Case
from chuangcheng.cases.queries import (
    CaseFilter,
    CaseLists,
    cases_of_site,
    cases_of_source,
    counts_by_state,
    overdue_cases,
    waiting_cases,
)
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in, make_site, report, stored_photo
from chuangcheng.cases.workflow import MissingNeed
from chuangcheng.core import search
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sees(person: Any, case: Case) -> bool:
    return visible_cases(actor_of(person)).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("who", "visible"),
    [
        ("chief", True),  # the whole place
        ("leader", True),  # the whole place, read only
        ("inspector", True),
        ("liaison", True),  # lead unit
        ("east_liaison", True),  # it lies in the street
        ("west_liaison", False),
        ("keeper", False),  # of a community below the street
        ("admin", False),
        ("stranger", False),
    ],
)
def test_case_is_seen_by_the_office_its_units_and_its_reporter(cast: Cast, who: str, visible: bool) -> None:  # noqa: FBT001 - a column of the table
    assert sees(getattr(cast, who), case_in("fixing", cast)) is visible


def test_assisting_unit_sees_the_case_once(cast: Cast) -> None:
    case = case_in("fixing", cast)
    Assist.objects.create(case=case, unit=cast.west)
    Assist.objects.create(case=case, unit=cast.east)
    assert visible_cases(actor_of(cast.west_liaison)).get() == case
    lists = CaseLists(actor_of(cast.east_liaison), now())
    assert [found.pk for found in lists.page(CaseFilter()).cases] == [case.pk]
    assert lists.count(CaseFilter()) == 1


def test_reporter_without_other_permissions_sees_own_reports_only(cast: Cast) -> None:
    institute = make_unit("测评公司", parent=cast.place)
    visitor = make_person("visitor", unit=institute, role="third_party")
    report(cast)
    own = services.open_case(actor=actor_of(visitor), case_id=new_id(), description="垃圾", place_text="西门")
    assert list(visible_cases(actor_of(visitor))) == [own]


# Held: of a round that is not released


@pytest.fixture
def held(cast: Cast) -> Case:
    """A held case at a site, past its deadline by force, so that it would stand everywhere if it could be seen."""
    site = make_site(cast, area=cast.east, owner=cast.sanitation)
    case = report(
        cast,
        site_id=site.pk,
        photo_ids=[stored_photo(5)],
        held=True,
        source="check",
        source_kind="inspections.answer",
        source_id="17",
    )
    Case.objects.filter(pk=case.pk).update(state="fixing", due_at=case.reported_at, lead_unit=cast.sanitation)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("who", ["inspector", "leader", "liaison", "east_liaison"])
def test_held_case_is_invisible_in_every_read(cast: Cast, held: Case, who: str) -> None:
    actor = actor_of(getattr(cast, who))
    lists = CaseLists(actor, now())
    assert not visible_cases(actor).exists()
    assert lists.page(CaseFilter()).cases == []
    assert lists.count(CaseFilter()) == 0
    assert list(lists.every(CaseFilter())) == []
    assert lists.page(CaseFilter(words="垃圾")).cases == []
    assert sum(counts_by_state(actor=actor).values()) == 0
    assert not overdue_cases(actor=actor, now=now())
    assert not cases_of_site(actor=actor, site_id=held.site_id or new_id())
    assert cases_of_source(actor=actor, source_kind="inspections.answer", source_ids=["17"]) == {}
    assert waiting_cases(actor=actor, now=now()) == []
    assert search.find(actor=actor, query=held.number, limit=5) == []


def test_held_case_is_invisible_on_pages_api_and_as_photo(cast: Cast, held: Case) -> None:
    client = Client()
    client.force_login(cast.leader, backend=BACKEND)
    photo = held.photos.get().file_id
    for address in (f"/cases/{held.pk}/", f"/api/v1/cases/{held.pk}", f"/files/{photo}/480.jpg"):
        assert client.get(address).status_code == 404
    assert held.number not in client.get("/cases/").content.decode()
    assert client.get("/api/v1/cases").json()["items"] == []


def test_team_sees_held_cases_and_cannot_dispatch_them(cast: Cast, held: Case) -> None:
    Case.objects.filter(pk=held.pk).update(state="filed", due_at=None, lead_unit=None)
    assert sees(cast.chief, held)
    with pytest.raises(MissingNeed, match="尚未发布"):
        services.dispatch_case(actor=actor_of(cast.chief), step=Step(held.pk), lead_unit_id=cast.sanitation.pk)


def test_released_cases_are_seen_by_everybody_in_charge(cast: Cast, held: Case) -> None:
    released = services.release_held_cases(
        actor=actor_of(cast.chief), source_kind="inspections.answer", source_ids=["17", "18"]
    )
    assert released == 1
    assert sees(cast.liaison, held)
    assert [hit.number for hit in search.find(actor=actor_of(cast.liaison), query=held.number, limit=5)] == [
        held.number
    ]


def test_only_the_team_releases(cast: Cast, held: Case) -> None:
    with pytest.raises(NotPermitted):
        services.release_held_cases(
            actor=actor_of(cast.leader), source_kind="inspections.answer", source_ids=[held.source_id]
        )


# Photos


def test_photo_is_read_by_who_sees_the_case_and_by_nobody_else(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    photo = case.photos.get().file_id
    for person, status in ((cast.liaison, 200), (cast.chief, 200), (cast.west_liaison, 404), (cast.stranger, 404)):
        client = Client()
        client.force_login(person, backend=BACKEND)
        assert client.get(f"/files/{photo}/480.jpg").status_code == status


def test_system_sees_everything(cast: Cast, held: Case) -> None:
    assert visible_cases(SYSTEM).get() == held


def test_actor_without_person_sees_nothing_without_reporter(cast: Cast) -> None:
    case = report(cast)
    Case.objects.filter(pk=case.pk).update(reporter=None)
    nobody = Actor(person_id=None, name="")
    assert not visible_cases(nobody).exists()
    with pytest.raises(NotFound):
        services.void_case(actor=nobody, step=Step(case.pk), reason="作废。")
