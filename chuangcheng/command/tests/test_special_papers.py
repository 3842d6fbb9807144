"""The closing report, the brief and the Excel files of special campaigns."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.command.services.specials import pick_photos, wind_up_special, write_summary
from chuangcheng.command.special_papers import closing_report
from chuangcheng.command.testing import make_special, report_day
from chuangcheng.command.tests.test_meeting_pages import paper_text
from chuangcheng.command.tests.test_pages import SignedIn, signed_in
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db
FORMULA = "=HYPERLINK(1)<b>"


def file_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined] # a file


def cells(content: bytes) -> list[Any]:
    return [cell.value for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]


def test_closing_report_tells_figures_pictures_and_lessons_and_is_made_again_the_same(
    cast: Cast, signed_in: SignedIn
) -> None:
    found, office = make_special(cast, purpose=FORMULA), actor_of(cast.chief)
    case = case_in("closed", cast, photo_ids=[stored_photo(5)])
    case_in("fixing", cast)
    report_day(cast, found, people=12)
    pick_photos(actor=office, special_id=found.pk, case_id=case.pk)
    wind_up_special(actor=office, special_id=found.pk)
    write_summary(actor=office, special_id=found.pk, remains="两处待拆迁。", lessons="早晚各巡一次。")
    page = f"/command/specials/{found.pk}/"
    text = paper_text(signed_in(cast.chief), f"{page}report.docx")
    for words in (
        "暴露垃圾专项整治总结报告",
        "牵头领导：凌领导",
        "共发现问题2件，整改完成1件，未结1件，其中超期0件。",
        "整改率50%。",
        "各单位参加12人次，投入24小时。",
        "两处待拆迁。",
        "早晚各巡一次。",
        "区城管局",
        FORMULA,
    ):
        assert words in text, words
    content = file_of(signed_in(cast.chief), f"{page}report.docx")
    assert len(Document(io.BytesIO(content)).inline_shapes) == 2
    moment = now()
    papers = [closing_report(actor=office, found=found, now=moment) for _time in range(2)]
    assert len({zipfile.ZipFile(io.BytesIO(each)).read("word/document.xml") for each in papers}) == 1
    assert paper_text(signed_in(cast.chief), f"/api/v1/specials/{found.pk}/report.docx") == text


def test_brief_names_who_has_not_reported(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast)
    report_day(cast, found, text=FORMULA)
    for address in (f"/command/specials/{found.pk}/brief.docx", f"/api/v1/specials/{found.pk}/brief.docx"):
        text = paper_text(signed_in(cast.leader), address)
        assert FORMULA in text
        assert "三、未报送单位" in text
        assert "东关街道" in text
    assert "当天各单位进展" not in paper_text(
        signed_in(cast.leader), f"/command/specials/{found.pk}/brief.docx?day=2020-01-01"
    )


def test_excel_has_the_days_and_the_list(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast, name=FORMULA)
    case_in("fixing", cast)
    for address in (f"/command/specials/{found.pk}/days.xlsx", f"/api/v1/specials/{found.pk}/days.xlsx"):
        assert 1 in cells(file_of(signed_in(cast.chief), address))
    content = file_of(signed_in(cast.chief), "/command/specials.xlsx?view=running")
    assert FORMULA in cells(content)
    kinds = {cell.data_type for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row}
    assert "f" not in kinds
    assert FORMULA not in cells(file_of(signed_in(cast.west_liaison), "/command/specials.xlsx"))


def test_units_read_only_their_part_on_paper(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast)
    case_in("fixing", cast, area_id=cast.west.pk)
    report_day(cast, found)
    address = f"/command/specials/{found.pk}/report.docx"
    assert "共发现问题1件" in paper_text(signed_in(cast.liaison), address)
    assert "共发现问题0件" in paper_text(signed_in(cast.east_liaison), address)
    assert signed_in(cast.west_liaison).get(address).status_code == 404
