"""Every kind of paper opens in LibreOffice, with its text, on as many pages as it should have.

`DOCUMENT_PICTURES=DIR script/test --documents` keeps the papers and a picture of each page, to be looked at.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases.notice_packing import start_pack
from chuangcheng.cases.notice_papers import write_notice
from chuangcheng.cases.services.notices import NoticeSource, issue_notices
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.inspections.reporting.making import report_file
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.services.tours import StopGiven, TourGiven, save_tour
from chuangcheng.inspections.testing import MARKET, Field, bring_to, make_field, make_round, make_visit, sent_photo
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.testing import make_site

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECONDS = 100  # for LibreOffice to start and convert all
SITES = 45  # of the round: its report takes some pages
KINDS = ("cases", "problem_classes", "sites", "framework", "breakdown")  # of imports
A4 = {(595, 842), (842, 595)}  # points, upright and across


@dataclass(frozen=True)
class Expected:
    """A paper, what must be read in it, and how many pages it may have."""

    name: str
    write: Callable[[], bytes]
    texts: tuple[str, ...]
    pages: tuple[int, int]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    if shutil.which("soffice") is None:
        pytest.fail("LibreOffice 没有安装，请先运行 script/office。")
    kept = os.environ.get("DOCUMENT_PICTURES")
    place = Path(kept) if kept else tmp_path / "papers"
    place.mkdir(parents=True, exist_ok=True)
    yield place
    if kept:
        for paper in sorted(place.glob("*.pdf")):
            _said(["pdftoppm", "-png", "-r", "60", str(paper), str(paper.with_suffix(""))])


@pytest.mark.documents
def test_papers_open_whole(cast: Cast, folder: Path) -> None:
    papers = list(_papers(cast))
    for paper in papers:
        (folder / paper.name).write_bytes(paper.write())

    said = _converted(folder, [folder / paper.name for paper in papers if not paper.name.endswith(".pdf")])

    assert not re.search(r"error|warn|repair|corrupt", said, re.IGNORECASE), said
    for paper in papers:
        printed = (folder / paper.name).with_suffix(".pdf")
        assert printed.exists(), paper.name
        told = _said(["pdftotext", "-layout", str(printed), "-"])
        for text in paper.texts:
            assert text in re.sub(r"\s", "", told), (paper.name, text)
        pages, sizes = _pages(printed)
        assert paper.pages[0] <= pages <= paper.pages[1], (paper.name, pages)
        assert sizes <= A4, (paper.name, sizes)


def _papers(cast: Cast) -> Iterator[Expected]:
    field, found = _round(cast)
    chief = actor_of(cast.chief)
    for kind, pages in (("docx", (4, 16)), ("xlsx", (6, 16))):

        def report(kind: str = kind) -> bytes:
            return report_file(actor=chief, round_id=found.pk, base="", kind=kind)[0]

        yield Expected(
            f"检查报告-{kind}.{kind}", report, ("总体情况", "合格率", field.sites[0].name, "统计说明"), pages
        )
    cases = [case_in("fixing", cast, photo_ids=[stored_photo(shade)]) for shade in range(1, 6)]
    source = NoticeSource("inspections.round", str(found.pk), found.name)
    (notice,) = issue_notices(actor=chief, source=source, case_ids=[case.pk for case in cases])
    for kind in ("docx", "pdf"):

        def paper(kind: str = kind) -> bytes:
            return write_notice(notice, kind)

        yield Expected(f"整改通知单-{kind}.{kind}", paper, ("整改通知单", notice.number, cases[0].number), (2, 4))
    yield from _packed(cast, source.id)
    yield from _downloads(cast, field)


def _downloads(cast: Cast, field: Field) -> Iterator[Expected]:
    """What the pages of other contexts give out."""
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    tour = _tour(cast, field)
    for name, address, text in (
        ("整改统计.xlsx", "/cases/figures/workbook.xlsx", "结案率"),
        ("整改通报.docx", "/cases/figures/bulletin.docx", "结案率"),
        ("路线单.docx", f"/tours/{tour.pk}/route.docx", field.sites[0].name),
        ("拉练结果.xlsx", f"/tours/{tour.pk}/result.xlsx", "名次"),
        ("检查完成情况.xlsx", "/rounds/completion.xlsx", ""),
        ("职责清单.xlsx", "/api/v1/duties/workbook", ""),
        *((f"导入模板-{kind}.xlsx", f"/api/v1/imports/kinds/{kind}/template", "") for kind in KINDS),
        ("问题清单.xlsx", "/api/v1/cases/workbook", "门前堆放垃圾"),
        ("点位.xlsx", "/api/v1/sites/workbook", field.sites[0].name),
        ("单位.xlsx", "/api/v1/units/workbook", "云澜区"),
        ("问题类别.xlsx", "/api/v1/problem-classes/workbook", "暴露垃圾"),
        ("体系.xlsx", f"/api/v1/frameworks/{field.framework.pk}/workbook", "文明测评体系"),
    ):

        def get(address: str = address) -> bytes:
            answer: Any = client.get(address)
            assert answer.status_code == 200, address
            return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)

        yield Expected(name, get, (text,), (1, 20))


def _tour(cast: Cast, field: Field) -> Any:
    """A planned tour of the sites."""
    given = TourGiven(
        name="二季度拉练",
        held_on=today(),
        starts_at=time(8, 30),
        start_name="区政府",
        leader_ids=[cast.leader.pk],
        stops=[StopGiven(site.number) for site in field.sites[:2]],
        start=(114.48, 36.60),
    )
    return save_tour(actor=actor_of(cast.chief), tour_id=new_id(), given=given, is_new=True)


def _packed(cast: Cast, source_id: str) -> Iterator[Expected]:
    """The papers in the zip of all notices."""
    started = start_pack(actor=actor_of(cast.chief), source_id=source_id, kind="docx")
    run_all_jobs()
    started.refresh_from_db()
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    answer: Any = client.get(started.result["url"])
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
        contents = {name: pack.read(name) for name in pack.namelist() if name.endswith((".docx", ".xlsx"))}
    assert contents
    for name, content in contents.items():
        yield Expected(f"打包-{Path(name).name}", partial(bytes, content), (), (1, 6))


def _round(cast: Cast) -> tuple[Field, Any]:
    """A released round of many sites with photos, and one before it."""
    field = make_field(cast, sites=2)
    earlier = make_round(cast, field, name="8月月评比", kind="monthly")
    type(earlier).objects.filter(pk=earlier.pk).update(starts_on=today() - timedelta(days=31))
    make_visit(cast, field, earlier, litter={"faults": 2})
    bring_to(cast, earlier, "released")
    names = [f"第{number}集贸市场（人民路与建设大道交叉口东北侧）" for number in range(3, SITES)]
    more = [make_site(name, area=cast.lane, site_type=MARKET, owner=cast.sanitation) for name in names]
    whole = Field(field.framework, field.standards, field.items, [*field.sites, *more])
    found = make_round(cast, whole, name="9月月评比", kind="monthly")
    for at, site in enumerate(whole.sites[:-2]):
        photos = [sent_photo(cast.inspector, at)] if at < 6 else []
        litter = AnswerGiven(field.items["litter"].pk, {"faults": at % 3}, "", photos)
        make_visit(cast, whole, found, site=site, litter=litter, stalls={"ok": at % 4 != 0})
    return whole, bring_to(cast, found, "released")


def _converted(folder: Path, papers: list[Path]) -> str:
    """Makes a PDF of each paper; gives what LibreOffice said."""
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    shutil.rmtree(folder / "profile", ignore_errors=True)
    return "\n".join(line for line in done.stderr.splitlines() if "javaldx" not in line)


def _pages(paper: Path) -> tuple[int, set[tuple[int, int]]]:
    """How many pages, and their sizes in points."""
    told = _said(["pdfinfo", "-l", "-1", str(paper)])
    sizes = {(round(float(w)), round(float(h))) for w, h in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", told)}
    match = re.search(r"Pages:\s+(\d+)", told)
    assert match is not None
    return int(match[1]), sizes


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True).stdout
