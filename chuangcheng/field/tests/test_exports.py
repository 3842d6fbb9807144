"""A phone that cannot send exports a file; whoever brings it in, each record counts once, in the owner's name."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import problem_class
from chuangcheng.core.testing import photo
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.testing import API, phone_of, problem, record
from chuangcheng.orgs.testing import Cast


@pytest.fixture
def exported(cast: Cast) -> dict[str, Any]:
    """What the inspector's phone writes into a file: a problem with a photo."""
    content = photo(shade=31)
    sha256 = hashlib.sha256(content).hexdigest()
    seal = phone_of(cast.inspector).client.get(f"{API}/day").json()["seal"]
    return {
        "format": "chuangcheng-outbox",
        "version": 1,
        "person": "简检查",
        "made_at": "2026-11-27T10:00:00+08:00",
        "seal": seal,
        "records": [problem(problem_class().pk, [sha256])],
        "photos": [{"sha256": sha256, "base64": base64.b64encode(content).decode()}],
    }


def test_office_brings_a_file_in_and_the_owner_is_the_reporter(cast: Cast, exported: dict[str, Any]) -> None:
    desk = phone_of(cast.chief)
    file = SimpleUploadedFile("导出.json", json.dumps(exported).encode())
    assert desk.client.post("/field-records/import/", {"file": file}).status_code == 302
    case = Case.objects.get()
    assert (case.reporter, case.photos.count()) == (cast.inspector, 1)
    kept = FieldRecord.objects.get()
    assert (kept.person, kept.brought_by) == (cast.inspector, cast.chief)
    # The phone has a network again and sends the same.
    phone = phone_of(cast.inspector)
    assert phone.records(exported["records"][0]).status_code == 201
    assert Case.objects.count() == 1


def test_owner_brings_the_file_in_on_another_phone_twice(cast: Cast, exported: dict[str, Any]) -> None:
    phone = phone_of(cast.inspector)
    for _time in range(2):
        told = phone.post("/exports", exported).json()
        assert (told["taken"], told["refused"], told["problems"]) == (1, [], [])
    assert Case.objects.count() == 1


def test_nobody_brings_in_a_file_without_the_seal_or_of_somebody_else(cast: Cast, exported: dict[str, Any]) -> None:
    forged = {**exported, "seal": exported["seal"][:-3] + "abc"}
    assert phone_of(cast.chief).post("/exports", forged).json()["code"] == "Unsealed"
    assert phone_of(cast.keeper).post("/exports", exported).status_code == 403
    assert not Case.objects.exists()


def test_damaged_photo_in_a_file_is_told_and_nothing_is_taken(cast: Cast, exported: dict[str, Any]) -> None:
    other = base64.b64encode(photo(shade=32)).decode()
    wrong = {**exported, "photos": [{**exported["photos"][0], "base64": other}]}
    assert phone_of(cast.inspector).post("/exports", wrong).status_code == 422
    broken = {**exported, "photos": [{**exported["photos"][0], "base64": "///"}]}
    assert phone_of(cast.inspector).post("/exports", broken).status_code == 422
    assert not FieldRecord.objects.exists()
    junk = SimpleUploadedFile("x.json", b"{]")
    answer = phone_of(cast.chief).client.post("/field-records/import/", {"file": junk})
    assert answer.status_code == 422


def test_records_not_taken_in_stand_on_the_workbench_with_both_sides(cast: Cast) -> None:
    phone = phone_of(cast.liaison)
    sent = problem(problem_class().pk)  # who fixes may not report
    phone.records(sent)
    desk = phone_of(cast.chief).client
    page = desk.get("/field-records/").content.decode()
    assert "东关大街12号门前" in page
    assert "没有办理此事项的权限" in page
    assert "外勤" in desk.get("/").content.decode()  # among the to-dos
    desk.post(f"/field-records/{sent['id']}/settle/", {"reason": "已代为上报"})
    assert "已代为上报" in desk.get("/field-records/?state=settled").content.decode()
    assert phone_of(cast.inspector).client.get("/field-records/").status_code == 403


def test_advice_is_listed_and_exported(cast: Cast) -> None:
    phone = phone_of(cast.keeper)
    phone.records(record("advice", {"behaviour": "车辆乱停", "count": 3, "outcome": "refused", "place": "柳巷"}))
    desk = phone_of(cast.chief).client
    page = desk.get("/advice/?outcome=refused").content.decode()
    assert "车辆乱停" in page
    assert "3人次" in page
    assert "车辆乱停" not in desk.get("/advice/?outcome=corrected").content.decode()
    assert desk.get("/advice.xlsx")["Content-Type"].endswith("spreadsheetml.sheet")
