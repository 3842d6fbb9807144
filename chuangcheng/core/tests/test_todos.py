from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core import todos
from chuangcheng.core.shell import RareTodos, Todo
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of


def line(title: str) -> Todo:
    return Todo(urgency=3, title=title, url="/", act="去办", kind="事")


def test_rare_kinds_are_asked_only_where_there_are_rows(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    people = Person.objects.order_by("name")
    rare = [
        RareTodos(lambda _actor, _now: people, lambda _actor, _now, count: [line(f"{count}人")], most=3),
        RareTodos(lambda _actor, _now: people.filter(username="nobody"), lambda *_given: 1 / 0),  # type: ignore[arg-type]
        RareTodos(lambda _actor, _now: people.none(), lambda *_given: 1 / 0),  # type: ignore[arg-type]
        RareTodos(lambda _actor, _now: None, lambda *_given: 1 / 0),  # type: ignore[arg-type]
    ]
    monkeypatch.setattr(todos, "rare_todos", rare)
    monkeypatch.setattr(todos, "todos", [lambda _actor, _now: [line("常有")]])
    actor, moment = actor_of(cast.chief), now()
    with django_assert_num_queries(1):
        found = todos.todos_of(actor=actor, now=moment)
    assert [[str(each.title) for each in given] for given in found] == [["常有"], ["3人"]]
