"""Hostile words in the documents that no address gives: of a worker, single or in a zip, and of the command line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases import papers
from chuangcheng.cases.models import Case
from chuangcheng.cases.notice_packing import start_pack
from chuangcheng.cases.services.notices import NoticeSource, issue_notices
from chuangcheng.cases.testing import case_in
from chuangcheng.config import cli
from chuangcheng.config.commands.exporting import KINDS
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.packing import start_packing
from chuangcheng.evidence.testing import bring, judge, make_material, proof_standard
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.models import Site
from chuangcheng.standards.models import Standard
from chuangcheng.standards.testing import make_framework
from tests.architecture.test_hidden_walk import signed_in
from tests.architecture.test_hostile_exports import FORBIDDEN, HOSTILE, check_document

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("words", list(HOSTILE.values()), ids=list(HOSTILE)),
]
SOURCE = NoticeSource("inspections.round", "01990000-0000-7000-8000-000000000001", "公开周检查")


def made_by_a_worker(job: Job, client: Client) -> bytes:
    run_all_jobs()
    job.refresh_from_db()
    assert job.state == "done"
    answer: Any = client.get(job.result["url"])
    return b"".join(answer.streaming_content)


def test_a_long_list_of_a_worker(cast: Cast, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(papers, "MOST_AT_ONCE", 0)
    case_in("fixing", cast)
    Case.objects.update(description=words, place_text=words, source_label=words)
    client = signed_in(cast.chief)
    assert client.get("/cases/export.xlsx").status_code == 302
    check_document(made_by_a_worker(Job.objects.get(), client), "cases.export")


def test_notices_in_a_zip(cast: Cast, words: str) -> None:
    case = case_in("fixing", cast)
    issue_notices(actor=actor_of(cast.chief), source=SOURCE, case_ids=[case.pk], requirement=words)
    Case.objects.update(description=words, place_text=words)
    Unit.objects.exclude(pk=cast.place.pk).update(name=words, short_name=words)
    job = start_pack(actor=actor_of(cast.chief), source_id=SOURCE.id, kind="docx")
    with zipfile.ZipFile(io.BytesIO(made_by_a_worker(job, signed_in(cast.chief)))) as archive:
        names = archive.namelist()
        assert len(names) == 2
        for name in names:
            assert Path(name).name == name
            assert not FORBIDDEN.search(name)
            assert name[0].isdigit()
            check_document(archive.read(name), name)


def test_the_submission_package(cast: Cast, words: str) -> None:
    material = make_material(cast, proof_standard())
    bring(cast, material)
    judge(cast, material, "accepted")
    MaterialRequest.objects.update(title=words, note=words)
    Standard.objects.update(text=words, evidence=words)
    Unit.objects.exclude(pk=cast.place.pk).update(name=words, short_name=words)
    job = start_packing(actor=actor_of(cast.chief), framework_id=material.framework_id, item_id=None)
    with zipfile.ZipFile(io.BytesIO(made_by_a_worker(job, signed_in(cast.chief)))) as archive:
        names = archive.namelist()
        assert len({name.casefold() for name in names}) == len(names) == 4
        for name in names:
            parts = name.split("/")
            assert not FORBIDDEN.search(name)
            assert all(part.strip(" .") == part and part not in ("", "..") for part in parts)
            if not name.endswith(".jpg"):
                check_document(archive.read(name), name)
    office = actor_of(cast.chief)
    job = start_packing(actor=office, framework_id=material.framework_id, item_id=None, shape="pdf")
    check_document(made_by_a_worker(job, signed_in(cast.chief)), "申报材料.pdf")


def test_what_the_command_line_writes(cast: Cast, tmp_path: Path, words: str) -> None:
    make_framework()
    case_in("fixing", cast)
    Case.objects.update(description=words, place_text=words, source_label=words)
    Site.objects.update(name=words)
    Standard.objects.update(text=words)
    for kind in KINDS:
        file = tmp_path / f"{kind}.xlsx"
        assert cli.main(["export", kind, str(file)]) == 0
        check_document(file.read_bytes(), kind)
