from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chuangcheng.core.ids import new_id
from chuangcheng.core.imports import kinds
from chuangcheng.core.imports.staging import stage_import
from chuangcheng.core.models import StagedImport
from chuangcheng.core.tests.test_imports_run import kept
from chuangcheng.core.tests.test_imports_staging import KIND, LEDGER
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {"things": KIND})


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chief)
    return client


def upload(client: Client, **fields: Any) -> Any:
    data = {"file": SimpleUploadedFile("物品.csv", LEDGER), "kind": "things", **fields}
    return client.post("/api/v1/imports", data)


def send(client: Client, method: str, address: str, body: Any) -> Any:
    return client.generic(method, f"/api/v1/imports/{address}", json.dumps(body), content_type="application/json")


def test_a_file_goes_in_over_the_api(chief: Client) -> None:
    assert [kind["code"] for kind in chief.get("/api/v1/imports/kinds").json()] == ["things"]
    staged = upload(chief).json()
    plan = {**staged["mapping"][0], "columns": {"0": "code", "1": "name"}}
    settled = send(chief, "PUT", f"{staged['id']}/columns", [plan]).json()
    assert (settled["preview"]["report"]["created"], settled["state"], kept()) == (2, "staged", [])
    committed = send(chief, "POST", f"{staged['id']}/commit", {}).json()
    assert (committed["state"], committed["report"]["created"], kept()) == ("done", 2, ["A-1", "A-3"])
    assert [one["id"] for one in chief.get("/api/v1/imports").json()] == [staged["id"]]
    assert chief.get(f"/api/v1/imports/{staged['id']}").json()["report"]["read"] == 3


def test_what_does_not_fit_is_one_sentence_and_changes_nothing(chief: Client) -> None:
    staged = upload(chief).json()
    for change in ({"section": "x"}, {"columns": {"99": "name"}}, {"index": 7}):
        answer = send(chief, "PUT", f"{staged['id']}/columns", [{**staged["mapping"][0], **change}])
        assert (answer.status_code, answer.json()["detail"][-1]) == (422, "。")
    assert send(chief, "POST", f"{staged['id']}/commit", {}).status_code == 409
    assert kept() == []


def test_ids_are_ones_own_to_give(chief: Client, cast: Cast) -> None:
    theirs = stage_import(actor=actor_of(cast.chief), kind_code="things", content=LEDGER, name="物品.csv")
    StagedImport.objects.update(staged_by=cast.admin)
    for import_id in (theirs.pk, "00000000-0000-4000-8000-000000000000"):
        assert upload(chief, import_id=str(import_id)).status_code == 422
    mine = new_id()
    assert {upload(chief, import_id=str(mine)).json()["id"] for _ in range(2)} == {str(mine)}


def test_imports_of_others_look_like_none(client: Client, cast: Cast) -> None:
    staged = stage_import(actor=actor_of(cast.chief), kind_code="things", content=LEDGER, name="物品.csv")
    client.force_login(cast.admin)
    assert client.get(f"/api/v1/imports/{staged.pk}").status_code == 404
    assert send(client, "POST", f"{staged.pk}/commit", {}).status_code == 404
    client.force_login(cast.liaison)
    assert upload(client).status_code == 403
    assert client.get("/api/v1/imports/kinds").json() == []
    assert client.get("/api/v1/imports/kinds/things/template").status_code == 403
