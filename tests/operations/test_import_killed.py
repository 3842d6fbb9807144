"""Kill -9 in the middle of an import, at the command line and in a worker: all rows or none, and once."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from chuangcheng.core.documents.excel import Column, write_table
from tests.operations.installations import COMMAND, PATIENCE_SECONDS, Installation, Moments, kill

pytestmark = pytest.mark.figures

ROWS = 6_000
MOMENTS = (0.5, 0.7, 0.85, 0.95)
COLUMNS = [Column("点位编号"), Column("点位名称"), Column("点位类型"), Column("所属街镇"), Column("详细地址")]
SITES = "from chuangcheng.sites.models import Site; answer = Site.objects.filter(number__startswith={!r}).count()"
# As the screen does it: the file is staged, its columns are settled, a worker is asked to bring it in.
STAGED = """
from chuangcheng.core.imports.staging import commit_import, plans_of, settle_columns, stage_import
from chuangcheng.core.models import Job, StagedImport
from chuangcheng.core.times import today
from chuangcheng.core.worker import run_worker
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person
actor = actor_for(Person.objects.get(username="chuangchengban"), today=today())
staged = stage_import(actor=actor, kind_code="sites", content=open({path!r}, "rb").read(), name="点位.xlsx")
settle_columns(actor=actor, import_id=staged.pk, plans=plans_of(staged))
run_worker(once=True)
commit_import(actor=actor, import_id=staged.pk, strict=False)
answer = str(StagedImport.objects.get(pk=staged.pk).job_id)
"""
JOB = (
    "from chuangcheng.core.models import Job;"
    " answer = Job.objects.values('state', 'done', 'attempts', 'worker', 'message').get(pk={!r})"
)


def workbook(folder: Path, mark: str) -> Path:
    """New sites, their numbers beginning with the mark."""
    rows = [(f"{mark}{number:05d}", f"试点{mark}{number}", "公共厕所", "东关街道", "试路1号") for number in range(ROWS)]
    path = folder / f"{mark}.xlsx"
    path.write_bytes(write_table(name="点位", columns=COLUMNS, rows=rows))
    return path


def test_killed_import_at_the_command_line_brings_in_all_rows_or_none(lived_in: Installation, tmp_path: Path) -> None:
    began = time.monotonic()
    lived_in.calls("import", "sites", workbook(tmp_path, "A"))
    moments = Moments(time.monotonic() - began)
    assert lived_in.says(SITES.format("A")) == ROWS
    kills_midway = 0
    for number, share in enumerate(MOMENTS):
        mark = f"K{number}"
        path = workbook(tmp_path, mark)
        was_killed = moments.killed_at(lived_in.starts(*COMMAND, "import", "sites", str(path)), share)
        there = lived_in.says(SITES.format(mark))
        assert there in {0, ROWS}
        kills_midway += was_killed and not there
        said = lived_in.calls("import", "sites", path)
        assert ("新增 0" if there else f"新增 {ROWS}") in said
        assert lived_in.says(SITES.format(mark)) == ROWS
    assert kills_midway
    assert lived_in.is_sound()


def test_killed_worker_leaves_the_import_to_another_which_does_it_once(lived_in: Installation, tmp_path: Path) -> None:
    path = workbook(tmp_path, "W")
    job = lived_in.says(STAGED.format(path=str(path)))
    worker = (sys.executable, "-m", "chuangcheng.core.tests.killed_worker")  # a worker whose lease is short
    first = lived_in.starts(*worker)
    until = time.monotonic() + PATIENCE_SECONDS
    while lived_in.says(JOB.format(job))["state"] != "running":
        assert time.monotonic() < until
    kill(first)
    left = lived_in.says(JOB.format(job))
    assert left["state"] == "running"
    assert lived_in.says(SITES.format("W")) == 0
    second = lived_in.starts(*worker)
    while (found := lived_in.says(JOB.format(job)))["state"] in {"running", "waiting"}:
        assert time.monotonic() < until, found
        time.sleep(0.5)
    kill(second)
    assert (found["state"], found["attempts"]) == ("done", 2)
    assert found["worker"] != left["worker"]
    assert lived_in.says(SITES.format("W")) == ROWS
    assert lived_in.is_sound()
