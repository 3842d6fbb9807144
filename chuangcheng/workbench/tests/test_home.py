"""The to-do page: what is mine today in order of what goes wrong first, and what everybody finds on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in, report
from chuangcheng.core.shell import MOST_TODOS, Todo
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.workbench import queries

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI)
MOST_QUERIES = 36  # of every context's to-dos and figures together, whatever they find


def signed_in(person: Any) -> Client:
    cache.clear()
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def home(person: Any) -> str:
    answer = signed_in(person).get("/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def todo(urgency: int, number: str, *, due_in_days: int | None = None) -> Todo:
    due_at = NOON + timedelta(days=due_in_days) if due_in_days is not None else None
    return Todo(urgency=urgency, title=number, url="/", act="去办", kind="问题", number=number, due_at=due_at)


def test_overdue_comes_first_then_due_today_returned_and_new(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    given = [todo(3, "新"), todo(2, "退", due_in_days=5), todo(0, "晚", due_in_days=-1), todo(1, "今", due_in_days=0)]
    given += [todo(0, "更晚", due_in_days=-9), todo(4, "将", due_in_days=3)]
    monkeypatch.setattr(queries, "todos_of", lambda **_asked: [given])
    day = queries.day_of(actor=actor_of(cast.stranger), now=NOON)
    assert [each.number for each in day.due] == ["更晚", "晚", "今", "退", "新"]
    assert [each.number for each in day.coming] == ["将"]
    assert not day.is_cut


def test_page_says_when_there_is_more_than_it_lists(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    full = [todo(3, f"{number}") for number in range(MOST_TODOS)]
    monkeypatch.setattr(queries, "todos_of", lambda **_asked: [full])
    page = home(cast.chief)
    assert "50+" in page
    assert "每一类先列最急的50项" in page


def test_line_tells_what_where_how_it_stands_and_leads_to_the_next_act(cast: Cast) -> None:
    case = case_in("fixing", cast)
    Case.objects.filter(pk=case.pk).update(due_at=now() - timedelta(days=3))
    page = home(cast.liaison)
    for words in (case.number, case.description, case.place_text, "超期", "去反馈", f"/cases/{case.pk}/"):
        assert words in page, words


def test_verifier_is_not_shown_the_deadline_of_the_fix(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    [line] = [each for each in queries.day_of(actor=actor_of(cast.chief), now=now()).due if each.number == case.number]
    assert line.due_at is None
    assert str(line.situation) == "待核查"


def test_nothing_to_do_says_so_and_what_will_come(cast: Cast) -> None:
    for person in (cast.leader, cast.stranger, cast.admin):
        page = home(person)
        assert "今天没有待办" in page
        assert "会列在这里" in page
        assert "使用帮助" in page


def test_figures_lead_to_the_list_that_they_count(cast: Cast) -> None:
    report(cast)
    late = case_in("fixing", cast)
    Case.objects.filter(pk=late.pk).update(due_at=now() - timedelta(days=3))
    figures = {str(each.label): each for each in queries.day_of(actor=actor_of(cast.chief), now=now()).figures}
    assert {label: each.value for label, each in figures.items() if label in {"待立案", "处置中", "超期未改"}} == {
        "待立案": "1",
        "处置中": "1",
        "超期未改": "1",
    }
    listed = signed_in(cast.chief).get(figures["超期未改"].url).content.decode()
    assert late.number in listed
    assert figures["超期未改"].tone == "red"


def test_figures_count_only_what_one_sees(cast: Cast) -> None:
    case_in("fixing", cast)
    figures = queries.day_of(actor=actor_of(cast.west_liaison), now=now()).figures
    assert {each.value for each in figures} <= {"0"}
    assert queries.day_of(actor=actor_of(cast.stranger), now=now()).figures == []


@pytest.mark.parametrize("who", ["chief", "liaison", "inspector", "leader"])
def test_page_costs_the_same_however_much_there_is_to_do(cast: Cast, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chuangcheng.workbench.views.home.first_day_of", lambda **_asked: None)  # has a test of its own
    counts = []
    for more in (1, 5):
        for state in ("reported", "filed", "fixing", "fed_back"):
            for _turn in range(more):
                case_in(state, cast)
        client = signed_in(getattr(cast, who))
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST_QUERIES
