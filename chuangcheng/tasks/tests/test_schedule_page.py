from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.models import TaskEvent
from chuangcheng.tasks.services import link_tasks
from chuangcheng.tasks.testing import begun_task, make_task


def signed(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_dragged_bar_changes_the_days_with_a_reason(cast: Cast) -> None:
    task, client = begun_task(cast, days=5), signed(cast.chief)
    page = client.get(reverse("tasks:schedule")).content.decode()
    assert "data-gantt-bar" in page
    assert reverse("tasks:reschedule", args=[task.pk]) in page
    start, due = today() + timedelta(days=7), today() + timedelta(days=40)
    sent = {"event_id": new_id(), "starts_on": start, "due_on": due}
    without = client.post(reverse("tasks:reschedule", args=[task.pk]), sent)
    assert without.status_code == 422
    assert "修改的原因" in without.content.decode()
    assert client.post(reverse("tasks:reschedule", args=[task.pk]), {**sent, "reason": "推迟开工"}).status_code == 302
    task.refresh_from_db()
    assert (task.starts_on, task.due_on) == (start, due)
    assert TaskEvent.objects.get(task=task, move="change").text == "推迟开工"
    wrong = {**sent, "event_id": new_id(), "starts_on": due + timedelta(days=1), "reason": "不对"}
    assert "开始日期在完成时限之后" in client.post(reverse("tasks:reschedule", args=[task.pk]), wrong).content.decode()


def test_who_did_not_give_a_task_moves_no_bar(cast: Cast) -> None:
    task, client = begun_task(cast), signed(cast.liaison)
    assert "data-gantt-bar" not in client.get(reverse("tasks:schedule")).content.decode()
    sent = {"event_id": new_id(), "due_on": today(), "reason": "想改"}
    assert client.post(reverse("tasks:reschedule", args=[task.pk]), sent).status_code == 403


def test_a_task_that_takes_no_time_is_a_milestone(cast: Cast) -> None:
    make_task(cast, title="方案定稿", days=0)
    assert "tasks-milestone" in signed(cast.chief).get(reverse("tasks:schedule")).content.decode()


def test_the_page_of_a_task_says_what_a_delay_would_do(cast: Cast) -> None:
    first, second = make_task(cast, title="招标", days=10), make_task(cast, title="施工", days=10)
    link_tasks(actor=actor_of(cast.chief), before_id=first.pk, after_id=second.pk)
    client = signed(cast.chief)
    address = reverse("tasks:task", args=[first.pk])
    assert "看影响" in client.get(address).content.decode()
    page = client.get(address, {"delay": 4}).content.decode()
    assert "这些任务会跟着晚" in page
    assert "晚4个工作日" in page
    for odd in ("0", "x", "99999", "-1"):
        assert client.get(address, {"delay": odd}).status_code == 200
    answer = client.get(f"/api/v1/tasks/{first.pk}/delay", {"days": 4}).json()
    assert answer["moved"] == [{"number": second.number, "title": "施工", "days": 4}]
    assert client.get(f"/api/v1/tasks/{first.pk}/delay", {"days": 0}).status_code == 422
