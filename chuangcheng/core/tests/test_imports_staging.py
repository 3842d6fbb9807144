from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports import kinds, staging
from chuangcheng.core.imports.forgetting import forget_batch
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.staging import commit_import, plans_of, settle_columns, stage_import
from chuangcheng.core.models import AuditEntry, Job, NumberSeries, StagedImport, StoredFile
from chuangcheng.core.permissions import CHANGE_CALENDAR
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.tests.test_imports_run import THINGS, kept
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db

LEDGER = "台账\n物品编号,叫什么,颜色\nA-1,桌,红\nA-2,,蓝\nA-3,椅,绿\n".encode("gb18030")
KIND = replace(THINGS, permission=CHANGE_CALENDAR)  # the creation office has it, others do not


@pytest.fixture(autouse=True)
def _only_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {"things": KIND})


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chief)
    return client


@pytest.fixture
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "ROWS_IN_A_REQUEST", 1)


def upload(client: Client, content: bytes = LEDGER, name: str = "物品.csv", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports:start", args=["things"]), {"file": file, "import_id": new_id(), **fields})


def settle(client: Client, staged: StagedImport, **columns: str) -> Any:
    """Posts the mapping page with the columns as given: position → key."""
    data = {"sheet-0-read": "1", "sheet-0-header": "2", "sheet-0-depth": "1", "sheet-0-section": ""}
    data |= {f"column-0-{at.removeprefix('c')}": key for at, key in columns.items()}
    return client.post(reverse("imports:mapping", args=[staged.pk]), data)


def only_import() -> StagedImport:
    return StagedImport.objects.get()


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_file_goes_in_by_four_pages(chief: Client) -> None:
    assert "物品" in text_of(chief.get(reverse("imports:list")))
    response = upload(chief)
    staged = only_import()
    assert response["Location"] == reverse("imports:mapping", args=[staged.pk])
    page = text_of(chief.get(response["Location"]))
    assert ("叫什么" in page, "颜色" in page, "A-1" in page) == (True, True, True)
    response = settle(chief, staged, c0="code", c1="name")
    assert response["Location"] == reverse("imports:preview", args=[staged.pk])
    page = text_of(chief.get(response["Location"]))
    assert ("导入合格的 2 行" in page, "没有填写“叫什么”" in page, kept()) == (True, True, [])
    response = chief.post(reverse("imports:preview", args=[staged.pk]))
    assert response["Location"] == reverse("imports:done", args=[staged.pk])
    page = text_of(chief.get(response["Location"]))
    assert ("没有填写“叫什么”" in page, kept()) == (True, ["A-1", "A-3"])
    assert "已导入" in text_of(chief.get(reverse("imports:list")))


def test_strict_on_screen_keeps_everything_out(chief: Client) -> None:
    upload(chief)
    settle(chief, only_import(), c0="code", c1="name")
    chief.post(reverse("imports:preview", args=[only_import().pk]), {"strict": "1"})
    page = text_of(chief.get(reverse("imports:done", args=[only_import().pk])))
    assert ("没有导入任何一行" in page, kept(), only_import().state) == (True, [], "refused")


def test_a_corrected_mapping_is_remembered_for_the_same_headers(chief: Client) -> None:
    upload(chief)
    settle(chief, only_import(), c0="code", c1="name")
    upload(chief, "新台账\n物品编号,叫什么,颜色\nB-1,灯,白\n".encode(), name="新.csv")
    newest = StagedImport.objects.latest("staged_at")
    assert dict(plans_of(newest)[0].columns) == {0: "code", 1: "name"}


def test_another_header_row_can_be_pointed_at(chief: Client) -> None:
    upload(chief, "编号,说明\n,\n名称,编号\n桌,A-1\n".encode())
    data = {"sheet-0-read": "1", "sheet-0-header": "3", "sheet-0-depth": "1", "guess": "1"}
    page = text_of(chief.post(reverse("imports:mapping", args=[only_import().pk]), data))
    assert 'name="sheet-0-header" value="3"' in page
    assert page.count('value="name" selected') == 1


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"c0": "name", "c1": "name"}, "都选了“名称”"),
        ({"c0": "code"}, "缺少“名称”列"),
        ({"c1": "x"}, "缺少“名称”列"),
    ],
)
def test_columns_that_cannot_do_are_refused_on_the_page(chief: Client, columns: dict[str, str], sentence: str) -> None:
    upload(chief)
    response = settle(chief, only_import(), **columns)
    assert (response.status_code, sentence in text_of(response), only_import().preview) == (422, True, {})


def test_nothing_read_is_refused_on_the_page(chief: Client) -> None:
    upload(chief)
    response = chief.post(reverse("imports:mapping", args=[only_import().pk]), {})
    assert (response.status_code, "没有找到" in text_of(response)) == (422, True)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "空.xlsx", "空的"),
        (b"<html><table></table></html>", "网页.xls", "网页格式"),
        (b"PK\x03\x04" + b"x" * 99, "坏.xlsx", "损坏"),
        (b"\x00\x01" * 99, "乱.csv", "不是表格"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(
    chief: Client, content: bytes, name: str, sentence: str
) -> None:
    response = upload(chief, content, name)
    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert not StagedImport.objects.exists()


def test_a_renamed_file_is_taken_for_what_it_is(chief: Client) -> None:
    assert upload(chief, LEDGER, "物品.xlsx").status_code == 302


def test_the_same_upload_twice_is_one_import(chief: Client) -> None:
    import_id = new_id()
    responses = [upload(chief, import_id=import_id), upload(chief, import_id=import_id)]
    assert [response["Location"] for response in responses] == [reverse("imports:mapping", args=[import_id])] * 2
    assert StagedImport.objects.count() == 1


def test_a_commit_twice_goes_in_once(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    staged = stage_import(actor=actor, kind_code="things", content=LEDGER, name="物品.csv")
    with pytest.raises(Refusal, match="核对"):
        commit_import(actor=actor, import_id=staged.pk, strict=False)
    plan = replace(plans_of(staged)[0], columns={0: "code", 1: "name"})
    settle_columns(actor=actor, import_id=staged.pk, plans=[plan])
    commit_import(actor=actor, import_id=staged.pk, strict=False)
    with pytest.raises(Refusal, match="已经提交"):
        commit_import(actor=actor, import_id=staged.pk, strict=False)
    assert AuditEntry.objects.filter(action="core.import").count() == 1


def test_imports_of_others_look_like_none(client: Client, cast: Cast) -> None:
    staged = stage_import(actor=actor_of(cast.chief), kind_code="things", content=LEDGER, name="物品.csv")
    client.force_login(cast.admin)
    for name in ("mapping", "preview", "done", "problems"):
        assert client.get(reverse(f"imports:{name}", args=[staged.pk])).status_code == 404
        assert client.get(reverse(f"imports:{name}", args=[new_id()])).status_code == 404
    with pytest.raises(NotFound):
        commit_import(actor=actor_of(cast.admin), import_id=staged.pk, strict=False)


def test_who_may_not_import_sees_no_kind_and_uploads_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.liaison)
    refused = client.get(reverse("imports:list"))
    assert (refused.status_code, "您没有可以导入的内容" in text_of(refused)) == (403, True)
    assert upload(client).status_code == 403
    assert client.get(reverse("imports:template", args=["things"])).status_code == 403
    assert not StagedImport.objects.exists()


def test_templates_and_problems_are_downloads(chief: Client) -> None:
    response = chief.get(reverse("imports:template", args=["things"]))
    assert openpyxl.load_workbook(io.BytesIO(response.getvalue())).sheetnames[0] == "物品"
    upload(chief)
    settle(chief, only_import(), c0="code", c1="name")
    response = chief.get(reverse("imports:problems", args=[only_import().pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.rows][1] == [
        *("物品", 4, "叫什么", "没有填写“叫什么”，请补上。", "未导入"),
    ]


@pytest.mark.usefixtures("_every_file_is_large")
def test_a_large_file_is_looked_at_and_brought_in_by_a_worker(chief: Client) -> None:
    upload(chief)
    settle(chief, only_import(), c0="code", c1="name")
    assert (kept(), only_import().preview) == ([], {})
    assert "progress-box" in text_of(chief.get(reverse("imports:preview", args=[only_import().pk])))
    run_all_jobs()
    assert "导入合格的 2 行" in text_of(chief.get(reverse("imports:preview", args=[only_import().pk])))
    chief.post(reverse("imports:preview", args=[only_import().pk]))
    assert "progress-box" in text_of(chief.get(reverse("imports:done", args=[only_import().pk])))
    assert kept() == []
    run_all_jobs()
    assert (kept(), only_import().state, only_import().report["created"]) == (["A-1", "A-3"], "done", 2)


@pytest.mark.usefixtures("_every_file_is_large")
def test_a_worker_stopped_half_way_leaves_the_import_open(chief: Client) -> None:
    upload(chief)
    settle(chief, only_import(), c0="code", c1="name")
    run_all_jobs()
    chief.post(reverse("imports:preview", args=[only_import().pk]))
    Job.objects.filter(state="waiting").update(state="cancelled", message="已按要求停止。")
    page = text_of(chief.get(reverse("imports:done", args=[only_import().pk])))
    assert ("已按要求停止" in page, "返回预览" in page, kept()) == (True, True, [])
    chief.post(reverse("imports:preview", args=[only_import().pk]))
    run_all_jobs()
    assert kept() == ["A-1", "A-3"]


@pytest.mark.usefixtures("_every_file_is_large")
def test_a_preview_for_columns_that_changed_meanwhile_is_dropped(chief: Client) -> None:
    upload(chief)
    settle(chief, only_import(), c0="code", c1="name")
    old = Job.objects.get()
    settle(chief, only_import(), c0="code", c2="name")
    Job.objects.exclude(pk=old.pk).update(state="cancelled")
    run_all_jobs()
    assert only_import().preview == {}


def test_the_list_costs_the_same_for_three_and_thirty(
    chief: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(15):
        stage_import(actor=actor_of(cast.chief), kind_code="things", content=LEDGER, name="物品.csv")
    with django_assert_max_num_queries(12):
        chief.get(reverse("imports:list"))
    assert NumberSeries.objects.count() == 0


def test_an_upload_is_forgotten_after_a_month(chief: Client) -> None:
    upload(chief)
    upload(chief, "编号,名称\nB-1,灯\n".encode())
    moment = now()
    old = StagedImport.objects.earliest("staged_at")
    StagedImport.objects.filter(pk=old.pk).update(staged_at=moment - timedelta(days=31))
    assert forget_batch(now=moment) == 1
    assert [staged.source.review_at > moment for staged in StagedImport.objects.select_related("source")] == [True]
    assert StoredFile.objects.get(pk=old.source_id).review_at == moment


@pytest.mark.usefixtures("_every_file_is_large")
def test_an_import_under_way_can_be_stopped_from_its_page_and_keeps_nothing(
    chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(chief)
    settle(chief, only_import(), c0="code", c1="name")
    run_all_jobs()
    chief.post(reverse("imports:preview", args=[only_import().pk]))
    job = Job.objects.get(state="waiting")
    stop = reverse("core:cancel_job", args=[job.pk])
    assert stop in text_of(chief.get(reverse("imports:done", args=[only_import().pk])))

    def stop_while_it_runs(report: Report, done: int, total: int) -> None:
        Job.objects.filter(pk=job.pk).update(cancel_asked=True)
        if report.watch:
            report.watch(done, total)

    monkeypatch.setattr(Report, "progress", stop_while_it_runs)
    run_all_jobs()
    page = text_of(chief.get(reverse("imports:done", args=[only_import().pk])))
    job.refresh_from_db()
    assert ("返回预览" in page, kept(), job.state) == (True, [], "cancelled")


def test_a_phone_is_masked_in_what_is_kept_for_the_preview(chief: Client) -> None:
    upload(chief, content="物品表\n编号,名称,联系电话\nA-1,桌,13800005678\n".encode())
    settle(chief, only_import(), c0="code", c1="name", c2="phone")
    assert only_import().preview["rows"][0]["texts"][-1] == "138****5678"


def test_a_phone_in_a_text_is_masked_and_the_way_back_to_the_columns_leads_there(chief: Client) -> None:
    upload(chief, content="物品表\n编号,名称\nA-1,桌（找张三13800005678）\n".encode())
    settle(chief, only_import(), c0="code", c1="name")
    assert only_import().preview["rows"][0]["texts"][-1] == "桌（找张三138****5678）"
    page = chief.get(reverse("imports:preview", args=[only_import().pk])).content.decode()
    assert page.count(f'href="{reverse("imports:mapping", args=[only_import().pk])}"') == 2
