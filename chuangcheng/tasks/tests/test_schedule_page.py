from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.queries import task_schedule
from chuangcheng.tasks.services import TaskEdit, edit_tasks, link_tasks
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


def moves(client: Client, task: Any, **days: Any) -> str:
    """A bar dragged on the page; the address that takes it back."""
    sent = {"event_id": new_id(), "reason": "试拖", **days}
    page = client.post(reverse("tasks:reschedule", args=[task.pk]), sent, follow=True).content.decode()
    back = reverse("tasks:undo_days", args=[task.pk, sent["event_id"]])
    assert f'action="{back}"' in page
    return back


def test_moves_are_taken_back_one_after_another(cast: Cast) -> None:
    task, client = begun_task(cast, days=5), signed(cast.chief)
    first_due = task.due_on
    backs = [moves(client, task, starts_on=today(), due_on=first_due + timedelta(days=more)) for more in (3, 9)]
    page = client.post(backs[1], follow=True).content.decode()
    assert f"已撤销，{task.number}恢复为原来的日期。" in page
    assert f'action="{backs[0]}"' in page
    task.refresh_from_db()
    assert (task.starts_on, task.due_on) == (today(), first_due + timedelta(days=3))
    client.post(backs[0])
    task.refresh_from_db()
    assert (task.starts_on, task.due_on) == (None, first_due)
    client.post(backs[0])  # pressed twice
    changes = TaskEvent.objects.filter(task=task, move="change").order_by("at", "pk")
    assert sorted(change.text for change in changes) == ["撤销", "撤销", "试拖", "试拖"]


def test_a_move_is_not_taken_back_once_somebody_changed_the_day(cast: Cast) -> None:
    task, client = begun_task(cast, days=5), signed(cast.chief)
    back = moves(client, task, due_on=today() + timedelta(days=20))
    assert signed(cast.liaison).post(back).status_code == 404
    since = {"due_on": today() + timedelta(days=33)}
    edit_tasks(actor=actor_of(cast.chief), edits=[TaskEdit(task.pk, new_id(), since)], reason="另有安排")
    answer = client.post(back)
    assert answer.status_code == 422
    assert f"不能撤销：这一格已由别人改为“{today() + timedelta(days=33)}”" in answer.content.decode()
    task.refresh_from_db()
    assert task.due_on == today() + timedelta(days=33)


def test_only_a_move_of_days_is_taken_back(cast: Cast) -> None:
    task = begun_task(cast)
    event_id = new_id()
    edit_tasks(actor=actor_of(cast.chief), edits=[TaskEdit(task.pk, event_id, {"title": "改名"})], reason="改名")
    answer = signed(cast.chief).post(reverse("tasks:undo_days", args=[task.pk, event_id]))
    assert answer.status_code == 404
    assert "没有找到这次改期" in answer.content.decode()


def test_the_latest_days_are_those_of_the_schedule_even_when_they_have_passed(cast: Cast) -> None:
    monday = date(2026, 6, 1)
    late = make_task(cast, title="来不及的", days=10, due_on=today() + timedelta(days=90))
    calm = make_task(cast, title="来得及的", days=2, due_on=today() + timedelta(days=90))
    Task.objects.filter(pk=late.pk).update(due_on=date(2026, 6, 5))
    Task.objects.filter(pk=calm.pk).update(due_on=date(2026, 6, 12))
    lines = {line.task.pk: line for line in task_schedule(actor=actor_of(cast.chief), today=monday).lines}
    assert (lines[late.pk].latest_start, lines[late.pk].latest_end) == (date(2026, 5, 25), date(2026, 6, 5))
    assert (lines[late.pk].late, lines[late.pk].earliest_end) == (5, date(2026, 6, 12))
    assert (lines[calm.pk].latest_start, lines[calm.pk].latest_end, lines[calm.pk].late) == (
        date(2026, 6, 11),
        date(2026, 6, 12),
        0,
    )


def test_the_page_says_by_how_many_days_a_task_is_too_late(cast: Cast) -> None:
    make_task(cast, title="来不及的", days=200, due_on=today() + timedelta(days=7))
    page = signed(cast.chief).get(reverse("tasks:schedule")).content.decode()
    assert re.search(r"来不及，差1\d\d个工作日，最早20\d\d-\d\d-\d\d做完", page)


def test_a_milestone_is_reached_on_its_last_day_at_the_latest(cast: Cast) -> None:
    task = make_task(cast, title="方案定稿", days=0)
    Task.objects.filter(pk=task.pk).update(due_on=date(2026, 6, 5))
    (line,) = task_schedule(actor=actor_of(cast.chief), today=date(2026, 6, 1)).lines
    assert {line.latest_start, line.latest_end, line.planned_start, line.planned_end} == {date(2026, 6, 5)}
