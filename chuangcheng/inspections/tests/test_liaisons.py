"""包干联系: who answers for a town, the visits, what is overdue, help asked for and answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases.models import Case
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.liaison_shell import todos
from chuangcheng.inspections.models import LiaisonVisit
from chuangcheng.inspections.queries.liaisons import town_table
from chuangcheng.inspections.services.liaisons import LiaisonVisitGiven, log_liaison_visit
from chuangcheng.orgs.models import HelpRequest, TownLink
from chuangcheng.orgs.services import AnsweredAlready, answer_help, ask_for_help, link_town
from chuangcheng.orgs.testing import Cast, actor_of, make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def linked(cast: Cast, *, days_ago: int = 40, **who: int) -> TownLink:
    """The leader of the cast for the east street, unless said."""
    facts: dict[str, Any] = who or {"leader_id": cast.leader.pk}
    starts_on = today() - timedelta(days=days_ago)
    return link_town(actor=actor_of(cast.chief), town_id=cast.east.pk, starts_on=starts_on, **facts)


def visited(person: Any, link: TownLink, **changed: Any) -> LiaisonVisit:
    facts: dict[str, Any] = {"id": new_id(), "link_id": link.pk, "visited_on": today(), "seen": "主街干净", **changed}
    return log_liaison_visit(actor=actor_of(person), given=LiaisonVisitGiven(**facts))


def asked(cast: Cast, link: TownLink) -> HelpRequest:
    return ask_for_help(
        actor=actor_of(cast.east_liaison),
        request_id=new_id(),
        link_id=link.pk,
        text="请协调路灯",
        source_kind="cases.case",
        source_id=str(new_id()),
        source_label="问题2026-1",
    )


def test_new_leader_ends_the_one_before_and_history_stays(cast: Cast) -> None:
    first = linked(cast)
    second = linked(cast, days_ago=10, leader_id=make_person("vice").pk)
    first.refresh_from_db()
    assert first.ends_on == second.starts_on - timedelta(days=1)
    assert linked(cast, days_ago=5, bureau_id=cast.sanitation.pk).leader_id is None
    with pytest.raises(InvalidInput, match="更晚的日期"):
        linked(cast, days_ago=20, leader_id=cast.leader.pk)


def test_overdue_until_somebody_went(cast: Cast) -> None:
    link = linked(cast)
    row = next(row for row in town_table(day=today()) if row.town == cast.east)
    assert row.leaders[0].is_overdue(today())
    assert "该走访东关街道了" in [str(todo.title) for todo in todos(actor_of(cast.leader), now())]
    visited(cast.leader, link)
    row = next(row for row in town_table(day=today()) if row.town == cast.east)
    assert (row.leaders[0].last_on, row.leaders[0].is_overdue(today())) == (today(), False)
    assert todos(actor_of(cast.leader), now()) == []


def test_only_the_leader_or_the_office_logs_within_the_term(cast: Cast) -> None:
    link = linked(cast)
    with pytest.raises(NotFound):
        visited(make_person("vice", unit=cast.place, role="leader"), link)
    with pytest.raises(InvalidInput, match="包干期间"):
        visited(cast.leader, link, visited_on=today() - timedelta(days=50))
    assert visited(cast.chief, link).logged_by_id == cast.chief.pk


def test_problem_of_a_visit_becomes_one_case(cast: Cast) -> None:
    link, visit_id = linked(cast), new_id()
    for _time in range(2):
        visited(cast.leader, link, id=visit_id, problem="桥头堆放建筑垃圾")
    case = Case.objects.get()
    assert (case.description, case.area_id, case.reporter_id) == ("桥头堆放建筑垃圾", cast.east.pk, cast.leader.pk)


def test_help_is_asked_of_ones_own_leader_and_answered_once(cast: Cast) -> None:
    link = linked(cast)
    with pytest.raises(NotFound):
        ask_for_help(
            actor=actor_of(cast.west_liaison),
            request_id=new_id(),
            link_id=link.pk,
            text="请帮助",
            source_kind="cases.case",
            source_id=str(new_id()),
            source_label="问题",
        )
    found = asked(cast, link)
    assert found.unit == cast.east
    with pytest.raises(NotFound):
        answer_help(actor=actor_of(cast.liaison), request_id=found.pk, answer="好")
    answer_help(actor=actor_of(cast.leader), request_id=found.pk, answer="已请供电公司维修")
    with pytest.raises(AnsweredAlready):
        answer_help(actor=actor_of(cast.leader), request_id=found.pk, answer="再说")


def test_bureau_answers_through_those_who_work_there(cast: Cast) -> None:
    found = asked(cast, linked(cast, bureau_id=cast.sanitation.pk))
    answer_help(actor=actor_of(cast.liaison), request_id=found.pk, answer="已派车清运")
    found.refresh_from_db()
    assert found.answered_by_name == "廉联络"


def test_pages_of_leader_office_and_unit(cast: Cast) -> None:
    link = linked(cast)
    chief, leader, unit = Client(), Client(), Client()
    for client, person in ((chief, cast.chief), (leader, cast.leader), (unit, cast.east_liaison)):
        client.force_login(person, backend=BACKEND)
    assert "超期未走访" in chief.get("/liaison/").content.decode()
    form = {"visit_id": str(new_id()), "link": link.pk, "visited_on": str(today()), "seen": "主街干净"}
    assert leader.post("/liaison/visits/new/", {**form, "seen": ""}).status_code == 422
    assert leader.post("/liaison/visits/new/", form).status_code == 302
    assert "主街干净" in chief.get(f"/liaison/towns/{cast.east.pk}/").content.decode()
    bureau = {"town": cast.east.name, "bureau": cast.sanitation.name, "starts_on": str(today())}
    assert chief.post("/liaison/assign/", bureau).status_code == 302
    request = asked(cast, link)
    assert "请协调路灯" in leader.get("/liaison/help/").content.decode()
    assert leader.post(f"/liaison/help/{request.pk}/answer/", {"reason": "已办"}).status_code == 302
    assert "已办" in unit.get("/liaison/help/").content.decode()
