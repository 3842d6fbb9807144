from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.models import Task, TaskPhoto
from chuangcheng.tasks.services import NewTask, TaskGiven, link_tasks, split_task
from chuangcheng.tasks.testing import begun_task, make_task


def signed(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_ledger_shows_what_is_whose_and_how_far(cast: Cast) -> None:
    task = begun_task(cast)
    make_task(cast, title="背街小巷硬化", unit_id=cast.east.pk, due_on=today() - timedelta(days=10))
    page = signed(cast.chief).get(reverse("tasks:list")).content.decode()
    assert task.number in page
    assert "0/12座" in page
    assert "超期" in page
    late = signed(cast.chief).get(reverse("tasks:list"), {"due": "late"}).content.decode()
    assert "背街小巷硬化" in late
    assert task.number not in late
    own = signed(cast.east_liaison).get(reverse("tasks:list")).content.decode()
    assert task.number not in own
    assert "硬化" in signed(cast.chief).get(reverse("tasks:list"), {"q": "硬化"}).content.decode()
    assert (
        "东关街道的责任清单" in signed(cast.chief).get(reverse("tasks:list"), {"unit": cast.east.pk}).content.decode()
    )


def test_an_empty_ledger_says_who_fills_it(cast: Cast) -> None:
    assert "由创城办按标准和责任单位分解" in signed(cast.chief).get(reverse("tasks:list")).content.decode()


def test_a_unit_accepts_and_reports_with_a_photo_on_the_page(cast: Cast) -> None:
    task, client = make_task(cast), signed(cast.liaison)
    page = client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "接收" in page
    client.post(reverse("tasks:step", args=[task.pk, "accept"]), {"event_id": new_id()})
    answer = client.post(
        reverse("tasks:step", args=[task.pk, "report"]),
        {"event_id": new_id(), "amount": "2", "reason": "两座封顶", "photos": [photo_upload()]},
    )
    assert answer.status_code == 302
    page = client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "新完成2座；" not in page  # the note begins with what was said
    assert "两座封顶；新完成2座" in page
    assert "16%" in page
    assert TaskPhoto.objects.count() == 1


def test_a_refused_step_says_why_on_the_page(cast: Cast) -> None:
    task, client = begun_task(cast), signed(cast.liaison)
    answer = client.post(reverse("tasks:step", args=[task.pk, "finish"]), {"event_id": new_id()})
    assert answer.status_code == 422
    assert "还差12座" in answer.content.decode()
    assert client.post(reverse("tasks:step", args=[task.pk, "nonsense"]), {"event_id": new_id()}).status_code == 404
    wrong = client.post(reverse("tasks:step", args=[task.pk, "report"]), {"event_id": new_id(), "amount": "很多"})
    assert wrong.status_code == 422


def test_the_office_gives_changes_and_links_tasks_on_pages(cast: Cast) -> None:
    client, due = signed(cast.chief), today() + timedelta(days=20)
    facts = {"task_id": new_id(), "title": "修补路面", "unit_id": cast.east.pk, "target": "无坑洼", "due_on": due}
    made = client.post(reverse("tasks:new"), facts)
    assert made.status_code == 302
    task = Task.objects.get()
    assert task.unit == cast.east
    assert client.post(reverse("tasks:new"), {**facts, "task_id": new_id(), "target": ""}).status_code == 422
    changed = client.post(
        reverse("tasks:edit", args=[task.pk]),
        {**facts, "task_id": new_id(), "title": "修补路面和盲道", "reason": "范围扩大"},
    )
    assert changed.status_code == 302
    page = client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "修补路面和盲道" in page
    assert "范围扩大；任务：修补路面 → 修补路面和盲道" in page
    other = make_task(cast)
    client.post(reverse("tasks:link", args=[task.pk]), {"number": other.number, "lag": 2})
    page = client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "间隔2个工作日" in page
    client.post(reverse("tasks:unlink", args=[task.pk, other.pk]))
    assert "间隔2个工作日" not in client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    missing = client.post(reverse("tasks:link", args=[task.pk]), {"number": "2020-000001"})
    assert missing.status_code == 422


def test_a_unit_splits_its_task_on_a_page(cast: Cast) -> None:
    task, client = begun_task(cast), signed(cast.liaison)
    address = reverse("tasks:split", args=[task.pk])
    assert "区城管局" in client.get(address).content.decode()
    facts = {"task_id": new_id(), "title": "东片", "unit_id": cast.sanitation.pk, "due_on": task.due_on}
    assert client.post(address, {**facts, "target_amount": 5, "measure": "座"}).status_code == 302
    assert "东片" in client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert signed(cast.east_liaison).get(address).status_code == 404


def test_an_empty_schedule_says_what_belongs_there(cast: Cast) -> None:
    assert "没有可排的任务" in signed(cast.chief).get(reverse("tasks:schedule")).content.decode()


def test_the_ledger_comes_as_a_workbook(cast: Cast) -> None:
    make_task(cast, title="=1+1")
    answer: Any = signed(cast.chief).get(reverse("tasks:export"))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert any("=1+1" in [str(cell).lstrip("'") for cell in row] for row in rows)


@pytest.mark.parametrize("count", [3, 30])
def test_pages_ask_no_more_of_the_database_for_more_rows(
    count: int, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        task = begun_task(cast, title=f"任务{number}")
        line = TaskGiven("分项", cast.sanitation.pk, task.due_on, person_id=cast.liaison.pk, target="一处")
        split_task(actor=actor_of(cast.liaison), task_id=task.pk, lines=[NewTask(new_id(), line)], despite="试")
    client = signed(cast.chief)
    for name, most in (("tasks:list", 11), ("tasks:schedule", 15)):
        with django_assert_max_num_queries(most):
            assert client.get(reverse(name)).status_code == 200


def test_a_task_waits_on_the_to_do_page_of_who_acts_next(cast: Cast) -> None:
    task = make_task(cast, title="绿地补种")
    assert "绿地补种" in signed(cast.liaison).get("/").content.decode()
    client = signed(cast.liaison)
    client.post(reverse("tasks:step", args=[task.pk, "send_back"]), {"event_id": new_id(), "reason": "职责不清"})
    assert "绿地补种" in signed(cast.chief).get("/").content.decode()


def test_a_task_with_all_around_it_costs_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    first, task, then = (begun_task(cast, title=title) for title in ("打桩", "浇筑", "验收"))
    for before, after in ((first, task), (task, then)):
        link_tasks(actor=actor_of(cast.chief), before_id=before.pk, after_id=after.pk)
    client = signed(cast.chief)
    client.get(reverse("tasks:task", args=[task.pk]))
    with django_assert_max_num_queries(15):
        page = client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "打桩" in page
    assert "验收" in page
    assert page.index("打桩") < page.index("验收")  # what it waits for stands before what waits for it


def test_a_press_costs_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    task, client = make_task(cast), signed(cast.chief)
    client.get(reverse("tasks:task", args=[task.pk]))
    with django_assert_max_num_queries(15):
        client.post(reverse("tasks:step", args=[task.pk, "void"]), {"event_id": new_id(), "reason": "不做了"})
    task.refresh_from_db()
    assert task.state == "void"


def test_what_is_wrong_in_the_form_of_a_task_stands_beside_its_field(cast: Cast) -> None:
    task, client = begun_task(cast), signed(cast.liaison)
    address = reverse("tasks:split", args=[task.pk])
    facts = {"task_id": new_id(), "title": "东片", "unit_id": cast.sanitation.pk, "target": "达标"}
    without = client.post(address, facts)
    assert without.context["form"].errors.keys() == {"due_on"}
    late = client.post(address, {**facts, "due_on": task.due_on + timedelta(days=1)})
    assert "请交办单位先改" in late.context["form"].errors["due_on"][0]
    assert "仍要交办的理由" not in late.content.decode()  # a reason would not help


@pytest.mark.parametrize(("written", "percent"), [("４０％", 40), (" 35 % ", 35)])
def test_a_percentage_is_read_as_people_write_it(written: str, percent: int, cast: Cast) -> None:
    task, client = begun_task(cast, target_amount=None, now_amount=None, target="达标"), signed(cast.liaison)
    client.post(reverse("tasks:step", args=[task.pk, "report"]), {"event_id": new_id(), "percent": written})
    task.refresh_from_db()
    assert task.percent == percent
