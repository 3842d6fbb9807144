"""What leaves the office about plans and proofs: the papers of the submission package, agenda and minutes."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path

import pytest

from chuangcheng.command.testing import written_meeting
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.evidence.packing import start_packing
from chuangcheng.evidence.testing import bring, judge, make_material, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of
from tests.documents.opening import Expected, check_papers, fetch


def package_of(cast: Cast, job: Job) -> zipfile.ZipFile:
    """The package that a worker made."""
    run_all_jobs()
    job.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(fetch(cast.chief, job.result["url"])))


@pytest.mark.documents
def test_the_papers_of_a_submission_package_open(cast: Cast, folder: Path) -> None:
    material = make_material(cast, proof_standard())
    bring(cast, material)
    judge(cast, material, "accepted")
    job = start_packing(actor=actor_of(cast.chief), framework_id=material.framework_id, item_id=None)
    with package_of(cast, job) as package:
        names = package.namelist()
        sheet = next(name for name in names if name.endswith(".docx"))
        told = check_papers(
            folder,
            [
                Expected("目录.pdf", partial(package.read, "目录.pdf"), ("申报材料目录", "收入已认可的1份"), (1, 1)),
                Expected(
                    "提交表.docx", partial(package.read, sheet), ("测评材料提交表", "缺1份材料", "柳巷社区"), (1, 1)
                ),
            ],
        )
    assert "分类设施实景" in told["提交表.docx"]
    assert sum(name.endswith(".jpg") for name in names) == 2  # the original, and a copy with its caption


@pytest.mark.documents
def test_agenda_and_minutes_of_a_meeting_open(cast: Cast, folder: Path) -> None:
    meeting = written_meeting(cast)
    address = f"/command/meetings/{meeting.pk}"
    papers = [
        Expected("议程.docx", partial(fetch, cast.chief, f"{address}/agenda.docx"), ("议程", meeting.title), (1, 3)),
        Expected("纪要.docx", partial(fetch, cast.chief, f"{address}/minutes.docx"), ("纪要",), (1, 3)),
    ]
    check_papers(folder, papers)
