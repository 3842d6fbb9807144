"""What a unit is given is counted as asked of it; the same twice is stopped with a pointer to the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Ask
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services import (
    LinesRefused,
    NewTask,
    Step,
    TaskGiven,
    change_task,
    make_tasks,
    split_task,
    take_step,
)
from chuangcheng.tasks.services.editing import TaskEdit, edit_tasks, given_of
from chuangcheng.tasks.testing import begun_task, given, make_task


def make(cast: Cast, *lines: TaskGiven, **more: Any) -> list[Task]:
    return make_tasks(actor=actor_of(cast.chief), lines=[NewTask(new_id(), line) for line in lines], **more)


def test_a_task_is_asked_of_its_unit(cast: Cast) -> None:
    (task,) = make(cast, given(cast))
    ask = Ask.objects.get()
    assert (ask.unit, ask.kind, ask.source_id, ask.due_on) == (task.unit, "task", str(task.pk), task.due_on)
    assert task.number in ask.source_label


def test_the_same_task_twice_is_stopped_and_named(cast: Cast) -> None:
    (task,) = make(cast, given(cast))
    with pytest.raises(InvalidInput, match=task.number):
        make(cast, given(cast))
    assert Task.objects.count() == 1
    make(cast, given(cast), despite="上级要求")
    assert Task.objects.count() == 2


def test_of_many_lines_the_one_that_repeats_is_named(cast: Cast) -> None:
    make(cast, given(cast))
    with pytest.raises(LinesRefused) as refused:
        make(cast, given(cast, title="另一件"), given(cast))
    assert list(refused.value.problems) == [2]
    assert Task.objects.count() == 1


def test_what_is_closed_or_void_may_be_given_again(cast: Cast) -> None:
    task = make_task(cast)
    take_step(actor=actor_of(cast.chief), task_id=task.pk, step=Step("void", text="重复"))
    assert Ask.objects.get().is_taken_back
    assert len(make(cast, given(cast))) == 1


def test_a_task_given_to_another_unit_is_asked_of_that_one(cast: Cast) -> None:
    task = make_task(cast)
    take_step(actor=actor_of(cast.chief), task_id=task.pk, step=Step("assign", text="职责", unit_id=cast.east.pk))
    old, new = Ask.objects.order_by("asked_at", "pk")
    assert (old.is_taken_back, new.unit, new.is_taken_back) == (True, cast.east, False)


def test_what_is_asked_follows_a_change_of_title_and_date(cast: Cast) -> None:
    task = make_task(cast)
    later = task.due_on + timedelta(days=3)
    changed = replace(given_of(task), title="改了名的任务", due_on=later)
    change_task(actor=actor_of(cast.chief), task_id=task.pk, event_id=new_id(), given=changed, reason="调整")
    ask = Ask.objects.get()
    assert (ask.title, ask.due_on) == ("改了名的任务", later)
    edit = TaskEdit(task.pk, new_id(), {"title": "又改了名"})
    edit_tasks(actor=actor_of(cast.chief), edits=[edit], reason="调整")
    assert Ask.objects.get().title == "又改了名"
    with pytest.raises(InvalidInput, match=task.number):
        make(cast, given(cast, title="又改了名"))


def test_parts_for_ones_own_unit_are_not_counted(cast: Cast) -> None:
    task = begun_task(cast)
    line = TaskGiven(title="分项", unit_id=task.unit_id, due_on=task.due_on, target="做完")
    split_task(actor=actor_of(cast.liaison), task_id=task.pk, lines=[NewTask(new_id(), line)])
    assert Ask.objects.count() == 1


def test_the_form_asks_for_the_reason_once_it_is_refused(cast: Cast) -> None:
    make(cast, given(cast))
    office = signed_in(cast.chief)
    fields = {
        "title": given(cast).title,
        "unit_id": cast.sanitation.pk,
        "target": "全部",
        "due_on": today() + timedelta(30),
    }
    assert 'type="hidden" name="despite"' in office.get("/tasks/new/").content.decode()
    answer = office.post("/tasks/new/", {"task_id": new_id(), **fields})
    assert answer.status_code == 422
    assert 'type="text" name="despite"' in answer.content.decode()
    answer = office.post("/tasks/new/", {"task_id": new_id(), **fields, "despite": "上级要求"})
    assert answer.status_code == 302
    assert Ask.objects.filter(despite="上级要求").count() == 1


def test_the_api_takes_the_reason(cast: Cast) -> None:
    make(cast, given(cast))
    office = signed_in(cast.chief)
    line = {"id": str(new_id()), "title": given(cast).title, "unit_id": cast.sanitation.pk, "target": "全部"}
    body = {"tasks": [{**line, "due_on": str(today() + timedelta(30))}]}
    assert office.post("/api/v1/tasks", body, content_type="application/json").status_code == 422
    answer = office.post("/api/v1/tasks", {**body, "despite": "上级要求"}, content_type="application/json")
    assert answer.status_code == 201
