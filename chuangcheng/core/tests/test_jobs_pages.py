from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.core import files
from chuangcheng.core.ids import new_id
from chuangcheng.core.jobs import keep_result_file, registry
from chuangcheng.core.jobs.registry import JobKind
from chuangcheng.core.jobs.shown import every_words, shown_progress
from chuangcheng.core.models import Job, Schedule
from chuangcheng.core.tests.pages import send_json, signed_in, text_of
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def waiting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job that the inspector asked for."""
    monkeypatch.setitem(registry._kinds, "test.count", JobKind("test.count", "数点位", lambda _context: None))
    return Job.objects.create(name="test.count", requested_by=cast.inspector, run_after=now())


def run_half(job: Job) -> None:
    began = now() - timedelta(seconds=100)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, done=25, total=100, message="读取", started_at=began)


def test_progress_is_seen_by_who_asked_and_polled_until_the_end(cast: Cast, waiting: Job) -> None:
    run_half(waiting)
    client = signed_in(cast.inspector)
    page = text_of(client.get(f"/jobs/{waiting.pk}/"))
    assert "数点位" in page
    box = text_of(client.get(f"/jobs/{waiting.pk}/", headers=HTMX))
    assert "25%" in box
    assert "读取 · 约剩5分钟" in box
    assert f'hx-get="/jobs/{waiting.pk}/"' in box
    assert f"/jobs/{waiting.pk}/cancel" in box
    Job.objects.update(state=Job.State.DONE, result={"url": "/sites/", "label": "查看点位"})
    box = text_of(client.get(f"/jobs/{waiting.pk}/", headers=HTMX))
    assert "100%" in box
    assert "hx-get" not in box
    assert 'href="/sites/"' in box
    assert "查看点位" in box


def test_result_never_leads_out_of_the_product(waiting: Job) -> None:
    waiting.state, waiting.result = Job.State.DONE, {"url": "//evil.example/"}
    assert shown_progress(waiting, now=now()).result_url == ""


def test_result_is_offered_to_who_asked_only(cast: Cast, waiting: Job) -> None:
    Job.objects.update(state=Job.State.DONE, result={"url": "/sites/", "label": "查看点位"})
    page = text_of(signed_in(cast.admin).get(f"/jobs/{waiting.pk}/"))
    assert ("数点位" in page, "查看点位" in page) == (True, False)


def test_stopping_from_the_page(cast: Cast, waiting: Job) -> None:
    client = signed_in(cast.inspector)
    assert client.post(f"/jobs/{waiting.pk}/cancel").status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == Job.State.CANCELLED
    again = client.post(f"/jobs/{waiting.pk}/cancel")
    assert again.status_code == 409
    assert "已经结束" in text_of(again)


def test_running_job_is_being_stopped(cast: Cast, waiting: Job) -> None:
    run_half(waiting)
    client = signed_in(cast.inspector)
    client.post(f"/jobs/{waiting.pk}/cancel")
    box = text_of(client.get(f"/jobs/{waiting.pk}/", headers=HTMX))
    assert "正在停止" in box
    assert "/cancel" not in box


@pytest.mark.parametrize("who", ["chief", "stranger", "leader"])
def test_somebody_elses_job_is_absent(cast: Cast, waiting: Job, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(f"/jobs/{waiting.pk}/").status_code == 404
    assert client.post(f"/jobs/{waiting.pk}/cancel").status_code == 404
    assert client.get(f"/api/v1/jobs/{waiting.pk}").status_code == 404
    assert client.get(f"/jobs/{new_id()}/").status_code == 404


def test_system_administrator_sees_all_jobs_and_periods(cast: Cast, waiting: Job) -> None:
    Schedule.objects.create(name="core.seal_audit", every_seconds=10, next_at=now(), error="ZeroDivisionError: 0")
    client = signed_in(cast.admin)
    page = text_of(client.get("/jobs/"))
    assert "数点位" in page
    assert "简检查" in page
    assert "封存审计记录" in page
    assert "ZeroDivisionError" in page
    assert client.post(f"/jobs/{waiting.pk}/cancel").status_code == 302


@pytest.mark.parametrize("who", ["chief", "inspector", "leader"])
def test_list_of_all_jobs_is_the_administrators(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get("/jobs/").status_code == 403
    assert client.get("/api/v1/jobs").status_code == 403


def test_empty_list_says_what_will_be_here(cast: Cast) -> None:
    assert "还没有后台作业" in text_of(signed_in(cast.admin).get("/jobs/"))


@pytest.mark.parametrize("count", [3, 30])
def test_list_costs_the_same_for_many(cast: Cast, waiting: Job, count: int, django_assert_max_num_queries: Any) -> None:
    for _ in range(count):
        Job.objects.create(name="test.count", requested_by=cast.inspector, run_after=now())
    client = signed_in(cast.admin)
    client.get("/jobs/")
    with django_assert_max_num_queries(12):
        assert len(client.get("/jobs/").context["rows"]) == count + 1


def test_jobs_over_the_api(cast: Cast, waiting: Job) -> None:
    run_half(waiting)
    mine = signed_in(cast.inspector).get(f"/api/v1/jobs/{waiting.pk}").json()
    assert (mine["label"], mine["percent"], mine["state"]) == ("数点位", 25, "running")
    admin = signed_in(cast.admin)
    assert [row["id"] for row in admin.get("/api/v1/jobs").json()] == [str(waiting.pk)]
    assert admin.get(f"/api/v1/jobs?before={waiting.pk}").json() == []
    stopped = send_json(signed_in(cast.inspector), "POST", f"/api/v1/jobs/{waiting.pk}/cancel").json()
    assert stopped["cancel_asked"]


def test_file_of_a_job_is_read_by_who_asked_for_it_only(cast: Cast, waiting: Job) -> None:
    result = keep_result_file(b"%PDF-1.4\n%%EOF", name="汇总.pdf")
    Job.objects.filter(pk=waiting.pk).update(state=Job.State.DONE, result=result)
    response = signed_in(cast.inspector).get(result["url"])
    assert b"".join(response).startswith(b"%PDF")
    assert "%E6%B1%87%E6%80%BB.pdf" in response["Content-Disposition"]
    assert signed_in(cast.chief).get(result["url"]).status_code == 404
    other = files.store(b"%PDF-1.4\n%other", name="a.pdf")
    assert signed_in(cast.inspector).get(f"/files/{other.pk}/original").status_code == 404


def test_signed_out_nobody_sees_a_job(client: Client, waiting: Job) -> None:
    assert client.get(f"/jobs/{waiting.pk}/").status_code == 302
    assert client.get(f"/api/v1/jobs/{waiting.pk}").status_code == 401


@pytest.mark.parametrize(
    ("seconds", "words"), [(10, "10秒"), (300, "5分钟"), (3_600, "1小时"), (90, "90秒"), (172_800, "2天")]
)
def test_how_often_is_said_in_the_largest_unit_that_fits(seconds: int, words: str) -> None:
    assert every_words(seconds) == words
