"""Rectification notices: one a unit, a number for ever, signed for, on paper."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from chuangcheng.cases import notice_packing
from chuangcheng.cases.access import visible_notices
from chuangcheng.cases.models import Case, NoticeCase, RectificationNotice
from chuangcheng.cases.notice_packing import start_pack
from chuangcheng.cases.notice_papers import notice_paper, write_notice
from chuangcheng.cases.queries.notices import notices
from chuangcheng.cases.services.notices import NoticeSource, issue_notices, sign_notice
from chuangcheng.cases.testing import case_at, case_in, stored_photo
from chuangcheng.cases.tests.test_moves import WEDNESDAY, now_is
from chuangcheng.core import files
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.files.covers import picture_covers
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.tests.pdf_text import pdf_text
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, make_unit

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


def test_no_reply_is_wanted_before_the_next_working_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_in("fixing", cast)
    Case.objects.filter(pk=case.pk).update(due_at=datetime(2026, 9, 1, 10, tzinfo=UTC))
    now_is(monkeypatch, WEDNESDAY)

    (made,) = issue(cast, case)

    assert made.reply_by == date(2026, 10, 8)  # the first working day after the holiday
    now_is(monkeypatch, datetime(2026, 10, 12, 1, tzinfo=UTC))
    assert issue(cast, case) == []


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


def test_a_hidden_face_never_leaves_on_a_notice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shot, cover = stored_photo(3), stored_photo(4)
    (made,) = issue(cast, case_in("fixing", cast, photo_ids=[shot]))
    (plain,) = _pictures(made)
    monkeypatch.setitem(picture_covers._fillings, "test", lambda _ids: {shot: cover})
    (hidden,) = _pictures(made)
    monkeypatch.setitem(picture_covers._fillings, "test", lambda _ids: {shot: None})

    assert hidden != plain
    assert _pictures(made) == []
    assert "附：问题照片" not in pdf_text(write_notice(made, "pdf"))


def test_a_notice_is_printed_without_a_photo_that_the_disk_has_lost(cast: Cast) -> None:
    shot = stored_photo(5)
    (made,) = issue(cast, case_in("fixing", cast, photo_ids=[shot]))
    files.path_of(StoredFile.objects.get(pk=shot).sha256).unlink()

    assert _pictures(made) == []


def _pictures(notice: RectificationNotice) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(write_notice(notice, "docx"))) as word:
        return [word.read(name) for name in word.namelist() if name.startswith("word/media/")]


def packed(cast: Cast, kind: str) -> bytes:
    """The zip of all notices of the source, as the job keeps it."""
    started = start_pack(actor=actor_of(cast.chief), source_id=SOURCE.id, kind=kind)
    run_all_jobs()
    client = client_of(cast.chief)
    started.refresh_from_db()
    assert started.state == "done"
    return b"".join(client.get(started.result["url"]).streaming_content)  # type: ignore[attr-defined] # a file


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_job_packs_every_unit_behind_a_list_of_contents(cast: Cast, kind: str) -> None:
    crooked = make_unit('第二/"环卫"所', kind="bureau")
    issue(cast, case_in("fixing", cast, photo_ids=[stored_photo(1)]), case_at(crooked, cast))
    first, second = notices(actor=actor_of(cast.chief)).order_by("unit__path")

    archive = zipfile.ZipFile(io.BytesIO(packed(cast, kind)))

    names = archive.namelist()
    assert names[0] == "00-目录.xlsx"
    assert names[1] == f"01-整改通知单{first.number}-{first.unit.name}.{kind}"
    assert names[2] == f"02-整改通知单{second.number}-第二-环卫-所.{kind}"
    listed = read_book(archive.read(names[0]), name=names[0]).sheets[0].rows
    told = [[str(getattr(cell, "value", cell)) for cell in row] for row in listed]
    assert [row[1:3] for row in told[-2:]] == [[row.number, row.unit.name] for row in (first, second)]


def test_the_zip_has_the_same_bytes_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(cast, case_in("fixing", cast, photo_ids=[stored_photo(1)]))
    before = packed(cast, "docx")
    later = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
    monkeypatch.setattr("chuangcheng.core.documents.word.now", lambda: later)

    assert packed(cast, "docx") == before


def test_two_hundred_units_are_packed_one_by_one(cast: Cast) -> None:
    """Statements a notice stay the same; names keep their order by three digits."""
    units = [make_unit(f"第{number}所", kind="bureau") for number in range(200)]
    issue(cast, *(case_at(unit, cast) for unit in units[:3]))
    with CaptureQueriesContext(connection) as few:
        packed(cast, "docx")
    issue(cast, *(case_at(unit, cast) for unit in units))

    with CaptureQueriesContext(connection) as many:
        names = zipfile.ZipFile(io.BytesIO(packed(cast, "docx"))).namelist()

    assert len(names) == 201
    assert names == sorted(names)
    assert (len(many) - len(few)) / 197 < 8


def test_more_than_one_zip_holds_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(cast, case_in("fixing", cast), case_at(make_unit("二所", kind="bureau"), cast))
    monkeypatch.setattr(notice_packing, "MOST", 1)

    with pytest.raises(InvalidInput, match="一次最多打包1份"):
        start_pack(actor=actor_of(cast.chief), source_id=SOURCE.id, kind="pdf")


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


def test_api_issues_for_a_filter_once_a_batch_and_packs(cast: Cast) -> None:
    case = case_in("fixing", cast)
    office, unit = client_of(cast.chief), client_of(cast.liaison)
    asked = {"filter": {"state": "fixing"}, "batch_id": str(new_id()), "reply_by": str(today())}

    first = office.post("/api/v1/rectification-notices", asked, content_type="application/json")
    again = office.post("/api/v1/rectification-notices", asked, content_type="application/json")
    pack_asked = {"source": asked["batch_id"], "kind": "pdf"}
    job = office.post("/api/v1/rectification-notices/pack", pack_asked, content_type="application/json")

    assert (first.status_code, again.status_code, job.status_code) == (201, 201, 202)
    assert [(row["unit"], row["cases"]) for row in first.json()] == [(case.lead_unit.name, 1)]  # type: ignore[union-attr]
    assert again.json() == []
    assert unit.post("/api/v1/rectification-notices", asked, content_type="application/json").status_code == 403
    nothing = office.post("/api/v1/rectification-notices", {}, content_type="application/json")
    assert nothing.status_code == 422
