"""The records behind the pace of a unit: what its people had to visit, and did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.times import now, today
from chuangcheng.inspections.queries.pace import visiting_of_unit, visiting_work
from chuangcheng.inspections.testing import Field, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def field(cast: Cast) -> Field:
    """Three sites, one of them visited in a round that is open to all, all three given to an inspector."""
    made = make_field(cast, sites=3)
    found = make_round(cast, made, name="周检查")
    make_visit(cast, made, found, site=made.sites[0])
    return made


def span() -> dict[str, Any]:
    return {"first": today() - timedelta(days=400), "last": today() + timedelta(days=400)}


def page_of(person: Any, unit_id: int) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    days = span()
    answer = client.get(f"{reverse('inspections:unit_visits', args=[unit_id])}?from={days['first']}&to={days['last']}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_shows_as_many_sites_as_the_pace_counts(cast: Cast, field: Field) -> None:
    actor, days = actor_of(cast.leader), span()
    works = visiting_work(actor, days["first"], days["last"], now())
    assert works
    for work in works:
        rounds, rows = visiting_of_unit(actor=actor, unit_id=work.unit_id, now=now(), **days)
        assert (sum(each.done for each in rounds), sum(each.planned for each in rounds)) == (work.done, work.planned)
        assert rows.count() == work.planned
        page = page_of(cast.leader, work.unit_id)
        assert "周检查" in page
        assert field.sites[0].name in page


def test_hidden_round_is_not_among_them(cast: Cast, field: Field) -> None:
    hidden = make_round(cast, field, kind="mystery", name="暗访轮次")
    make_visit(cast, field, hidden, site=field.sites[1])
    [work] = visiting_work(actor_of(cast.leader), span()["first"], span()["last"], now())
    assert "暗访轮次" not in page_of(cast.leader, work.unit_id)


def test_who_sees_other_places_only_reads_the_sums(cast: Cast, field: Field) -> None:
    [work] = visiting_work(actor_of(cast.leader), span()["first"], span()["last"], now())
    page = page_of(cast.west_liaison, work.unit_id)
    assert field.sites[0].name not in page
    assert "不在您能查看的范围内" in page


def test_unit_that_is_not_there_and_days_that_are_none(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.leader, backend=BACKEND)
    assert client.get(reverse("inspections:unit_visits", args=[987654])).status_code == 404
    address = f"{reverse('inspections:unit_visits', args=[cast.west.pk])}?from=x&to=2026-02-31&page=-1"
    assert "没有该单位要查的点位" in client.get(address).content.decode()


def test_page_costs_the_same_for_one_and_many_sites(
    cast: Cast, field: Field, django_assert_max_num_queries: Any
) -> None:
    [work] = visiting_work(actor_of(cast.leader), span()["first"], span()["last"], now())
    client = Client()
    client.force_login(cast.leader, backend=BACKEND)
    address = reverse("inspections:unit_visits", args=[work.unit_id])
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)
