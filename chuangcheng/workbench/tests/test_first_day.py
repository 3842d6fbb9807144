"""A new installation opens on its first steps, with what is there, until all are done or they are put away."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.testing import report
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.models import SettingValue
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Person, Role
from chuangcheng.orgs.services import PersonFacts, PostFacts, create_person, ensure_place
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.standards.testing import make_framework
from chuangcheng.workbench.first_day import FirstDay, first_day_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_QUERIES = 10  # one for each of the eight steps, the sample mark, the setting


def signed_in(person: Any) -> Client:
    cache.clear()
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def first_administrator() -> Person:
    """Who the command line makes in an empty installation."""
    account = create_person(
        actor=SYSTEM,
        facts=PersonFacts(username="first", name="管系统"),
        unit_id=ensure_place(actor=SYSTEM).pk,
        post=PostFacts(starts_on=today(), role_id=Role.objects.get(code="system_admin").pk),
    )
    Person.objects.update(must_change_password=False)
    return account.person


def first_day(person: Person) -> FirstDay | None:
    cache.clear()
    return first_day_of(actor=actor_of(person))


def titles(day: FirstDay | None, *, done: bool) -> list[str]:
    assert day is not None
    return [str(each.step.title) for each in day.steps if each.is_done == done]


@pytest.mark.django_db
def test_first_administrator_of_an_empty_installation_is_told_where_to_begin() -> None:
    day = first_day(first_administrator())
    assert titles(day, done=False) == [
        *("创城办账号", "单位", "人员", "测评体系", "点位", "责任分解", "第一次检查", "第一件问题")
    ]
    assert day is not None
    assert [str(each.step.title) for each in day.steps if each.is_next] == ["创城办账号"]
    assert [str(each.step.title) for each in day.steps if each.step.may] == ["创城办账号", "人员"]


def test_office_sees_what_is_done_with_its_count_and_the_way_and_template_of_the_next(cast: Cast) -> None:
    day = first_day(cast.chief)
    assert titles(day, done=True) == ["创城办账号", "单位", "人员"]
    page = signed_in(cast.chief).get("/").content.decode()
    for words in ("开办步骤", "3/8", "下一步", "/imports/start/framework/", "/imports/template/framework.xlsx", "已有"):
        assert words in page, words


@pytest.mark.django_db
def test_system_administrator_is_told_no_civic_count() -> None:
    make_framework()
    page = signed_in(first_administrator()).get("/").content.decode()
    assert "开办步骤" in page
    assert "/imports/start/people/" in page
    assert "/frameworks/" not in page


def test_nobody_else_is_bothered_or_costs_a_query(cast: Cast) -> None:
    for person in (cast.liaison, cast.leader, cast.stranger):
        actor = actor_of(person)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert first_day_of(actor=actor) is None
        assert len(captured) == 0


def test_it_costs_a_query_for_each_step_whatever_there_is(cast: Cast) -> None:
    counts = []
    for _turn in range(2):
        actor = actor_of(cast.chief)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            first_day_of(actor=actor)
        counts.append(len(captured))
        for _more in range(3):
            report(cast)
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_it_is_gone_once_all_is_done_and_then_costs_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = actor_of(cast.chief)
    cache.clear()
    only = [step for step in first_day_of(actor=actor).steps if step.is_done]  # type: ignore[union-attr] # just shown
    monkeypatch.setattr("chuangcheng.workbench.first_day.first_steps", [lambda _actor: [each.step for each in only]])
    assert first_day_of(actor=actor) is None
    with CaptureQueriesContext(connection) as captured:
        assert first_day_of(actor=actor) is None
    assert len(captured) == 0


def test_office_puts_it_away_for_everybody_and_may_bring_it_back(cast: Cast) -> None:
    assert signed_in(cast.liaison).post("/first-day/end/").status_code == 403
    client = signed_in(cast.chief)
    for _press in range(2):
        assert client.post("/first-day/end/").status_code == 302
    assert SettingValue.objects.filter(key="workbench.first_day").count() == 1
    assert "开办步骤</" not in client.get("/").content.decode()
    assert first_day(cast.admin) is None
    assert "在工作台显示开办步骤" in client.get("/settings/").content.decode()
