"""Pages of tasks and material at growing numbers of both: list, filter, words, detail, search, a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.filled import demo_database
from benchmarks.measuring import Measured, heading, measure, table
from benchmarks.plan_filling import fill_up
from chuangcheng.core.ids import new_id
from chuangcheng.evidence.models import MaterialRequest, Piece
from chuangcheng.orgs.models import Person
from chuangcheng.tasks.models import Task

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TIMES = 20
MOST_MS = {"home": 200, "home of a unit": 200, "*": 50}  # DESIGN §7: a dashboard 200
MOST_STATEMENTS = {"*": 15}


def run(sizes: list[int]) -> None:
    """Prints the table for every size; the database is made for this and removed."""
    with demo_database(has_data=Task.objects.exists):
        rows: list[Measured] = []
        for size in sorted(sizes):
            fill_up(size)
            rows += measured(size)
        command = f"python -m benchmarks plan_and_proof {' '.join(map(str, sizes))}"
        print(heading(f"Tasks and material on {connection.display_name}", command))
        print(table(rows, most_ms=MOST_MS, most_statements=MOST_STATEMENTS))


def measured(size: int) -> list[Measured]:
    """Every deed at this size."""
    office, officer = _client("chuangchengban"), _client("cailiaoyuan")
    found = [measure(name, size, _reading(office, address), times=TIMES) for name, address in _of_office()]
    found += [measure(name, size, _reading(officer, address), times=TIMES) for name, address in _of_officer()]
    return [*found, measure("a task is voided", size, _voiding(office), times=TIMES)]


def _of_office() -> list[tuple[str, str]]:
    task = Task.objects.order_by("-pk").values_list("pk", flat=True)[10]
    asked = MaterialRequest.objects.filter(state="accepted").order_by("-pk").values_list("pk", flat=True)[10]
    piece = Piece.objects.order_by("-pk").values_list("pk", flat=True)[10]
    return [
        ("tasks", reverse("tasks:list")),
        ("tasks, doing", f"{reverse('tasks:list')}?state=doing"),
        ("tasks, overdue", f"{reverse('tasks:list')}?due=late"),
        ("tasks, by words", f"{reverse('tasks:list')}?q=公厕达标"),
        ("a task", reverse("tasks:task", args=[task])),
        ("material", reverse("evidence:list")),
        ("material, returned", f"{reverse('evidence:list')}?state=returned"),
        ("material, overdue", f"{reverse('evidence:list')}?due=late"),
        ("material, by words", f"{reverse('evidence:list')}?q=志愿服务"),
        ("a request", reverse("evidence:material", args=[asked])),
        ("files", reverse("evidence:pieces")),
        ("files, by words", f"{reverse('evidence:pieces')}?q=飞线充电"),
        ("files, documents", f"{reverse('evidence:pieces')}?looks=document"),
        ("a file", reverse("evidence:piece", args=[piece])),
        ("home", "/"),
    ]


def _of_officer() -> list[tuple[str, str]]:
    unit = Person.objects.get(username="cailiaoyuan").posts.get().unit_id
    asked = MaterialRequest.objects.filter(unit=unit, state="asked").order_by("-pk").values_list("pk", flat=True)[0]
    return [
        ("tasks of a unit", reverse("tasks:list")),
        ("material of a unit", reverse("evidence:list")),
        ("files of a unit", reverse("evidence:pieces")),
        ("files of a unit, by words", f"{reverse('evidence:pieces')}?q=农贸市场"),
        ("what is there already", reverse("evidence:offers", args=[asked])),
        ("home of a unit", "/"),
    ]


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=username), backend=BACKEND)
    return client


def _reading(client: Client, address: str) -> Callable[[], None]:
    def read() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return read


def _voiding(office: Client) -> Callable[[], Any]:
    waiting = iter(
        list(Task.objects.filter(state="assigned").order_by("-pk").values_list("pk", flat=True)[: TIMES * 3])
    )

    def change() -> None:
        body = {"event_id": str(new_id()), "move": "void", "text": "测量"}
        answer = office.post(f"/api/v1/tasks/{next(waiting)}/steps", body, content_type="application/json")
        if answer.status_code >= 400:
            raise RuntimeError(f"{answer.status_code} {answer.content[:200]!r}")

    return change
