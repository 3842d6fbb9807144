"""The visits that tasks serve, for many tasks at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.models import Task, TaskEvent, TaskGoal
from chuangcheng.tasks.queries import NO_VISIT, TaskFilter, task_schedule, tasks_shown
from chuangcheng.tasks.services import Step, TaskEnded, leave_visit, serve_visit, take_step
from chuangcheng.tasks.slots import GoalDay
from chuangcheng.tasks.testing import make_task

KEY = "test.visit:1"


@pytest.fixture(autouse=True)
def visit(monkeypatch: pytest.MonkeyPatch) -> GoalDay:
    """One visit in sixty days, and no other."""
    goal = GoalDay(KEY, "国家实地暗访", today() + timedelta(days=60), "/")
    monkeypatch.setattr("chuangcheng.tasks.slots.goal_days", [lambda _actor, _day: [goal]])
    return goal


def served(cast: Cast, *tasks: Task, **more: Any) -> list[Task]:
    return serve_visit(
        actor=more.pop("actor", actor_of(cast.chief)),
        batch_id=more.pop("batch", new_id()),
        task_ids=[task.pk for task in tasks],
        key=more.pop("key", KEY),
    )


def listed(cast: Cast, goal: str) -> set[str]:
    rows = tasks_shown(actor=actor_of(cast.chief), chosen=TaskFilter(goal=goal), today=today())
    return {task.title for task in rows}


def test_many_tasks_serve_a_visit_once_and_the_schedule_counts_back_from_it(cast: Cast) -> None:
    one, two, batch = make_task(cast), make_task(cast, title="另一项"), new_id()
    assert task_schedule(actor=actor_of(cast.chief), today=today()).goals[0].spare is None
    assert len(served(cast, one, two, batch=batch)) == 2
    assert served(cast, one, two, batch=batch) == []
    assert served(cast, one) == []
    assert TaskGoal.objects.count() == 2
    assert task_schedule(actor=actor_of(cast.chief), today=today()).goals[0].spare is not None
    event = TaskEvent.objects.get(task=two, move="goals")
    assert (event.before, event.after) == ({"goal_keys": ""}, {"goal_keys": "国家实地暗访"})
    assert AuditEntry.objects.filter(action="tasks.goals").count() == 2


def test_tasks_leave_a_visit_and_the_list_finds_those_that_serve_none(cast: Cast) -> None:
    one, two = make_task(cast), make_task(cast, title="另一项")
    served(cast, one, two)
    assert (listed(cast, KEY), listed(cast, NO_VISIT)) == ({one.title, two.title}, set())
    left = leave_visit(actor=actor_of(cast.chief), batch_id=new_id(), task_ids=[two.pk], key=KEY)
    assert left == [two]
    assert (listed(cast, KEY), listed(cast, NO_VISIT)) == ({one.title}, {two.title})


def test_who_did_not_give_the_task_and_what_has_ended_changes_nothing(cast: Cast) -> None:
    mine, ended = make_task(cast), make_task(cast, title="另一项")
    take_step(actor=actor_of(cast.chief), task_id=ended.pk, step=Step("void", text="不做了"))
    with pytest.raises(NotPermitted):
        served(cast, mine, actor=actor_of(cast.liaison))
    with pytest.raises(NotPermitted):
        served(cast, mine, actor=actor_of(cast.leader))
    with pytest.raises(TaskEnded):
        served(cast, mine, ended)
    with pytest.raises(InvalidInput, match="没有结束的迎检"):
        served(cast, mine, key="test.visit:2")
    with pytest.raises(InvalidInput, match="先勾选任务"):
        served(cast)
    with pytest.raises((InvalidInput, NotFound)):
        served(cast, mine, actor=actor_of(cast.east_liaison))
    assert not TaskGoal.objects.exists()


def test_the_list_puts_what_is_ticked_into_a_visit_and_the_api_too(cast: Cast) -> None:
    task, client = make_task(cast), Client()
    client.force_login(cast.chief)
    page = client.get(reverse("tasks:list")).content.decode()
    assert "列入迎检" in page
    assert ">none<" not in client.get(reverse("tasks:list"), {"goal": NO_VISIT}).content.decode()
    sent = {"batch_id": new_id(), "task": [task.pk], "goal": KEY, "act": "serve", "query": "state=open"}
    answer = client.post(reverse("tasks:serve"), sent, follow=True)
    assert "已把1项任务列入这次迎检。" in answer.content.decode()
    assert task.number in client.get(reverse("tasks:list"), {"goal": KEY}).content.decode()
    told = client.post(reverse("tasks:serve"), {**sent, "task": ["nonsense"]}, follow=True)
    assert "请先勾选任务" in told.content.decode()
    assert client.get("/api/v1/task-visits").json()[0]["key"] == KEY
    body = {"task_ids": [str(task.pk)], "key": KEY, "act": "leave"}
    left = client.post("/api/v1/task-visits", body, content_type="application/json").json()
    assert left == [{"task_id": str(task.pk), "number": task.number}]
    assert client.get("/api/v1/tasks", {"goal": KEY}).json() == []


def test_twenty_tasks_cost_as_many_statements_as_two(cast: Cast, django_assert_max_num_queries: Any) -> None:
    tasks = [make_task(cast, title=f"任务{number}") for number in range(20)]
    with django_assert_max_num_queries(14):
        served(cast, *tasks)
