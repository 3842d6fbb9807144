from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.services import CellsRefused, NewTask, SheetCell, Step, save_cells, split_task, take_step
from chuangcheng.tasks.testing import begun_task, given, make_task


def saved(cast: Cast, *cells: SheetCell, reason: str = "方案调整", **more: Any) -> list[Task]:
    return save_cells(
        actor=more.get("actor") or actor_of(cast.chief),
        batch_id=more.get("batch") or new_id(),
        cells=cells,
        reason=reason,
    )


def signed(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_cells_of_many_tasks_are_one_change_each_with_one_reason(cast: Cast) -> None:
    one, two = begun_task(cast), make_task(cast, title="另一项")
    cells = (
        SheetCell(one.pk, "target_amount", "20", seen="15"),
        SheetCell(one.pk, "proof", "照片"),
        SheetCell(two.pk, "due_on", f"{today().year + 1}年9月底前"),
        SheetCell(two.pk, "is_standing", "是"),
    )
    batch = new_id()
    for _time in range(2):
        saved(cast, *cells, batch=batch)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.target_amount, one.proof, two.is_standing) == (Decimal(20), "照片", True)
    assert two.due_on.isoformat() == f"{today().year + 1}-09-30"
    events = TaskEvent.objects.filter(move="change")
    assert {event.text for event in events} == {"方案调整"}
    assert events.count() == 2


def test_one_wrong_cell_and_nothing_is_changed(cast: Cast) -> None:
    one, two = make_task(cast), make_task(cast, title="另一项")
    with pytest.raises(CellsRefused) as told:
        saved(
            cast,
            SheetCell(one.pk, "proof", "照片"),
            SheetCell(two.pk, "target_amount", "很多"),
            SheetCell(two.pk, "title", ""),
        )
    assert {(each.task_id, each.fact) for each in told.value.wrong} == {(two.pk, "target_amount"), (two.pk, "title")}
    assert not TaskEvent.objects.filter(move="change").exists()
    assert Task.objects.get(pk=one.pk).proof == ""


def test_a_cell_that_somebody_else_changed_meanwhile_is_refused(cast: Cast) -> None:
    task = make_task(cast)
    saved(cast, SheetCell(task.pk, "proof", "验收单", seen=""))
    with pytest.raises(CellsRefused, match="已由别人改为“验收单”"):
        saved(cast, SheetCell(task.pk, "proof", "照片", seen=""))


def test_who_did_not_give_a_task_and_what_has_ended_stay_as_they_are(cast: Cast) -> None:
    task = begun_task(cast)
    with pytest.raises(CellsRefused, match="只有交办这项任务的单位"):
        saved(cast, SheetCell(task.pk, "proof", "照片"), actor=actor_of(cast.liaison))
    with pytest.raises(CellsRefused, match="没有找到这项任务"):
        saved(cast, SheetCell(task.pk, "proof", "照片"), actor=actor_of(cast.east_liaison))
    with pytest.raises(NotPermitted):
        saved(cast, SheetCell(task.pk, "proof", "照片"), actor=actor_of(cast.leader))
    take_step(actor=actor_of(cast.chief), task_id=task.pk, step=Step("void", text="不做了"))
    with pytest.raises(CellsRefused, match="已经结束"):
        saved(cast, SheetCell(task.pk, "proof", "照片"))
    with pytest.raises(CellsRefused, match="不能在台账中修改"):
        saved(cast, SheetCell(make_task(cast).pk, "state", "closed"))


def test_a_unit_edits_the_parts_that_it_gave(cast: Cast) -> None:
    task, unit = begun_task(cast), actor_of(cast.liaison)
    parts = split_task(
        actor=unit,
        task_id=task.pk,
        lines=[NewTask(new_id(), given(cast, title=name, now_amount=0, target_amount=6)) for name in ("东", "西")],
    )
    saved(
        cast,
        SheetCell(parts[0].pk, "target_amount", "8"),
        SheetCell(parts[1].pk, "target_amount", "4"),
        actor=unit,
    )
    with pytest.raises(CellsRefused, match="超过了任务的12座"):
        saved(cast, SheetCell(parts[0].pk, "target_amount", "9"), actor=unit)
    with pytest.raises(CellsRefused, match="不能晚于"):
        saved(cast, SheetCell(parts[0].pk, "due_on", "2099-01-01"), actor=unit)
    with pytest.raises(CellsRefused, match="不能早于它"):
        saved(cast, SheetCell(task.pk, "due_on", today().isoformat()))


def test_without_a_reason_nothing_is_changed(cast: Cast) -> None:
    task = make_task(cast)
    for reason in ("", "  "):
        with pytest.raises(InvalidInput, match="修改的原因"):
            saved(cast, SheetCell(task.pk, "proof", "照片"), reason=reason)
    with pytest.raises(InvalidInput, match="每格一次"):
        saved(cast, SheetCell(task.pk, "proof", "照片"), SheetCell(task.pk, "proof", "单"))


def test_the_page_and_the_api_save_and_name_the_wrong_cell(cast: Cast) -> None:
    task, client = make_task(cast), signed(cast.chief)
    page = client.get(reverse("tasks:sheet")).content.decode()
    assert f'data-task="{task.pk}"' in page
    assert reverse("api:save_task_cells") in page
    sent = {"reason": "调整", "cells": [{"task_id": str(task.pk), "fact": "days", "text": "20", "seen": ""}]}
    answer = client.post(reverse("api:save_task_cells"), json.dumps(sent), content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["rows"][0]["cells"]["days"] == "20"
    again = client.post(reverse("api:save_task_cells"), json.dumps(sent), content_type="application/json")
    assert again.status_code == 422
    assert again.json()["wrong"] == [
        {"task_id": str(task.pk), "fact": "days", "sentence": "这一格已由别人改为“20”，请核对后再改。"}
    ]


def test_the_sheet_shows_what_may_be_edited_and_keeps_the_filter(cast: Cast) -> None:
    begun_task(cast)
    page = signed(cast.chief).get(reverse("tasks:list"), {"state": "open"}).content.decode()
    assert f"{reverse('tasks:sheet')}?state=open" in page
    assert "aria-readonly" not in signed(cast.chief).get(reverse("tasks:sheet")).content.decode()
    assert "aria-readonly" in signed(cast.liaison).get(reverse("tasks:sheet")).content.decode()
    assert reverse("tasks:sheet") not in signed(cast.leader).get(reverse("tasks:list")).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_more_rows_ask_no_more_of_the_database(count: int, cast: Cast, django_assert_max_num_queries: Any) -> None:
    tasks = [make_task(cast, title=f"任务{number}") for number in range(count)]
    client = signed(cast.chief)
    with django_assert_max_num_queries(12):
        client.get(reverse("tasks:sheet"))
    with django_assert_max_num_queries(30):
        saved(cast, *[SheetCell(task.pk, "proof", "照片") for task in tasks])
