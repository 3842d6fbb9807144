"""What leaves the office about plans and proofs: the submission package, meetings, campaigns, circulars, readiness."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path

import pytest

from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.command.services.specials import pick_photos, wind_up_special, write_summary
from chuangcheng.command.testing import make_assessor_visit, make_circular, make_special, report_day, written_meeting
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.evidence.packing import start_packing
from chuangcheng.evidence.testing import bring, judge, make_material, proof_standard
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.supervision.testing import make_board
from chuangcheng.tasks.testing import make_task
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
    office, framework_id = actor_of(cast.chief), material.framework_id
    job = start_packing(actor=office, framework_id=framework_id, item_id=None)
    bound = start_packing(actor=office, framework_id=framework_id, item_id=None, shape="pdf")
    with package_of(cast, job) as package:
        bound.refresh_from_db()
        names = package.namelist()
        sheet = next(name for name in names if name.endswith(".docx"))
        told = check_papers(
            folder,
            [
                Expected("目录.pdf", partial(package.read, "目录.pdf"), ("申报材料目录", "收入已认可的1份"), (1, 1)),
                Expected(
                    "提交表.docx", partial(package.read, sheet), ("测评材料提交表", "缺1份材料", "柳巷社区"), (1, 1)
                ),
                Expected(
                    "申报材料.pdf",
                    partial(fetch, cast.chief, bound.result["url"]),
                    ("收入已认可的1份", "测评材料提交表", "柳巷社区"),
                    (3, 3),
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


@pytest.mark.documents
def test_papers_of_a_special_campaign_open(cast: Cast, folder: Path) -> None:
    special, office = make_special(cast), actor_of(cast.chief)
    case = case_in("closed", cast, photo_ids=[stored_photo(5)])
    report_day(cast, special, people=12)
    pick_photos(actor=office, special_id=special.pk, case_id=case.pk)
    wind_up_special(actor=office, special_id=special.pk)
    write_summary(actor=office, special_id=special.pk, remains="两处待拆迁。", lessons="早晚各巡一次。")
    address = f"/command/specials/{special.pk}"
    papers = [
        Expected("总结.docx", partial(fetch, cast.chief, f"{address}/report.docx"), ("总结报告", "两处待拆迁"), (1, 5)),
        Expected("简报.docx", partial(fetch, cast.chief, f"{address}/brief.docx"), ("简报",), (1, 3)),
        Expected("每日.xlsx", partial(fetch, cast.chief, f"{address}/days.xlsx"), ("参加人次",), (1, 3)),
        Expected("清单.xlsx", partial(fetch, cast.chief, "/command/specials.xlsx"), (special.number,), (1, 3)),
    ]
    check_papers(folder, papers)


@pytest.mark.documents
def test_workbooks_of_circulars_and_of_readiness_open(cast: Cast, folder: Path) -> None:
    circular, visit = make_circular(cast), make_assessor_visit(cast)
    receipts = f"/command/circulars/{circular.pk}/receipts.xlsx"
    papers = [
        Expected("文件.xlsx", partial(fetch, cast.chief, "/command/circulars.xlsx"), (circular.number,), (1, 3)),
        Expected("签收.xlsx", partial(fetch, cast.chief, receipts), ("区城管局",), (1, 3)),
        Expected("制度.xlsx", partial(fetch, cast.chief, "/command/regulations.xlsx"), ("制度",), (1, 3)),
        Expected(
            "迎检.xlsx", partial(fetch, cast.chief, f"/command/visits/{visit.pk}/readiness.xlsx"), ("点位",), (1, 6)
        ),
    ]
    check_papers(folder, papers)


@pytest.mark.documents
def test_contracts_and_rules_open(cast: Cast, folder: Path) -> None:
    board = make_board(cast, minimum=5, red=2, black=1)
    formula = board.versions.get().formula
    for number in range(1, 31):
        make_task(cast, title=f"第{number}项：背街小巷整治", proof="整改前后照片")
    unit = cast.sanitation.pk
    contract = partial(fetch, cast.chief, f"/tasks/duties/units/{unit}/contract.docx")
    rules = partial(fetch, cast.chief, f"/supervision/formulas/{formula.pk}/rules.docx")
    told = check_papers(
        folder,
        [
            Expected("责任书.docx", contract, ("目标责任书", "第30项", "甲方（盖章）", formula.name), (2, 5)),
            Expected("考核办法.docx", rules, (formula.name, "部门榜", "自2020年1月1日起施行"), (1, 3)),
        ],
    )
    assert [number for number in range(1, 31) if f"第{number}项" not in told["责任书.docx"]] == []
