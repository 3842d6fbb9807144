"""目标责任书: a contract with a unit, filled from its open tasks and the settings in force."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.tasks.services import NewTask, Step, TaskGiven, split_task, take_step
from chuangcheng.tasks.testing import begun_task, make_task

HOSTILE = '<b>=1+1</b>{{ 7*7 }}"'


def _paper(answer: Any) -> Any:
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(b"".join(answer.streaming_content)))


def _contract(cast: Cast, unit_id: int) -> Any:
    return _paper(signed_in(cast.chief).get(reverse("tasks:unit_duty_contract", args=[unit_id])))


def _lines(paper: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in paper.tables[0].rows][1:]


def test_a_contract_names_both_sides_the_term_and_every_open_task(cast: Cast) -> None:
    last = make_task(cast, title="公厕达标", due_on=today() + timedelta(days=60), proof="照片3张")
    begun_task(cast)
    make_task(cast, title="别家的事", unit_id=cast.east.pk)
    paper = _contract(cast, cast.sanitation.pk)
    text = "\n".join(each.text for each in paper.paragraphs)
    assert f"乙方：{cast.sanitation.name}" in text
    assert "创建文明城市工作领导小组" in text
    assert f"{last.due_on.year}年{last.due_on.month}月{last.due_on.day}日。" in text
    assert "下列2项任务" in text
    assert [line[1] for line in _lines(paper)] == ["新建改建公厕", "公厕达标"]
    assert _lines(paper)[1][4:] == [last.due_on.isoformat(), "照片3张"]
    assert AuditEntry.objects.filter(action="tasks.print_contract").count() == 1


def test_what_has_ended_and_what_a_unit_split_for_itself_is_left_out(cast: Cast) -> None:
    task, dropped = begun_task(cast), make_task(cast, title="不做了")
    line = TaskGiven("自己的一份", cast.sanitation.pk, task.due_on, target="一处")
    split_task(actor=actor_of(cast.liaison), task_id=task.pk, lines=[NewTask(new_id(), line)], despite="试")
    take_step(actor=actor_of(cast.chief), task_id=dropped.pk, step=Step("void", text="重复"))
    assert [each[1] for each in _lines(_contract(cast, cast.sanitation.pk))] == ["新建改建公厕"]


def test_words_of_people_stay_words(cast: Cast) -> None:
    make_task(cast, title=HOSTILE)
    assert _lines(_contract(cast, cast.sanitation.pk))[0][1] == HOSTILE


def test_a_unit_without_open_tasks_is_refused_in_a_sentence(cast: Cast) -> None:
    client = signed_in(cast.chief)
    answer = client.get(reverse("tasks:unit_duty_contract", args=[cast.sanitation.pk]), follow=True)
    assert "没有在办的任务" in answer.content.decode()
    asked = client.get(f"/api/v1/task-duties/units/{cast.sanitation.pk}/contract")
    assert asked.status_code == 422
    assert "没有在办的任务" in asked.json()["detail"]
    assert client.get(reverse("tasks:unit_duty_contract", args=[10**12])).status_code == 404


def test_the_same_day_gives_the_same_bytes_and_a_stranger_none(cast: Cast) -> None:
    make_task(cast, unit_id=cast.east.pk)
    address = f"/api/v1/task-duties/units/{cast.east.pk}/contract"
    once, again = (b"".join(signed_in(cast.chief).get(address).streaming_content) for _time in range(2))  # type: ignore[attr-defined]
    assert once == again
    assert signed_in(cast.liaison).get(address).status_code == 422  # sees no task of another unit


@pytest.mark.parametrize("count", [2, 40])
def test_more_tasks_ask_no_more_of_the_database(count: int, cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(count):
        make_task(cast, title=f"任务{number}")
    client = signed_in(cast.chief)
    client.get(reverse("tasks:unit_duty_contract", args=[cast.sanitation.pk]))
    with django_assert_max_num_queries(20):
        client.get(reverse("tasks:unit_duty_contract", args=[cast.sanitation.pk]))
