"""Rectification notices: one a unit, a number for ever, signed for, on paper."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from docx import Document

from chuangcheng.cases.access import visible_notices
from chuangcheng.cases.models import Case, NoticeCase, RectificationNotice
from chuangcheng.cases.notice_packing import pack
from chuangcheng.cases.notice_papers import PackedNotice, notice_paper, write_notice, write_pack
from chuangcheng.cases.queries.notices import notices
from chuangcheng.cases.services.notices import NoticeSource, issue_notices, sign_notice
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.tests.pdf_text import pdf_text
from chuangcheng.orgs.testing import Cast, actor_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOURCE = NoticeSource("inspections.round", "01990000-0000-7000-8000-000000000001", "9月月评比")


def issue(cast: Cast, *cases: Case, requirement: str = "") -> list[RectificationNotice]:
    return issue_notices(
        actor=actor_of(cast.chief), source=SOURCE, case_ids=[case.pk for case in cases], requirement=requirement
    )


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)  # type: ignore[arg-type]
    return client


def test_each_unit_gets_one_with_its_problems(cast: Cast) -> None:
    one, other = case_in("fixing", cast), case_in("fixing", cast)

    (made,) = issue(cast, one, other)

    assert made.unit == cast.sanitation
    assert made.entries.count() == 2
    assert made.number.endswith("000001")


def test_again_with_the_same_problems_changes_nothing(cast: Cast) -> None:
    case = case_in("fixing", cast)
    issue(cast, case)

    assert issue(cast, case) == []
    assert RectificationNotice.objects.get().version == 1


def test_issued_anew_keeps_the_number_and_is_signed_anew(cast: Cast) -> None:
    first = case_in("fixing", cast)
    (before,) = issue(cast, first)
    sign_notice(actor=actor_of(cast.liaison), notice_id=before.pk)

    (after,) = issue(cast, first, case_in("fixing", cast))

    assert (after.pk, after.number, after.version) == (before.pk, before.number, 2)
    assert after.signed_at is None
    assert NoticeCase.objects.filter(notice=after, version=1).count() == 1
    assert NoticeCase.objects.filter(notice=after, version=2).count() == 2


def test_what_is_not_dispatched_is_on_no_notice(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        issue(cast, case_in("filed", cast))


def test_only_the_office_issues(cast: Cast) -> None:
    case = case_in("fixing", cast)

    with pytest.raises(NotPermitted):
        issue_notices(actor=actor_of(cast.liaison), source=SOURCE, case_ids=[case.pk])


def test_only_the_unit_signs(cast: Cast) -> None:
    (made,) = issue(cast, case_in("fixing", cast))

    with pytest.raises(NotPermitted):
        sign_notice(actor=actor_of(cast.chief), notice_id=made.pk)
    signed = sign_notice(actor=actor_of(cast.liaison), notice_id=made.pk)
    assert signed.signed_by_name == cast.liaison.name


def test_another_unit_does_not_see_it(cast: Cast) -> None:
    (made,) = issue(cast, case_in("fixing", cast))
    client = client_of(cast.west_liaison)

    assert list(visible_notices(actor_of(cast.west_liaison))) == []
    assert client.get(f"/cases/notices/{made.pk}/").status_code == 404
    assert client.get(f"/cases/notices/{made.pk}/pdf/").status_code == 404
    assert made.number not in client.get("/cases/notices/").content.decode()


def test_progress_is_told(cast: Cast) -> None:
    issue(cast, case_in("fixing", cast), case_in("closed", cast))

    (row,) = notices(actor=actor_of(cast.chief))

    assert (row.case_count, row.closed_count) == (2, 1)  # type: ignore[attr-defined]


def test_word_and_pdf_say_the_same(cast: Cast) -> None:
    case = case_in("fixing", cast, photo_ids=[stored_photo(3)])
    (made,) = issue(cast, case, requirement="立即整改。")

    word = Document(io.BytesIO(write_notice(made, "docx")))
    told = "".join(paragraph.text for paragraph in word.paragraphs)
    told += "".join(cell.text for row in word.tables[0].rows for cell in row.cells)
    printed = pdf_text(write_notice(made, "pdf"))

    for text in ("整改通知单", made.number, cast.sanitation.name, case.number, "立即整改。", "9月月评比"):
        assert text in told
        assert text in printed
    assert len(word.inline_shapes) == 1
    assert notice_paper(made).title == "整改通知单"


def test_a_zip_has_the_list_first_and_the_same_bytes_again(cast: Cast) -> None:
    issue(cast, case_in("fixing", cast))
    rows = list(notices(actor=actor_of(cast.chief)))

    made = write_pack(rows, [PackedNotice("甲.docx", b"1"), PackedNotice("乙.docx", b"2")])

    assert zipfile.ZipFile(io.BytesIO(made)).namelist() == ["00-目录.xlsx", "01-甲.docx", "02-乙.docx"]
    assert pack is not None


def test_from_a_list_to_the_signature(cast: Cast) -> None:
    """The office issues from a filtered list; the liaison officer reads, signs and downloads."""
    case_in("fixing", cast)
    office, unit = client_of(cast.chief), client_of(cast.liaison)
    page = office.get("/cases/notices/issue/?state=fixing")
    form = {"batch_id": page.context["form"].initial["batch_id"], "requirement": "", "reply_by": ""}

    for _time in range(2):  # the same form twice is one notice
        answer = office.post("/cases/notices/issue/?state=fixing", form)
        assert answer.status_code == 302
    made = RectificationNotice.objects.get()

    assert "签收" in unit.get(f"/cases/notices/{made.pk}/").content.decode()
    assert unit.post(f"/cases/notices/{made.pk}/sign/").status_code == 302
    assert unit.get(f"/cases/notices/{made.pk}/docx/").status_code == 200
    assert "已签收" in office.get(answer["Location"]).content.decode()
    assert office.post("/cases/notices/pack/", {"source": made.source_id, "kind": "pdf"}).status_code == 302
