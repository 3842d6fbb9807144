from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.utils import translation

from chuangcheng.core.imports.conflicts import without_conflicting_codes
from chuangcheng.core.imports.report import Problem, Report
from chuangcheng.core.imports.templates import template_workbook
from chuangcheng.core.sheets import Book, Cell, Merge, read_book
from chuangcheng.core.tests.imports_kit import COLUMNS, KIND, book_of, names, read

HEADER = ["类别", "编号", "名称", "分值", "保管单位", "保管人"]


@pytest.mark.parametrize(
    "between",
    [
        ["", "", "", "", "", ""],
        ["小计", "", "", 12],
        ["家具", "小 计", "", 12],
        ["合计", 366],
        ["城关镇小计", "", "", 12],
        ["", "某某街道合计：", "", "15处"],
        [3, "城关镇小计", "", 12],
        ["第一组总计"],
        ["总计：", "", "", "100分"],
        ["共 12 件"],
        ["", "合计", "", 5],
        ["注：1.分值为合计；2.按月填报。"],
        ["备注：以上为一楼"],
        ["说明：", "见附件"],
        ["填表人：某人", "", "", "审核人：某人"],
        ["单位负责人（签字）：", "", "", "", "日期："],
        ["一、家具类"],
        ["（二）电器类"],
        ["一楼物品清单"],
        HEADER,
        ["1", "2", "3", "4", "5", "6"],
        ["甲", "乙", 1, 2, 3, 4],
        ["示例", "A-001", "办公桌", 6],
        ["【示例】请勿删除", "A-001", "办公桌", 6],
    ],
    ids=lambda row: "|".join(map(str, row)),
)
def test_what_is_no_data_is_passed_over(between: list[Cell]) -> None:
    rows, report = read(book_of(HEADER, ["家具", "A-1", "桌", 6], between, ["家具", "A-2", "椅", 3]))
    assert names(rows) == ["桌", "椅"]
    assert (report.read, report.problems) == (2, [])


@pytest.mark.parametrize(
    "row",
    [
        ["家具", "A-3", "合计器", 3],
        ["家具", "A-3", "账本（年终总计）", 3],
        ["", "A-3", "年终总计", 3],
        ["家具", "A-3", "注塑椅", 3],
        ["家具", "A-3", "单位章", 3],
        ["示例类", "A-3", "沙发", 3],
        ["", "", "共享雨伞"],
        ["家具", "1", "2", "3", "4", ""],
    ],
)
def test_data_that_only_looks_like_a_total_is_kept(row: list[Cell]) -> None:
    rows, _ = read(book_of(HEADER, ["家具", "A-1", "桌", 6], row))
    assert len(rows) == 2


def test_merged_cells_are_filled_and_their_rows_counted() -> None:
    merged: Sequence[Merge] = [((1, 0), (4, 0)), ((1, 3), (2, 3)), ((3, 4), (3, 5))]
    rows, _ = read(
        book_of(
            HEADER,
            ["家具", "A-1", "桌", 6, "办公室", "某人"],
            ["", "A-2", "椅", "", "", ""],
            ["", "A-3", "柜", 2, "档案室", ""],
            ["", "小计", "", 8],
            merged=merged,
        )
    )
    assert [row.values["group"] for row in rows] == ["家具"] * 3
    assert [(row.values["marks"], row.shared_by("marks")) for row in rows] == [
        (Decimal(6), 2),
        (Decimal(6), 2),
        (Decimal(2), 1),
    ]
    assert [row.shared_by("group") for row in rows] == [3, 3, 3]
    assert [row.text("keeper") for row in rows] == ["某人", "", "档案室"]


def test_empty_group_cells_take_the_value_above_within_their_group() -> None:
    header = ["类别", "小类", "名称", "分值"]
    rows, _ = read(
        book_of(
            header, ["家具", "木", "桌", 6], ["", "", "椅"], ["", "铁", "柜"], ["电器", "", "灯", 2], ["", "", "扇"]
        )
    )
    assert [(row.values["group"], row.values["part"]) for row in rows] == [
        ("家具", "木"),
        ("家具", "木"),
        ("家具", "铁"),
        ("电器", None),
        ("电器", None),
    ]
    assert [row.shared_by("marks") for row in rows] == [2, 2, 1, 2, 2]
    assert rows[2].values["marks"] is None


def test_bad_cells_are_listed_with_sheet_row_and_header_word() -> None:
    rows, report = read(book_of(["台账"], HEADER, ["", "A-1", "", "六分"], ["", "A-2", "椅", 3], name="一楼"))
    assert names(rows) == ["椅"]
    assert report.read == 2
    assert report.problems == [
        Problem("一楼", 3, "名称", "没有填写“名称”，请补上。"),
        Problem("一楼", 3, "分值", "“六分”不是数字，请只写数字。"),
    ]


def test_a_code_used_twice_with_different_names_is_a_problem() -> None:
    rows, report = read(
        book_of(
            HEADER,
            ["", "A-1", "桌"],
            ["", "Ａ-1", "椅"],
            ["", "A-1", "桌"],
            ["", "", "灯"],
            ["", "", "扇"],
            name="一楼",
        )
    )
    kept = without_conflicting_codes(rows, code="code", name="name", report=report)
    assert names(kept) == ["桌", "桌", "灯", "扇"]
    assert report.problems == [Problem("一楼", 3, "编号", "编号“Ａ-1”已用于第 2 行的“桌”，请更正编号。")]


def test_rows_know_what_the_file_says_nothing_about() -> None:
    rows, _ = read(book_of(["编号", "名称"], ["A-1", "桌"]))
    assert (rows[0].has("keeper"), rows[0].text("keeper"), rows[0].has("code")) == (False, "", True)


def test_the_fingerprint_is_the_content_whatever_the_layout() -> None:
    one, _ = read(book_of(["编号", "名称", "颜色"], ["A-1", "桌", "红"]))
    two, _ = read(book_of(["颜 色", "物品名称", "编号"], ["红", "桌", "A-1"]))
    other, _ = read(book_of(["编号", "名称", "颜色"], ["A-1", "桌", "蓝"]))
    assert one[0].fingerprint() == two[0].fingerprint() != other[0].fingerprint()


def test_the_report_says_the_same_as_json_and_text() -> None:
    report = Report(read=3, created=1, unchanged=1, unplaced_columns=["颜色"], skipped_sheets=["说明"])
    report.problems = [Problem("一楼", 3, "分值", "不是数字。"), Problem("一楼", 4, "", "单位待确认。", rejects=False)]
    assert report.to_json() == {
        "read": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 1,
        "unplaced_columns": ["颜色"],
        "problems": [
            {"sheet": "一楼", "row": 3, "column": "分值", "reason": "不是数字。"},
            {"sheet": "一楼", "row": 4, "column": "", "reason": "单位待确认。"},
        ],
    }
    assert report.to_text().splitlines() == [
        "读取 3 行：新增 1，更新 0，未变 1。",
        "未识别的列：颜色。",
        "没有找到表头、未读取的工作表：说明。",
        "有 2 处需要留意，其中 1 处未导入：",
        "  一楼第 3 行“分值”：不是数字。",
        "  一楼第 4 行：单位待确认。",
    ]


def test_a_template_comes_back_without_its_sample_row() -> None:
    book = read_book(template_workbook(KIND))
    assert [sheet.name for sheet in book] == ["物品", "信息", "填写说明"]
    header = [str(cell) for cell in book.sheets[0].rows[0]]
    assert header == ["类别", "小类", "编号", "名称*", "分值", "保管单位", "保管人", "保管人电话"]
    rows, report = read(book)
    assert ([row.section for row in rows], report.read, report.unplaced_columns) == (["facts"], 0, [])
    assert report.skipped_sheets == []


def test_a_template_says_what_each_column_takes() -> None:
    notes = read_book(template_workbook(KIND)).sheet("填写说明")
    assert notes is not None
    assert ["物品", "编号", "选填", "写资产标签上的号。", "物品编号"] in notes.rows
    assert [row[1] for row in notes.rows if row[2] == "必填"] == ["名称"]


def test_hidden_sheets_are_told() -> None:
    book = book_of(["编号", "名称"], ["A-1", "桌"])
    _rows, report = read(Book(book.sheets, ["旧表"]))
    assert report.hidden_sheets == ["旧表"]
    assert "隐藏着、未读取的工作表：旧表。" in report.to_text()


def test_english_pages_name_a_column_by_its_english_synonym() -> None:
    with translation.override("en"):
        assert [column.shown_label for column in COLUMNS if column.key in {"group", "name"}] == ["类别", "Name"]
