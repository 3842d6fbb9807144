from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.services import link_tasks
from chuangcheng.tasks.testing import make_task


def test_the_schedule_counts_back_from_the_visit_and_names_what_is_late(cast: Cast) -> None:
    day = today() + timedelta(days=40)
    visit = make_assessor_visit(cast, make_creation(cast), name="省级暗访", first_on=day)
    key = f"command.visit:{visit.pk}"
    due = today() + timedelta(days=200)
    land = make_task(cast, title="征地", days=30, due_on=due)
    build = make_task(cast, title="施工", days=30, due_on=due, goal_keys=(key,))
    make_task(cast, title="清扫", days=1, due_on=due, goal_keys=(key,))
    link_tasks(actor=actor_of(cast.chief), before_id=land.pk, after_id=build.pk)
    client = Client()
    client.force_login(cast.chief)
    page = client.get(reverse("tasks:schedule")).content.decode()
    assert "赶不上省级暗访" in page
    assert f"{land.number} → {build.number}" in page
    told = client.get("/api/v1/task-schedule").json()
    assert told["goals"][0]["spare"] < 0
    assert told["goals"][0]["critical"] == [land.number, build.number]
    assert {line["title"]: line["slack"] < 0 for line in told["lines"]} == {"征地": True, "施工": True, "清扫": False}
