from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from chuangcheng.core.times import replayed_at, start_of, today
from chuangcheng.orgs.models import Post
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.services import Step, take_step
from chuangcheng.tasks.testing import begun_task, make_task


def signed(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def words_in(answer: Any) -> str:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content_of(answer))).active
    return "\n".join(str(cell) for row in sheet.values for cell in row if cell is not None)


def led_by_the_leader(cast: Cast) -> None:
    Post.objects.create(person=cast.leader, unit=cast.sanitation, duty=Post.Duty.LEADER, starts_on=today())


def test_each_unit_and_each_leader_has_a_list_of_duties(cast: Cast) -> None:
    led_by_the_leader(cast)
    begun_task(cast)
    make_task(cast, title="背街小巷硬化", unit_id=cast.east.pk, due_on=today() - timedelta(days=3))
    client = signed(cast.chief)
    units = client.get(reverse("tasks:duties")).content.decode()
    assert reverse("tasks:unit_duties", args=[cast.sanitation.pk]) in units
    leaders = client.get(reverse("tasks:duties"), {"by": "leader"}).content.decode()
    assert cast.leader.name in leaders
    page = client.get(reverse("tasks:leader_duties", args=[cast.leader.pk])).content.decode()
    assert "新建改建公厕" in page
    assert "背街小巷硬化" not in page
    assert "硬化" in client.get(reverse("tasks:unit_duties", args=[cast.east.pk])).content.decode()
    assert client.get(reverse("tasks:unit_duties", args=[999_999])).status_code == 404
    assert client.get(reverse("tasks:leader_duties", args=[999_999])).status_code == 404


def test_a_list_of_duties_is_printed_as_excel_and_pdf(cast: Cast) -> None:
    begun_task(cast, measures="分片包干", proof="竣工照片")
    client = signed(cast.chief)
    words = words_in(client.get(reverse("tasks:unit_duty_workbook", args=[cast.sanitation.pk])))
    assert "区城管局创建工作责任清单" in words
    assert "分片包干" in words
    paper = content_of(client.get(reverse("tasks:unit_duty_paper", args=[cast.sanitation.pk])))
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "新建改建公厕" in read.replace("\n", "")


def test_a_unit_sees_only_its_own_duties(cast: Cast) -> None:
    begun_task(cast)
    client = signed(cast.east_liaison)
    assert "区城管局" not in client.get(reverse("tasks:duties")).content.decode().split('id="content"')[1]
    assert "新建改建公厕" not in client.get(reverse("tasks:unit_duties", args=[cast.sanitation.pk])).content.decode()


def test_the_month_of_standing_work_says_who_reported_what_and_who_did_not(cast: Cast) -> None:
    told = begun_task(cast, title="公厕保洁", is_standing=True)
    make_task(cast, title="楼道清理", is_standing=True, unit_id=cast.east.pk)
    make_task(cast, title="一次性的")
    take_step(actor=actor_of(cast.liaison), task_id=told.pk, step=Step("report", text="每日两次", amount=None))
    client = signed(cast.chief)
    page = client.get(reverse("tasks:standing")).content.decode()
    assert "每日两次" in page
    assert "2项任务，本月已报1项" in page
    assert "东关街道（1）" in page
    assert "一次性的" not in page
    assert "每日两次" in words_in(client.get(reverse("tasks:standing_workbook")))
    answer = client.get("/api/v1/standing-tasks").json()
    assert (answer["reported"], [line["title"] for line in answer["lines"]]) == (1, ["楼道清理", "公厕保洁"])


def test_a_month_holds_what_ran_and_was_reported_in_it(cast: Cast) -> None:
    this = today().replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    with replayed_at(start_of(before + timedelta(days=9))):
        task = begun_task(cast, title="公厕保洁", is_standing=True)
        take_step(actor=actor_of(cast.liaison), task_id=task.pk, step=Step("report", text="上月的"))
    client = signed(cast.chief)
    assert "上月的" in client.get(reverse("tasks:standing"), {"month": f"{before:%Y-%m}"}).content.decode()
    now = client.get(reverse("tasks:standing")).content.decode()
    assert "上月的" not in now
    assert "本月未报" in now
    for odd in ("2026-13", "x", "9999-01"):
        assert client.get(reverse("tasks:standing"), {"month": odd}).status_code == 200
    assert client.get("/api/v1/standing-tasks", {"month": "2026-13"}).status_code == 422
    earlier = (before - timedelta(days=1)).replace(day=1)
    assert "这个月没有" in client.get(reverse("tasks:standing"), {"month": f"{earlier:%Y-%m}"}).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_more_tasks_ask_no_more_of_the_database(count: int, cast: Cast, django_assert_max_num_queries: Any) -> None:
    led_by_the_leader(cast)
    for number in range(count):
        make_task(cast, title=f"任务{number}", is_standing=True)
    client = signed(cast.chief)
    pages = [
        reverse("tasks:duties"),
        f"{reverse('tasks:duties')}?by=leader",
        reverse("tasks:unit_duties", args=[cast.sanitation.pk]),
        reverse("tasks:leader_duties", args=[cast.leader.pk]),
        reverse("tasks:standing"),
    ]
    for page in pages:
        with django_assert_max_num_queries(14):
            assert client.get(page).status_code == 200
