"""A phone in the text of an imported problem: masked on every page, paper and export, opened by who may, on record."""

from __future__ import annotations

import io

import pytest
from docx import Document

from chuangcheng.cases import services
from chuangcheng.cases.models import Case
from chuangcheng.cases.notice_papers import write_notice
from chuangcheng.cases.services.notices import NoticeSource, issue_notices
from chuangcheng.cases.testing import case_in
from chuangcheng.cases.tests.test_exported_list import bring_back, cell, exported
from chuangcheng.core.models import AuditEntry, Notice
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

pytestmark = pytest.mark.django_db
NUMBER, MASKED = "13800005678", "138****5678"
WORDS = f"门前积水，联系人王某{NUMBER}"


@pytest.fixture
def case(cast: Cast) -> Case:
    found = case_in("fixing", cast)
    Case.objects.filter(pk=found.pk).update(description=WORDS, place_text="东关大街，值班电话0310-5550001")
    services.index_cases([found.pk])
    return Case.objects.get(pk=found.pk)


def test_no_page_list_search_or_answer_of_the_api_shows_it(cast: Cast, case: Case) -> None:
    pages = (
        "/cases/",
        f"/cases/{case.pk}/",
        "/cases/board/",
        "/cases/desk/",
        "/search/?q=积水",
        "/todos/",
        "/notices/",
    )
    answers = ("/api/v1/cases", f"/api/v1/cases/{case.pk}")
    for person in (cast.chief, cast.liaison):
        told = [signed_in(person).get(address).content.decode() for address in (*pages, *answers)]
        assert not any(NUMBER in each or "5550001" in each for each in told)
        assert sum(MASKED in each for each in told) >= 4


def test_office_opens_it_on_record_and_nobody_else_does(cast: Cast, case: Case) -> None:
    office = signed_in(cast.chief)
    assert "查看原文中的电话" in office.get(f"/cases/{case.pk}/").content.decode()
    assert WORDS in office.post(f"/cases/{case.pk}/phones/", follow=True).content.decode()
    assert office.post(f"/api/v1/cases/{case.pk}/phones").json()["text"].startswith(WORDS)
    assert AuditEntry.objects.filter(action="cases.open_phones").count() == 2
    unit = signed_in(cast.liaison)
    assert "查看原文中的电话" not in unit.get(f"/cases/{case.pk}/").content.decode()
    assert unit.post(f"/cases/{case.pk}/phones/").status_code == 403


def test_exported_list_is_masked_and_an_edit_of_the_text_keeps_the_number(cast: Cast, case: Case) -> None:
    book = exported(cast)
    assert cell(book, case.number, "问题描述").value == WORDS.replace(NUMBER, MASKED)
    cell(book, case.number, "问题描述").value = f"路面积水，联系人王某{MASKED}"
    assert bring_back(book).updated == 1
    case.refresh_from_db()
    assert case.description == f"路面积水，联系人王某{NUMBER}"
    assert NUMBER not in str(case.history.get(move="correct").data)


def test_untouched_export_changes_nothing(cast: Cast, case: Case) -> None:
    assert bring_back(exported(cast)).updated == 0
    assert Case.objects.get(pk=case.pk).description == WORDS


def test_notice_paper_and_inbox_show_the_masked_number(cast: Cast, case: Case) -> None:
    source = NoticeSource("cases.selection", str(case.pk), "日常检查")
    (notice,) = issue_notices(actor=actor_of(cast.chief), source=source, case_ids=[case.pk])
    table = Document(io.BytesIO(write_notice(notice, "docx"))).tables
    told = " ".join(each.text for rows in table for row in rows.rows for each in row.cells)
    assert MASKED in told
    assert NUMBER not in told
    services.reassign_case(
        actor=actor_of(cast.chief), step=services.Step(case.pk), lead_unit_id=cast.east.pk, reason="属地。"
    )
    run_all_jobs()
    assert not Notice.objects.filter(body__contains=NUMBER).exists()
