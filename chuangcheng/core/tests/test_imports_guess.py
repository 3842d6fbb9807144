from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.imports.columns import header_key
from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.guess import guess_plans, plan_at
from chuangcheng.core.imports.matching import Matcher
from chuangcheng.core.imports.plans import check_fits, plan_from_json
from chuangcheng.core.sheets import Book, Cell, Sheet, Unreadable
from chuangcheng.core.tests.imports_kit import COLUMNS, KIND, book_of, names, read

MATCHER = Matcher(COLUMNS)


@pytest.mark.parametrize(
    "word",
    [
        "物品名称",
        " 物 品\n名 称 ",
        "物品名称（全称）",
        "2、物品名称",
        "*物品名称：",
        "（二）物品名称",
        "【必填】物品名称",
        "ＮＡＭＥ",
    ],
)
def test_header_words_are_known_whatever_is_written_round_them(word: str) -> None:
    assert MATCHER.match([word])[0] == "name"


@pytest.mark.parametrize("word", ["物品的名称", "物品全名称"])
def test_words_much_alike_are_known(word: str) -> None:
    assert MATCHER.match([word])[0] == "name"


@pytest.mark.parametrize(
    ("word", "key"), [("保管人", "keeper"), ("保管人电话", "phone"), ("保管人职务", ""), ("名称备注", "")]
)
def test_words_that_tell_apart_must_agree(word: str, key: str) -> None:
    assert MATCHER.match([word])[0] == key


def test_a_header_of_remarks_only_keeps_them() -> None:
    assert header_key("（备注）") == "备注"
    assert header_key("1") == "1"


def test_the_header_is_found_below_titles() -> None:
    rows, _ = read(
        book_of(["物品台账"], ["填报单位：办公室", "", "日期：2026年3月1日"], ["编号", "名称"], ["A-1", "桌"])
    )
    assert [(row.number, row.text("code"), row.text("name")) for row in rows] == [(4, "A-1", "桌")]
    assert rows[0].layout.title == "物品台账"


def test_columns_may_stand_in_any_order_with_strangers_between() -> None:
    rows, report = read(book_of(["颜色", "名称", "序号", "编号"], ["红", "桌", "1", "A-1"]))
    assert rows[0].values == {"code": "A-1", "name": "桌"}
    assert rows[0].extra == {"颜色": "红"}
    assert report.unplaced_columns == ["颜色"]


@pytest.mark.parametrize("merged", [True, False])
def test_a_header_of_two_rows_is_read_with_and_without_merges(*, merged: bool) -> None:
    spans = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3))] if merged else []
    book = book_of(
        ["编号", "名称", "保管", ""], ["", "", "保管单位", "保管人"], ["A-1", "桌", "办公室", "某人"], merged=spans
    )
    rows, report = read(book)
    assert rows[0].values == {"code": "A-1", "name": "桌", "keepers": ("办公室",), "keeper": "某人"}
    assert (report.read, report.unplaced_columns) == (1, [])


def test_a_sub_heading_may_need_the_word_above_it() -> None:
    rows, _ = read(book_of(["编号", "物品", "", "保管人"], ["", "名称", "颜色", ""], ["A-1", "桌", "红", "某人"]))
    assert (names(rows), rows[0].text("keeper")) == (["桌"], "某人")


def test_the_first_data_row_is_not_taken_for_a_header() -> None:
    rows, _ = read(book_of(["编号", "名称", "保管人"], ["A-1", "名称牌", "某人"], ["A-2", "桌", ""]))
    assert names(rows) == ["名称牌", "桌"]


def test_every_sheet_is_read_by_its_own_header() -> None:
    one, two = (
        book_of(["编号", "名称"], ["A-1", "桌"], name="一楼"),
        book_of(["名称", "", "编号"], ["椅", "", "B-1"], name="二楼"),
    )
    other = book_of(["通讯录"], ["某人", "某地"], name="其他")
    rows, report = read(Book([*one.sheets, *two.sheets, *other.sheets]))
    assert [(row.sheet, row.text("code")) for row in rows] == [("一楼", "A-1"), ("二楼", "B-1")]
    assert report.skipped_sheets == ["其他"]


def test_a_sheet_without_header_is_known_by_its_name() -> None:
    facts = book_of(["版本", "2026"], ["总分", 100], name="信息")
    rows, report = read(Book([*book_of(["编号", "名称"], ["A-1", "桌"]).sheets, *facts.sheets]))
    assert report.read == 1
    assert [(row.section, row.text("name"), row.text("value")) for row in rows[1:]] == [
        ("facts", "版本", "2026"),
        ("facts", "总分", "100"),
    ]


@pytest.mark.parametrize(
    "rows", [[["甲", "乙"], ["1", "2"]], [["名称"], ["桌"]], [["编号", "保管人"], ["A-1", "某人"]]]
)
def test_a_file_without_the_columns_it_needs_is_refused(rows: list[list[Cell]]) -> None:
    with pytest.raises(Unreadable, match="名称"):
        read(book_of(*rows))


def test_a_corrected_plan_is_kept_as_json_and_must_fit() -> None:
    book = book_of(["号", "叫什么", "保管人"], ["A-1", "桌", "某人"])
    plan = plan_at(grid=Grid(book.sheets[0]), index=0, section=KIND.all_sections[0], header_start=0, header_rows=1)
    assert plan_from_json(plan.to_json()) == plan
    check_fits([plan], kind=KIND, book=book)
    with pytest.raises(Unreadable):
        check_fits([plan], kind=KIND, book=book_of(["编号"]))


@pytest.mark.parametrize(
    "change",
    [
        {"index": 3},
        {"index": -1},
        {"section": "misspelt"},
        {"header_start": -1},
        {"header_start": 9},
        {"header_rows": 0},
        {"columns": {"9": "code"}},
        {"columns": {"-1": "code"}},
        {"columns": {"0": "misspelt"}},
        {"columns": {"0": "code", "1": "code"}},
    ],
    ids=str,
)
def test_a_plan_that_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    book = book_of(["编号", "名称"], ["A-1", "桌"])
    plan = guess_plans(KIND, book)[0]
    with pytest.raises(Unreadable, match="不符"):
        check_fits([plan_from_json(plan.to_json() | change)], kind=KIND, book=book)
    with pytest.raises(Unreadable, match="不符"):
        check_fits([plan, plan], kind=KIND, book=book)


def test_sheets_with_the_same_headers_have_the_same_signature() -> None:
    books = [
        book_of(["编号", "名称"], ["A", "桌"]),
        book_of(["台账"], ["编 号", "名称（全）"]),
        book_of(["名称", "编号"]),
    ]
    signatures = [guess_plans(KIND, book)[0].signature(Grid(book.sheets[0])) for book in books]
    assert signatures[0] == signatures[1] != signatures[2]


def test_lines_of_names_and_values_are_no_rows_and_a_title_is_known() -> None:
    facts = Sheet("信息", [["版本", "2026"], ["总分", 100]], [])
    things = book_of(["某区物品登记表"], ["编号", "名称"], ["A-1", "办公桌"]).sheets[0]

    rows, report = read(Book([facts, things]))

    assert report.read == 1
    assert [(row.section, row.layout.title) for row in rows] == [("facts", ""), ("facts", ""), ("", "某区物品登记表")]
