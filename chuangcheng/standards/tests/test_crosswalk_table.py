"""The crosswalk in Excel: out, edited, in; tables of offices; what a person decided is left as it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.sheets import read_book
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.standards.crosswalk_table import links_workbook
from chuangcheng.standards.models import Framework, Standard, StandardLink
from chuangcheng.standards.services import LinkDraft, change_link, end_link, link_standards, refuse_pair
from chuangcheng.standards.testing import make_draft, make_framework, standard_of

HEADER = ("体系一", "标准编号一", "对照关系", "重合比例（%）", "体系二", "标准编号二", "对照依据")


@pytest.fixture
def frameworks(cast: Cast) -> tuple[Framework, Framework]:
    first = make_framework(*(make_draft(f"1.{number}") for number in range(1, 10)), name="文明")
    return first, make_framework(*(make_draft(f"3.{number}") for number in range(1, 10)), name="卫生")


def link(cast: Cast, first: Standard, second: Standard, relation: str = "equal", **more: Any) -> StandardLink:
    draft = LinkDraft(first.pk, second.pk, relation, **more)
    return link_standards(actor=actor_of(cast.chief), draft=draft)


def exported(cast: Cast, frameworks: tuple[Framework, Framework]) -> Any:
    content = links_workbook(actor=actor_of(cast.chief), first=frameworks[0], second=frameworks[1])
    return openpyxl.load_workbook(io.BytesIO(content))


def brought_in(cast: Cast, book: Any) -> Report:
    stream = io.BytesIO()
    book.save(stream)
    content = read_book(stream.getvalue(), name="对照.xlsx")
    return run_import(kind_for("crosswalk"), content, actor=actor_of(cast.chief), file_name="对照.xlsx")


def table(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> Any:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (header, *rows):
        sheet.append(row)
    return book


def standing() -> set[tuple[str, str, str, Decimal | None]]:
    rows = StandardLink.objects.filter(ended_at__isnull=True)
    return set(rows.values_list("first__code", "second__code", "relation", "share"))


def edit(book: Any, row: int, word: str, value: Any) -> None:
    sheet = book.active
    sheet.cell(row, [cell.value for cell in sheet[1]].index(word) + 1).value = value


def test_a_table_of_an_office_becomes_links_once(cast: Cast, frameworks: tuple[Framework, Framework]) -> None:
    book = table(
        ("文明", "1.1", "等同", None, "卫生", "3.1", "同一件事"),
        (None, "1.2", "被包含", None, None, "3.2", None),
        (None, "1.3", "部分对应", "60%", None, "3.3", None),
        (None, "1.4", "涵盖", None, "卫生（2026版）", "3.4", None),
    )
    report = brought_in(cast, book)
    assert (report.read, report.created, report.problems) == (4, 4, [])
    assert standing() == {
        ("1.1", "3.1", "equal", None),
        ("3.2", "1.2", "covers", None),
        ("1.3", "3.3", "overlaps", Decimal("0.60")),
        ("1.4", "3.4", "covers", None),
    }
    assert set(StandardLink.objects.values_list("origin", flat=True)) == {"import"}
    assert AuditEntry.objects.filter(action="standards.link").count() == 4
    again = brought_in(cast, book)
    assert (again.created, again.updated, again.unchanged, again.problems) == (0, 0, 4, [])


def test_what_names_no_standard_is_a_named_problem(cast: Cast, frameworks: tuple[Framework, Framework]) -> None:
    make_framework(make_draft("3.1"), name="园林")
    report = brought_in(
        cast,
        table(
            ("文明", "9.9", "等同", None, "卫生", "3.1", None),
            ("海绵", "1.1", "等同", None, "卫生", "3.1", None),
            ("文明", "1.1", "像", None, "卫生", "3.1", None),
            ("文明", "1.1", "等同", None, "文明", "1.2", None),
            ("文明", "1.1", "部分重合", None, "卫生", "3.1", None),
            ("文明", "1.1", "等同", 50, "卫生", "3.1", None),
            ("文明", "1.5", "等同", None, "卫生", "3.5", None),
            ("文明", "1.5", "涵盖", None, "卫生", "3.5", None),
        ),
    )
    told = [(problem.row, problem.reason) for problem in report.rejections]
    for row, words in (
        (2, "“文明”中没有编号9.9"),
        (3, "没有叫“海绵”的体系"),
        (4, "“像”不是对照关系"),
        (5, "同一体系内"),
        (6, "请填写重合比例"),
        (7, "只有部分重合"),
        (9, "不止一行"),
    ):
        assert any(at == row and words in reason for at, reason in told), (row, told)
    assert standing() == {("1.5", "3.5", "equal", None)}
    without = brought_in(cast, table(("1.1", "等同", "3.1"), header=("标准编号一", "对照关系", "标准编号二")))
    assert "几个体系中都有" in str(without.rejections)


def test_edited_cells_of_an_export_change_their_link_only(cast: Cast, frameworks: tuple[Framework, Framework]) -> None:
    first, second = frameworks
    pairs = [(standard_of(first, f"1.{number}"), standard_of(second, f"3.{number}")) for number in (1, 2, 3)]
    links = [link(cast, *pair, reason="原来的依据") for pair in pairs]
    book = exported(cast, frameworks)
    assert brought_in(cast, book).unchanged == 3
    edit(book, 2, "对照关系", "部分重合")
    edit(book, 2, "重合比例（%）", 40)
    edit(book, 3, "对照依据", "=新的依据")
    report = brought_in(cast, book)
    assert (report.updated, report.unchanged, report.problems) == (2, 1, [])
    assert ("1.1", "3.1", "overlaps", Decimal("0.40")) in standing()
    for old in links:
        old.refresh_from_db()
    assert [old.ended_at is None for old in links] == [False, False, True]
    assert links[0].end_reason == "从Excel导入：对照.xlsx"
    again = brought_in(cast, book)
    assert (again.created, again.updated) == (0, 0)


def test_what_a_person_decided_since_is_never_undone(cast: Cast, frameworks: tuple[Framework, Framework]) -> None:
    first, second, office = *frameworks, actor_of(cast.chief)
    pairs = [(standard_of(first, f"1.{number}"), standard_of(second, f"3.{number}")) for number in range(1, 5)]
    links = [link(cast, *pair) for pair in pairs[:3]]
    book = exported(cast, frameworks)
    end_link(actor=office, link_id=links[0].pk, reason="口径不同")
    draft = LinkDraft(pairs[1][0].pk, pairs[1][1].pk, "covers", reason="要求更全")
    change_link(actor=office, link_id=links[1].pk, draft=draft)
    refuse_pair(actor=office, first_id=pairs[3][0].pk, second_id=pairs[3][1].pk)
    before = standing()
    edit(book, 2, "对照依据", "又要对照")
    edit(book, 3, "对照关系", "被涵盖")
    book.active.append(["文明", "1.4", None, "等同", None, "卫生", "3.4"])
    report = brought_in(cast, book)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 4)
    told = str(report.problems)
    for words in ("已由程主任在", "导出以后在系统中也改过", "有人判断这两条标准不对照"):
        assert words in told
    own = brought_in(cast, table(("文明", "1.2", "等同", None, "卫生", "3.2", None)))
    assert "已按“涵盖”对照，没有改动" in str(own.problems)
    assert standing() == before


def test_the_table_comes_back_in_english_and_from_page_and_api(
    cast: Cast, frameworks: tuple[Framework, Framework]
) -> None:
    first, second = frameworks
    link(cast, standard_of(first, "1.1"), standard_of(second, "3.1"), "covers")
    with override("en"):
        book = exported(cast, frameworks)
    assert brought_in(cast, book).problems == []
    edit(book, 2, "Relation", "equal")
    assert brought_in(cast, book).updated == 1
    client = signed_in(cast.chief)
    for address in (
        f"/crosswalk/{first.pk}/{second.pk}/links.xlsx",
        f"/api/v1/crosswalk/{first.pk}/{second.pk}/workbook",
    ):
        answer: Any = client.get(address)
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert [cell.value for cell in sheet[2]][:4] == ["文明（2026版）", "1.1", "标准1.1", "等同"]
    assert "/links.xlsx" in client.get(f"/crosswalk/{first.pk}/{second.pk}/").content.decode()
    assert client.get(f"/api/v1/crosswalk/{first.pk}/999999/workbook").status_code == 404


def test_more_rows_cost_no_more_statements(cast: Cast, frameworks: tuple[Framework, Framework]) -> None:
    def asked(numbers: range, act: Callable[[int], tuple[Any, ...]]) -> int:
        with CaptureQueriesContext(connection) as asked:
            brought_in(cast, table(*map(act, numbers)))
        return len(asked)

    few = asked(range(1, 3), lambda number: ("文明", f"1.{number}", "等同", None, "卫生", f"3.{number}", None))
    many = asked(range(3, 10), lambda number: ("文明", f"1.{number}", "等同", None, "卫生", f"3.{number}", None))
    assert many <= few
    assert len(standing()) == 9
