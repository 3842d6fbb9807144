from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.core.documents import excel_rows
from chuangcheng.core.documents.excel import Chart, Column, Table, write_table, write_workbook
from chuangcheng.core.documents.excel_frame import sheet_name
from chuangcheng.core.documents.values import Value
from chuangcheng.core.errors import Refusal
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import SHANGHAI

COLUMNS = [
    Column("编号"),
    Column("得分", "number"),
    Column("日期", "date"),
    Column("时间", "moment"),
    Column("率", "percent"),
]
HOSTILE = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "<b>&\"'</b>",
    "]]>",
    "_x000D_",
    "a\x00b\x0bc",
    "\u202e反",
]


def sheet_of(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_values_keep_their_kind_and_moments_are_in_shanghai() -> None:
    row: list[Value] = ["0001", Decimal("6.50"), date(2026, 9, 30), datetime(2026, 9, 30, 6, 5, tzinfo=UTC), 0.365]
    book = read_book(write_table(name="得分", columns=COLUMNS, rows=[row, [None] * 5]))
    moment = datetime(2026, 9, 30, 14, 5)  # noqa: DTZ001 - cells know no time zone
    assert book.sheets[0].rows == [
        [column.label for column in COLUMNS],
        ["0001", 6.5, date(2026, 9, 30), moment, 0.365],
    ]


def test_marks_stand_on_one_line_and_are_not_printed() -> None:
    columns = [Column("名称"), Column("标记", "mark")]
    sheet = sheet_of(write_table(name="表", columns=columns, rows=[["甲", "a1b2c3" * 30], ["乙", "0" * 180]]))
    assert sheet.print_area == "'表'!$A$1:$A$3"
    assert sheet["B2"].alignment.horizontal == "fill"
    assert not sheet["B2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height is None


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_people_stay_texts(text: str) -> None:
    content = write_table(name="表", columns=[Column(text)], rows=[[text]], title=text)
    cell = sheet_of(content)["A3"]
    assert (cell.data_type, cell.number_format, cell.hyperlink) == ("s", "@", None)
    assert read_book(content).sheets[0].rows[2][0] in {text, "abc", "反", "=1"}


def test_what_a_number_column_cannot_hold_is_written_as_text() -> None:
    rows: list[list[Value]] = [["约3"], [True], [float("nan")], [gettext_lazy("待派遣")], [10**400]]
    cells = [
        row[0] for row in read_book(write_table(name="表", columns=[Column("数", "number")], rows=rows)).sheets[0].rows
    ]
    assert cells[1:5] == ["约3", "是", "nan", "待派遣"]


def test_too_long_a_text_is_cut_with_a_mark() -> None:
    rows = read_book(write_table(name="表", columns=[Column("文")], rows=[["长" * 40_000]])).sheets[0].rows
    assert isinstance(rows[1][0], str)
    assert (len(rows[1][0]), rows[1][0][-2:]) == (32_767, "长…")


def test_head_is_frozen_repeated_and_filtered_to_the_last_row() -> None:
    sheet = sheet_of(write_table(name="点位", columns=COLUMNS[:2], rows=[["A", 1], ["B", 2]], title="点位台账"))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A3", "A2:B4", "$2:$2")
    assert (sheet["A1"].value, [str(merged) for merged in sheet.merged_cells.ranges]) == ("点位台账", ["A1:B1"])
    assert sheet.column_dimensions["A"].width > 10


def test_a_table_without_rows_has_its_header() -> None:
    sheet = sheet_of(write_table(name="点位", columns=COLUMNS, rows=[]))
    assert (sheet.max_row, sheet["A1"].value, sheet.auto_filter.ref) == (1, "编号", "A1:E1")


def test_several_tables_stand_on_sheets_of_their_own() -> None:
    target = io.BytesIO()
    tables = [Table("A/B", [Column("x")], [["1"]]), Table("A/B", [Column("x")], [["2"], ["3"]], title="题")]
    assert write_workbook(target=target, tables=tables) == 3
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["A B", "A B 2"]
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:A2", "A2:A4"]


@pytest.mark.parametrize("name", ["", "a" * 50, "[x]:*?/\\", "'", "History", "点位\x00"])
def test_sheet_names_are_what_excel_allows(name: str) -> None:
    made = sheet_name(name, taken := set[str]())
    assert made == openpyxl.Workbook().create_sheet(made).title
    assert 0 < len(made) <= 31
    assert sheet_name(name, taken) != made


def test_rows_are_taken_one_by_one_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_rows, "LAST_ROW", 2_000)

    def endless() -> Iterator[list[Value]]:
        while True:
            yield ["x"]

    with pytest.raises(Refusal, match="请缩小"):
        write_workbook(target=io.BytesIO(), tables=[Table("表", [Column("x")], endless())])


@given(
    st.lists(
        st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none(), st.dates()), max_size=6
    )
)
def test_any_values_make_a_workbook_that_opens(values: list[Value]) -> None:
    content = write_table(name="表", columns=[Column("值", "number")], rows=[[value] for value in values])
    assert sheet_of(content).max_row == len(values) + 1


def test_rows_are_as_high_as_their_longest_text() -> None:
    columns = [Column("编号"), Column("问题", width=20)]
    rows = [["1", "短"], ["2", "长" * 25], ["3", "甲\n乙"], ["4", "长" * 4_000], ["5", "a" * 20]]
    sheet = sheet_of(write_table(name="表", columns=columns, rows=rows))
    assert [sheet.row_dimensions[row].height for row in range(2, 7)] == [None, 45, 30, 409, None]


@settings(max_examples=4)
@given(st.lists(st.integers(-2_000_000_000, 4_000_000_000), min_size=50, max_size=300))
def test_every_moment_is_the_one_of_the_clock_in_shanghai(seconds: list[int]) -> None:
    moments = [datetime.fromtimestamp(each, UTC) for each in seconds]
    content = write_table(name="表", columns=[Column("时间", "moment")], rows=[[moment] for moment in moments])
    shown = [row[0] for row in read_book(content).sheets[0].rows[1:]]
    assert shown == [moment.astimezone(SHANGHAI).replace(tzinfo=None) for moment in moments]


@pytest.mark.parametrize(
    ("columns", "paper", "orientation"),
    [([60], 9, "portrait"), ([60, 60], 9, "landscape"), ([12] * 24, 8, "landscape")],
    ids=["few", "some", "many"],
)
def test_paper_is_as_wide_as_the_table_needs(columns: list[int], paper: int, orientation: str) -> None:
    labels = [Column(f"列{at}", width=width) for at, width in enumerate(columns)]
    setup = sheet_of(write_table(name="表", columns=labels, rows=[["x"] * len(columns)])).page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (paper, orientation, 0)


def test_a_long_label_of_figures_takes_two_lines() -> None:
    sheet = sheet_of(
        write_table(name="表", columns=[Column("单位"), Column("按期结案率（%）", "decimal")], rows=[["甲", 9]])
    )
    assert (sheet["B2"].number_format, sheet.row_dimensions[1].height) == ("0.00", 33.75)
    assert sheet.column_dimensions["B"].width < 14


def test_a_chart_has_bars_for_each_column_named_by_its_label() -> None:
    columns = [Column("类型"), Column("合格率", "percent"), Column("上次", "percent")]
    chart = Chart("各类点位合格率", 0, [1, 2], bars=2, highest=1)
    target = io.BytesIO()
    rows: list[list[Value]] = [["甲", 0.8, 0.7], ["乙", 0.9, None], ["合计", 0.85, 0.7]]
    write_workbook(target=target, tables=[Table("类型", columns, rows, chart=chart)])
    (drawn,) = openpyxl.load_workbook(target)["各类点位合格率"]._charts
    assert [(bars.tx.strRef.f, bars.cat.strRef.f, bars.val.numRef.f) for bars in drawn.series] == [
        ("类型!$B$1", "类型!$A$2:$A$3", "类型!$B$2:$B$3"),
        ("类型!$C$1", "类型!$A$2:$A$3", "类型!$C$2:$C$3"),
    ]
