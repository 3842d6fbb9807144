"""Every kind of paper opens in LibreOffice, with its text, on as many pages as it should have.

`DOCUMENT_PICTURES=DIR script/test --documents` keeps the papers and a picture of each page, to be looked at.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chuangcheng.cases.notice_packing import start_pack
from chuangcheng.cases.notice_papers import write_notice
from chuangcheng.cases.services.notices import NoticeSource, issue_notices
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.inspections.reporting.making import report_file
from chuangcheng.inspections.services.tours import StopGiven, TourGiven, save_tour
from chuangcheng.inspections.testing import Field
from chuangcheng.orgs.testing import Cast, actor_of
from tests.documents.mixed_round import mixed_round
from tests.documents.opening import Expected, check_papers, fetch

SITES = 45  # of the round: its report takes some pages
KINDS = ("cases", "problem_classes", "sites", "framework", "breakdown")  # of imports


@pytest.mark.documents
def test_papers_open_whole(cast: Cast, folder: Path) -> None:
    told = check_papers(folder, _papers(cast))

    for chart in ("各类点位合格率", "各街镇合格率"):
        assert chart in told["检查报告-docx.docx"]
        assert chart in told["检查报告-xlsx.xlsx"]


def _papers(cast: Cast) -> Iterator[Expected]:
    field, found = mixed_round(cast, sites=SITES, photos=6)
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
        yield Expected(name, partial(fetch, cast.chief, address), (text,), (1, 20))


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
    with zipfile.ZipFile(io.BytesIO(fetch(cast.chief, started.result["url"]))) as pack:
        contents = {name: pack.read(name) for name in pack.namelist() if name.endswith((".docx", ".xlsx"))}
    assert contents
    for name, content in contents.items():
        yield Expected(f"打包-{Path(name).name}", partial(bytes, content), (), (1, 6))
