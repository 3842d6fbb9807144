"""What a task of one standard serves in other frameworks: on its page, in the ledger, in Excel and in the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.standards.models import Framework, Standard
from chuangcheng.standards.services import LinkDraft, link_several
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import TaskFilter, counted_elsewhere, counted_words, tasks_shown
from chuangcheng.tasks.testing import make_task
from chuangcheng.tasks.tests.ledger_kit import column_of, come_back, exported


@pytest.fixture
def own(cast: Cast) -> Standard:
    """A standard that is equal to one of 卫生 and covers one of 园林; one of 环保 is only like it."""
    civilised = make_framework(make_draft("1.1"), make_draft("1.2"), name="文明")
    others = [standard_of(make_framework(make_draft(code), name=name), code) for name, code in OTHERS]
    first = standard_of(civilised, "1.1")
    relations: list[dict[str, Any]] = [{"relation": "equal"}, {"relation": "covers"}, SOME]
    drafts = [LinkDraft(first.pk, other.pk, **said) for other, said in zip(others, relations, strict=True)]
    link_several(actor=actor_of(cast.chief), drafts=drafts)
    return first


OTHERS = (("卫生", "3.2"), ("园林", "Y1"), ("环保", "H1"))
SOME = {"relation": "overlaps", "share": Decimal("0.5")}


def signed(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ledger(cast: Cast) -> list[Task]:
    return list(tasks_shown(actor=actor_of(cast.chief), chosen=TaskFilter(), today=today()))


def test_the_ledger_says_for_whom_else_a_task_counts(cast: Cast, own: Standard) -> None:
    task, plain = make_task(cast, standard_id=own.pk), make_task(cast, title="另一项")
    served = counted_elsewhere(ledger(cast))
    assert counted_words(served[task.pk]) == "《卫生》3.2；《园林》Y1"
    assert plain.pk not in served
    page = signed(cast.chief).get(reverse("tasks:list")).content.decode()
    assert "同时计入《卫生》3.2" in page
    assert "《环保》" not in page
    Framework.objects.filter(name="卫生").update(state=Framework.State.CLOSED)
    assert counted_words(counted_elsewhere(ledger(cast))[task.pk]) == "《园林》Y1"


def test_excel_shows_it_and_does_not_take_it_back(cast: Cast, own: Standard) -> None:
    task = make_task(cast, standard_id=own.pk)
    sheet = exported(cast).active
    assert sheet.cell(2, column_of(sheet, "同时计入")).value == "《卫生》3.2；《园林》Y1"
    report = come_back(cast, lambda sheet: setattr(sheet.cell(2, column_of(sheet, "同时计入")), "value", "《海绵》1"))
    assert (report.updated, report.rejections) == (0, [])
    assert "只供查看" in str(report.problems)
    assert come_back(cast, lambda _sheet: None).problems == []
    assert counted_words(counted_elsewhere([Task.objects.get(pk=task.pk)])[task.pk]).startswith("《卫生》")


def test_more_tasks_cost_no_more_statements(cast: Cast, own: Standard) -> None:
    client, counts = signed(cast.chief), []
    for round_of in range(2):
        for number in range(1 + 5 * round_of):
            make_task(cast, title=f"任务{round_of}-{number}", standard_id=own.pk)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("tasks:list"))
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 13


def test_one_task_is_given_worked_on_and_closed_while_it_counts_in_three_frameworks(cast: Cast, own: Standard) -> None:
    office, unit = signed(cast.chief), signed(cast.liaison)
    facts = {
        "task_id": new_id(),
        "title": "整治背街小巷",
        "unit_id": cast.sanitation.pk,
        "target": "平整",
        "due_on": today(),
    }
    assert office.post(reverse("tasks:new"), facts).status_code == 302
    task = Task.objects.get()
    given = office.get(f"/api/v1/tasks/{task.pk}").json()
    body = {"title": task.title, "target": "平整", "due_on": str(today()), "standard_id": own.pk, "reason": "归到标准"}
    changed = office.put(f"/api/v1/tasks/{task.pk}", body, content_type="application/json")
    assert (given["serves"], changed.status_code) == ([], 200)
    assert {(row["code"], row["counts"]) for row in changed.json()["serves"]} == {
        ("3.2", True),
        ("Y1", True),
        ("H1", False),
    }
    (line,) = office.get("/api/v1/tasks").json()
    assert [row["code"] for row in line["counts_for"]] == ["3.2", "Y1"]
    for move in ("accept", "finish"):
        unit.post(reverse("tasks:step", args=[task.pk, move]), {"event_id": new_id(), "reason": "照片存档"})
    office.post(reverse("tasks:step", args=[task.pk, "verify"]), {"event_id": new_id()})
    page = unit.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "已销号" in page
    for name, code in OTHERS:
        assert f"{name} {code}" in page
    assert page.count("（相近，不计入）") == 1
    assert Task.objects.count() == 1
