from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from chuangcheng.core import audit, testing
from chuangcheng.core.models import AuditEntry, Job
from chuangcheng.core.sealing import seal_waiting
from chuangcheng.core.tests.pages import send_json, signed_in, text_of
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, make_person


@pytest.fixture
def auditor(cast: Cast) -> Person:
    """Reads the trail and nothing else."""
    return make_person("auditor", unit=cast.place, role="auditor", name="申审计")


def record(cast: Cast, count: int = 1) -> None:
    for number in range(count):
        detail = {"number": number, "text": "=柳巷"}
        audit.record(actor=actor_of(cast.chief), action="core.change_setting", subject=cast.lane, detail=detail)


def test_trail_tells_who_did_what_to_what_and_whether_it_is_sealed(cast: Cast, auditor: Person) -> None:
    record(cast)
    client = signed_in(auditor)
    assert "待封存" in text_of(client.get("/audit/"))
    seal_waiting()
    page = text_of(client.get("/audit/?person=程主任"))
    assert "程主任" in page
    assert "修改设置" in page
    assert "编号：0；text：=柳巷" in page
    assert "SHA256" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("person=程主任", 1),
        ("person=chief", 1),
        ("person=程", 0),
        ("action=core.change_setting", 1),
        ("action=core.cancel_job", 1),
        ("subject=LANE", 1),
        ("first_on=2020-01-01&last_on=2020-12-31", 0),
        ("first_on=2020-01-01", 2),
        ("first_on=nonsense", 2),
        ("action=no.such", 2),
    ],
)
def test_trail_is_searched(cast: Cast, auditor: Person, query: str, count: int) -> None:
    record(cast)
    audit.record(actor=actor_of(cast.inspector), action="core.cancel_job")
    client = signed_in(auditor)
    found = client.get(f"/audit/?{query.replace('LANE', str(cast.lane.pk))}").context["entries"]
    assert len([entry for entry in found if entry.who in {"程主任", "简检查"}]) == count


@pytest.mark.parametrize("who", ["chief", "inspector", "leader", "admin"])
def test_trail_is_the_auditors_alone(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for answer in [
        client.get("/audit/"),
        client.post("/audit/export"),
        client.post("/audit/verify"),
        client.get("/api/v1/audit"),
        client.get("/api/v1/audit/chain"),
        send_json(client, "POST", "/api/v1/audit/exports"),
        send_json(client, "POST", "/api/v1/audit/verifications"),
    ]:
        assert answer.status_code == 403
    assert not Job.objects.exists()


def test_trail_is_exported_as_a_workbook_and_that_is_on_record(cast: Cast, auditor: Person) -> None:
    record(cast, 3)
    client = signed_in(auditor)
    started = client.post("/audit/export?person=程主任")
    [job] = testing.run_all_jobs()
    assert started["Location"] == f"/jobs/{job.pk}/"
    content = b"".join(client.get(job.result["url"]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    header, *lines = rows
    assert header[:4] == ["序号", "时间", "人员", "操作"]
    assert len(lines) == 3
    assert lines[0][2:4] == ["程主任", "修改设置"]
    assert lines[0][7] == "编号：2；text：=柳巷"
    entry = AuditEntry.objects.get(action="core.export_audit")
    assert (entry.actor_name, entry.detail) == ("申审计", {"person": "程主任"})


def test_chain_is_verified_by_a_job(cast: Cast, auditor: Person) -> None:
    record(cast, 3)
    seal_waiting()
    signed_in(auditor).post("/audit/verify")
    [job] = testing.run_all_jobs()
    assert job.result["broken"] is None
    assert "封存链完整" in job.message


def test_auditor_who_lost_the_permission_gets_nothing_from_a_job_that_waited(cast: Cast, auditor: Person) -> None:
    signed_in(auditor).post("/audit/export")
    auditor.posts.all().delete()
    [job] = testing.run_all_jobs()
    assert job.state == Job.State.FAILED
    assert "url" not in job.result


@pytest.mark.parametrize("count", [3, 30])
def test_trail_costs_the_same_for_many(
    cast: Cast, auditor: Person, count: int, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(auditor)
    record(cast, count)
    client.get("/audit/")
    with django_assert_max_num_queries(14):
        client.get("/audit/")


def test_pages_go_back_and_keep_the_filter(cast: Cast, auditor: Person) -> None:
    record(cast, 60)
    client = signed_in(auditor)
    page = client.get("/audit/?person=程主任").context["page"]
    assert "person=" in page.older
    assert len(client.get(f"/audit/{page.older}").context["entries"]) == 10


def test_trail_over_the_api(cast: Cast, auditor: Person) -> None:
    record(cast, 3)
    seal_waiting()
    client = signed_in(auditor)
    rows = client.get("/api/v1/audit?person=chief&limit=2").json()
    assert [row["detail"]["number"] for row in rows] == [2, 1]
    assert rows[0]["position"] is not None
    older = client.get(f"/api/v1/audit?person=chief&before={rows[-1]['id']}").json()
    assert len(older) == 1
    chain = client.get("/api/v1/audit/chain").json()
    assert chain["position"] >= 3
    assert len(chain["digest"]) == 64
    assert send_json(client, "POST", "/api/v1/audit/exports", {"person": "chief"}).status_code == 202
    assert send_json(client, "POST", "/api/v1/audit/verifications").status_code == 202
    assert {job.state for job in testing.run_all_jobs()} == {Job.State.DONE}
