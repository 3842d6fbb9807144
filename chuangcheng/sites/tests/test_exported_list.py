"""The exported list of sites comes back: exactly the edited cells change, and nothing that moved on here is undone."""

from __future__ import annotations

import io
import random
from typing import Any

import openpyxl
import pytest
from django.core import serializers
from django.utils.translation import override

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.report import Report
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast
from chuangcheng.sites.models import Site
from chuangcheng.sites.queries import SiteFilter
from chuangcheng.sites.tests.ledger_kit import book_of, row_of, take
from chuangcheng.sites.workbook import site_workbook

pytestmark = pytest.mark.django_db
COLUMNS = {"点位名称": "name", "详细地址": "address", "联系人": "contact_name", "备注": "note", "示范点": "is_model"}
EDITED = {"点位名称": "新名称", "详细地址": "新地址9号", "联系人": "新联系人", "备注": "新备注", "示范点": "是"}


@pytest.fixture(autouse=True)
def _sites(cast: Cast) -> None:
    rows = [
        row_of(f"YX-{n}", f"柳巷{n}号", 详细地址=f"柳巷{n}号院", 备注="=1+1", 联系电话="13800001234")
        for n in range(1, 7)
    ]
    take(book_of(*rows))


def exported() -> Any:
    return openpyxl.load_workbook(io.BytesIO(site_workbook(actor=SYSTEM, chosen=SiteFilter(), today=today())))


def bring_back(book: Any) -> Report:
    stream = io.BytesIO()
    book.save(stream)
    return take(read_book(stream.getvalue()))


def cell(book: Any, number: str, word: str) -> Any:
    sheet = book.active
    column = next(each.column for each in sheet[1] if each.value == word)
    return next(sheet.cell(row[0].row, column) for row in sheet.iter_rows(min_row=2) if row[0].value == number)


def stored() -> dict[str, dict[str, Any]]:
    rows = serializers.serialize("python", Site.objects.all())
    return {row["fields"]["number"]: {k: v for k, v in row["fields"].items() if k != "updated_at"} for row in rows}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_unedited_list_changes_nothing(language: str) -> None:
    before = stored()
    with override(language):
        report = bring_back(exported())
    assert (report.created, report.updated, report.unchanged) == (0, 0, 6)
    assert stored() == before


def test_an_edited_cell_of_a_list_taken_in_english_alone_changes() -> None:
    before = stored()
    with override("en"):
        book = exported()
        cell(book, "YX-3", "备注").value = "新备注"
        report = bring_back(book)
    assert (report.created, report.updated, report.unchanged, report.problems) == (0, 1, 5, [])
    assert stored() == before | {"YX-3": before["YX-3"] | {"note": "新备注"}}


def test_a_row_with_a_cell_of_a_megabyte_is_refused_in_one_sentence_and_the_others_are_taken() -> None:
    before = stored()
    lines = [f"YX-1,柳巷1号,背街小巷,东关街道,{'长' * 350_000}", "YX-2,柳巷2号,背街小巷,东关街道,短备注"]
    table = "\n".join(["点位编号,点位名称,点位类型,所属街镇,备注", *lines])
    report = take(read_book(table.encode()))
    assert [str(problem.reason) for problem in report.rejections] == [
        "有单元格的文字超过32767个，这一行没有导入，请删短。"
    ]
    after = stored()
    assert after["YX-1"] == before["YX-1"]
    assert after["YX-2"]["note"] == "短备注"


def test_what_moved_on_here_since_is_not_undone() -> None:
    book = exported()
    Site.objects.filter(number="YX-1").update(note="在系统中改过")
    cell(book, "YX-1", "详细地址").value = "新地址"
    assert bring_back(book).updated == 1
    site = Site.objects.get(number="YX-1")
    assert (site.note, site.address) == ("在系统中改过", "新地址")


def test_an_emptied_cell_empties_the_field_or_is_listed() -> None:
    book = exported()
    cell(book, "YX-2", "备注").value = None
    cell(book, "YX-2", "责任单位").value = None
    cell(book, "YX-2", "是否使用").value = "否"
    report = bring_back(book)
    site = Site.objects.get(number="YX-2")
    assert (site.note, site.is_active) == ("", True)
    assert site.owner is not None
    assert {problem.column for problem in report.problems} == {"责任单位", "是否使用"}


@pytest.mark.parametrize("seed", range(5))
def test_random_edits_change_exactly_the_edited_cells(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded draw
    book, before = exported(), stored()
    wanted: dict[str, set[str]] = {}
    for number in chance.sample(sorted(before), 3):
        for word in chance.sample(sorted(COLUMNS), 2):
            cell(book, number, word).value = EDITED[word]
            wanted.setdefault(number, set()).add(COLUMNS[word])
    bring_back(book)
    after = stored()
    for number, fields in before.items():
        assert {name for name in fields if fields[name] != after[number][name]} == wanted.get(number, set())
