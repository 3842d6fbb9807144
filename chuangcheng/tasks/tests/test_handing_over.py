"""Another unit takes a task over: by the form, the sheet, Excel and the API, under the same rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.orgs.models import Ask
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.services import NewTask, SheetCell, Step, change_task, save_cells, split_task, take_step
from chuangcheng.tasks.services.editing import given_of
from chuangcheng.tasks.testing import begun_task, given, make_task
from chuangcheng.tasks.tests.ledger_kit import column_of, come_back


def moved(cast: Cast, task: Task, unit: str = "东关街道", **cells: str) -> Task:
    written = [SheetCell(task.pk, fact, text) for fact, text in ({"unit_id": unit} | cells).items()]
    save_cells(actor=actor_of(cast.chief), batch_id=new_id(), cells=written, reason="职责调整")
    task.refresh_from_db()
    return task


def test_the_new_unit_accepts_it_anew_what_was_brought_counts_and_both_are_told(cast: Cast) -> None:
    task = begun_task(cast, person_id=cast.liaison.pk)
    take_step(actor=actor_of(cast.liaison), task_id=task.pk, step=Step("report", amount=Decimal(5)))
    moved(cast, task)
    assert (task.unit, task.state, task.person, task.done_amount) == (cast.east, "assigned", None, Decimal(5))
    event = TaskEvent.objects.get(task=task, move="change")
    assert event.before == {"unit_id": "区城管局", "person_id": cast.liaison.name}
    assert event.after == {"unit_id": "东关街道", "person_id": ""}
    told = Notice.objects.filter(link=f"/tasks/{task.pk}/")
    assert set(told.values_list("recipient", flat=True)) >= {cast.liaison.pk, cast.east_liaison.pk}
    assert f"任务{task.number}改由东关街道承担" in told[0].title
    old, new = Ask.objects.order_by("asked_at", "pk")
    assert (old.is_taken_back, new.unit, new.is_taken_back) == (True, cast.east, False)
    page = Client()
    page.force_login(cast.chief)
    assert "责任单位：区城管局 → 东关街道" in page.get(reverse("tasks:task", args=[task.pk])).content.decode()


def test_a_person_named_with_the_new_unit_is_one_of_it(cast: Cast) -> None:
    moved_task = moved(cast, make_task(cast), person_id=cast.east_liaison.name)
    assert moved_task.person == cast.east_liaison
    with pytest.raises(InvalidInput, match="没有叫"):
        moved(cast, make_task(cast, title="另一项"), person_id=cast.liaison.name)


def test_a_split_task_and_one_that_awaits_its_verdict_stay_with_their_unit(cast: Cast) -> None:
    task = begun_task(cast)
    lines = [NewTask(new_id(), given(cast, title="东片", now_amount=0, target_amount=6))]
    (part,) = split_task(actor=actor_of(cast.liaison), task_id=task.pk, lines=lines)
    with pytest.raises(InvalidInput, match="已经分解"):
        moved(cast, task)
    with pytest.raises(InvalidInput, match="只能分解给"):
        moved(cast, part)
    crew = make_unit("环卫所", parent=cast.sanitation)
    assert moved(cast, part, crew.name).unit == crew
    done = begun_task(cast, title="另一项", target_amount=None, now_amount=None, target="整洁")
    take_step(actor=actor_of(cast.liaison), task_id=done.pk, step=Step("finish"))
    with pytest.raises(InvalidInput, match="请先核验或退回"):
        moved(cast, done)
    with pytest.raises(InvalidInput, match="没有登记“没有这局”"):
        moved(cast, make_task(cast, title="又一项"), "没有这局")


def test_the_move_keeps_the_same_rules(cast: Cast) -> None:
    task = begun_task(cast)
    lines = [NewTask(new_id(), given(cast, title="东片", now_amount=0, target_amount=6))]
    (part,) = split_task(actor=actor_of(cast.liaison), task_id=task.pk, lines=lines)
    for each, sentence in ((task, "已经分解"), (part, "只能分解给")):
        step = Step("assign", text="职责", unit_id=cast.east.pk)
        with pytest.raises(InvalidInput, match=sentence):
            take_step(actor=actor_of(cast.chief), task_id=each.pk, step=step)


def test_the_form_takes_unit_and_person_and_offers_the_people_of_the_unit(cast: Cast) -> None:
    task, client = make_task(cast), Client()
    client.force_login(cast.chief)
    address, people = reverse("tasks:edit", args=[task.pk]), reverse("tasks:suggest_people")
    assert 'name="unit_id"' in client.get(address).content.decode()
    asked: dict[str, Any] = {"unit_id": cast.east.pk, "words": ""}
    offered = client.get(people, asked).content.decode()
    assert cast.east_liaison.name in offered
    assert f'data-value="{cast.liaison.pk}"' not in offered
    assert client.get(people, {"unit_id": "9" * 30}).status_code == 200
    sent: dict[str, Any] = {
        "task_id": new_id(),
        "title": "修补",
        "unit_id": cast.east.pk,
        "target": "无坑洼",
        "due_on": task.due_on,
    }
    wrong = client.post(address, {**sent, "person_id": cast.liaison.pk, "reason": "调整"})
    assert wrong.status_code == 422
    assert "责任人应是责任单位的人" in wrong.content.decode()
    right = {**sent, "person_id": cast.east_liaison.pk, "tags": ["乡村振兴"], "reason": "调整"}
    assert client.post(address, right).status_code == 302
    task.refresh_from_db()
    assert (task.unit, task.person, task.tags) == (cast.east, cast.east_liaison, "乡村振兴")


def test_who_gave_it_may_lose_sight_of_it_and_sees_where_it_went(cast: Cast) -> None:
    crew, helper = (
        make_unit("环卫所", parent=cast.sanitation),
        make_person("helper", unit=cast.sanitation, role="liaison"),
    )
    task, unit = begun_task(cast), actor_of(helper)
    lines = [NewTask(new_id(), given(cast, title="东片", now_amount=0, target_amount=6))]
    (part,) = split_task(actor=unit, task_id=task.pk, lines=lines)
    facts = replace(given_of(part), unit_id=crew.pk)
    assert change_task(actor=unit, task_id=part.pk, event_id=new_id(), given=facts, reason="调整").unit == crew


def test_excel_takes_another_unit_with_its_person_and_a_gap(cast: Cast) -> None:
    task = begun_task(cast)

    def edit(sheet: Any) -> None:
        for word, value in (("责任单位", "东关街道"), ("责任人", cast.east_liaison.name), ("差距", 20)):
            sheet.cell(2, column_of(sheet, word)).value = value

    report = come_back(cast, edit)
    assert (report.updated, report.problems) == (1, [])
    task.refresh_from_db()
    assert (task.unit, task.person, task.target_amount, task.quantity) == (
        cast.east,
        cast.east_liaison,
        Decimal(23),
        Decimal(20),
    )
    assert come_back(cast, lambda _sheet: None).updated == 0


def test_a_gap_runs_in_the_direction_of_its_task(cast: Cast) -> None:
    task = make_task(cast, now_amount=100, target_amount=40, measure="处")
    come_back(cast, lambda sheet: setattr(sheet.cell(2, column_of(sheet, "差距")), "value", 80))
    task.refresh_from_db()
    assert (task.now_amount, task.target_amount) == (Decimal(100), Decimal(20))
    report = come_back(cast, lambda sheet: setattr(sheet.cell(2, column_of(sheet, "差距")), "value", "很多"))
    assert "请先填写这两格" in str(report.problems)


def test_visits_and_facts_of_the_form_are_steps_of_their_own(cast: Cast) -> None:
    task, key = make_task(cast), new_id()
    for _time in range(2):
        change_task(actor=actor_of(cast.chief), task_id=task.pk, event_id=key, given=given(cast), reason="没有变化")
    assert not TaskEvent.objects.filter(task=task).exclude(move="create").exists()
    facts = given(cast, goal_keys=("command.visit:没有",))
    with pytest.raises(InvalidInput, match="这次迎检"):
        change_task(actor=actor_of(cast.chief), task_id=task.pk, event_id=key, given=facts, reason="迎检")
