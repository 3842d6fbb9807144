"""兼顾工作: other programmes that tasks serve."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.policies import TAGS, names_of_programmes
from chuangcheng.tasks.queries import TaskFilter, tasks_shown
from chuangcheng.tasks.services import CellsRefused, SheetCell, Step, save_cells, tag_tasks, take_step
from chuangcheng.tasks.testing import begun_task, make_task
from chuangcheng.tasks.tests.ledger_kit import brought_in, column_of, come_back, table


def tagged(cast: Cast, *tasks: Task, **more: Any) -> list[Task]:
    return tag_tasks(
        actor=more.pop("actor", actor_of(cast.chief)),
        batch_id=more.pop("batch", new_id()),
        task_ids=[task.pk for task in tasks],
        **more,
    )


def found_by(cast: Cast, tag: str) -> set[str]:
    rows = tasks_shown(actor=actor_of(cast.chief), chosen=TaskFilter(tag=tag), today=today())
    return {task.title for task in rows}


def test_many_tasks_are_tagged_and_untagged_with_what_it_was_on_record(cast: Cast) -> None:
    one, two, batch = make_task(cast), make_task(cast, title="另一项", tags="平安建设"), new_id()
    for _time in range(2):
        changed = tagged(cast, one, two, put_on=["乡村振兴", "平安建设"], batch=batch)
    assert changed == []  # the same press again changes nothing
    tagged(cast, one, two, taken_off=["平安建设"], reason="不归这项工作")
    assert set(Task.objects.values_list("tags", flat=True)) == {"乡村振兴"}
    events = TaskEvent.objects.filter(task=two, move="change")
    assert [(each.before, each.after, each.text) for each in events] == [
        ({"tags": "平安建设"}, {"tags": "乡村振兴、平安建设"}, "标注兼顾工作"),
        ({"tags": "乡村振兴、平安建设"}, {"tags": "乡村振兴"}, "不归这项工作"),
    ]
    assert AuditEntry.objects.filter(action="tasks.change").count() == 4


def test_who_may_not_change_a_task_does_not_tag_it_and_then_none_is_tagged(cast: Cast) -> None:
    mine, ended = begun_task(cast), make_task(cast, title="另一项")
    take_step(actor=actor_of(cast.chief), task_id=ended.pk, step=Step("void", text="不做了"))
    with pytest.raises(CellsRefused, match="只有交办这项任务的单位"):
        tagged(cast, mine, put_on=["乡村振兴"], actor=actor_of(cast.liaison))
    with pytest.raises(CellsRefused, match="已经结束"):
        tagged(cast, mine, ended, put_on=["乡村振兴"])
    with pytest.raises(NotPermitted):
        tagged(cast, mine, put_on=["乡村振兴"], actor=actor_of(cast.leader))
    with pytest.raises(InvalidInput, match="先勾选任务"):
        tagged(cast, put_on=["乡村振兴"])
    assert not Task.objects.exclude(tags="").exists()


def test_only_names_of_the_office_are_put_on_and_old_ones_may_stay(cast: Cast) -> None:
    task, office = make_task(cast, tags="乡村振兴"), actor_of(cast.chief)
    with pytest.raises(CellsRefused, match="没有“没有这项”"):
        tagged(cast, task, put_on=["没有这项"])
    with pytest.raises(CellsRefused, match="最多标注10项"):
        tagged(cast, task, put_on=[f"工作{number}" for number in range(11)])
    change_setting(actor=actor_of(cast.admin), key=TAGS.key, value=["海绵城市"], valid_from=today(), reason="调整")
    save_cells(
        actor=office,
        batch_id=new_id(),
        cells=[SheetCell(task.pk, "tags", "海绵城市，乡村振兴")],
        reason="兼顾",
    )
    task.refresh_from_db()
    assert task.tags == "乡村振兴、海绵城市"
    assert found_by(cast, "乡村振兴") == {task.title}


@pytest.mark.parametrize("wrong", ["乡村振兴", ["乡村、振兴"], ["长" * 21], [1], ["不\x00可见"]])
def test_a_name_that_cannot_stand_on_a_task_is_no_setting(wrong: Any) -> None:
    with pytest.raises(ValueError, match="名称"):
        names_of_programmes(wrong)
    assert names_of_programmes([" 乡村 振兴 ", "乡村 振兴", ""]) == ["乡村 振兴"]


def test_the_filter_finds_whole_names_only(cast: Cast) -> None:
    for title, tags in (("甲", "乡村振兴"), ("乙", "基层减负、乡村振兴"), ("丙", "乡村振兴、平安建设"), ("丁", "")):
        make_task(cast, title=title, tags=tags)
    assert found_by(cast, "乡村振兴") == {"甲", "乙", "丙"}
    assert found_by(cast, "平安建设") == {"丙"}
    assert found_by(cast, "乡村") == set()


def test_the_list_tags_what_is_ticked_and_keeps_its_filter(cast: Cast) -> None:
    task, client = make_task(cast), Client()
    client.force_login(cast.chief)
    sent = {"batch_id": new_id(), "task": [task.pk], "tag": "乡村振兴", "act": "put_on", "query": "state=open"}
    answer = client.post(reverse("tasks:tag"), sent)
    assert answer["Location"] == f"{reverse('tasks:list')}?state=open"
    page = client.get(reverse("tasks:list"), {"tag": "乡村振兴"}).content.decode()
    assert f'value="{task.pk}"' in page
    assert "已给1项任务标注“乡村振兴”。" in page
    assert task.number in page
    client.post(reverse("tasks:tag"), {**sent, "batch_id": new_id(), "act": "take_off"})
    assert task.number not in client.get(reverse("tasks:list"), {"tag": "乡村振兴"}).content.decode()
    client.post(reverse("tasks:tag"), {**sent, "task": ["nonsense"]})
    assert "请先勾选任务" in client.get(reverse("tasks:list")).content.decode()


def test_the_api_tags_lists_and_filters(cast: Cast) -> None:
    task, client = make_task(cast), Client()
    client.force_login(cast.chief)
    assert "乡村振兴" in client.get("/api/v1/task-tags").json()
    body = {"task_ids": [str(task.pk)], "put_on": ["乡村振兴"]}
    answer = client.post("/api/v1/task-tags", body, content_type="application/json")
    assert answer.json() == [{"task_id": str(task.pk), "tags": ["乡村振兴"]}]
    found = client.get("/api/v1/tasks", {"tag": "乡村振兴"}).json()
    assert [row["tags"] for row in found] == [["乡村振兴"]]
    wrong = client.post("/api/v1/task-tags", {**body, "put_on": ["没有"]}, content_type="application/json")
    assert wrong.status_code == 422


def test_tags_come_with_a_table_and_unknown_ones_are_told(cast: Cast) -> None:
    header = ("工作任务", "目标", "责任单位", "完成时限", "兼顾工作")
    rows = [
        ("新建公厕", "达标", "区城管局", "9月底前", "乡村振兴，某项新工作"),
        ("清理", "整洁", "区城管局", "9月底前", ""),
    ]
    report = brought_in(table(header, *rows), cast)
    assert (report.created, report.rejections) == (2, [])
    assert "某项新工作" in str(report.problems)
    assert Task.objects.get(title="新建公厕").tags == "乡村振兴"
    again = come_back(cast, lambda sheet: setattr(sheet.cell(2, column_of(sheet, "兼顾工作")), "value", "没有这项"))
    assert "没有“没有这项”" in str(again.problems)
