from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from chuangcheng.core.sheets import Book, Cell, Unreadable, cell_text, clean_text, read_book

FILES = Path(__file__).parent / "files"
LEDGER = "编号,名称,问题\nA-1,东关广场,“占道，反复”\nA-2,西苑小区,飞线充电\n"


def make_workbook(rows: Sequence[Sequence[Cell]], *, sheet: str = "点位") -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for index, row in enumerate(rows):
        page.write_row(index, 0, row)
    book.close()
    return stream.getvalue()


def rows_of(book: Book) -> list[list[Cell]]:
    return book.sheets[0].rows


def test_xlsx_cells_keep_their_kind() -> None:
    book = read_book(make_workbook([["编号", "得分", "份额"], ["A-1", 6, 0.5], ["A-2", True, date(2026, 3, 14)]]))
    assert book.sheets[0].name == "点位"
    assert rows_of(book)[1:] == [["A-1", 6, 0.5], ["A-2", True, date(2026, 3, 14)]]
    assert isinstance(rows_of(book)[1][1], int)


@pytest.mark.parametrize("name", ["sites.xls", "sites.ods"])
def test_older_and_open_workbooks_are_read(name: str) -> None:
    assert rows_of(read_book(FILES / name))[1:3] == [
        ["编号", "名称", "建成日期"],
        ["A-1", "东关广场", date(2026, 3, 14)],
    ]


def test_merged_ranges_are_told_and_cut_to_the_rows_there_are() -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    page = workbook.add_worksheet()
    page.merge_range(0, 0, 0, 2, "台账")
    page.merge_range(1, 0, 90, 0, "东关街道")
    page.write(2, 1, "广场")
    page.write(2, 2, "3")
    workbook.close()
    assert read_book(stream.getvalue()).sheets[0].merged == [((0, 0), (0, 2)), ((1, 0), (2, 0))]


def open_cell(text: str, told: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {told}><text:p>{text}</text:p></table:table-cell>'


def open_workbook(*tables: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    body = "".join(f'<table:table table:name="表{at}">{rows}</table:table>' for at, rows in enumerate(tables))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return stream.getvalue()


def test_merged_ranges_of_open_workbooks_are_told() -> None:
    covered = "<table:covered-table-cell/>"
    plain = f'<table:table-row table:number-rows-repeated="2">{open_cell("空")}</table:table-row>'
    head = open_cell("头", 'table:number-columns-repeated="2"') + open_cell("分值")
    across = open_cell("甲", 'table:number-columns-spanned="2"')
    down = open_cell("3", 'table:number-rows-spanned="2"')
    rows = (head, f"{across}{covered}{down}", f"{open_cell('乙')}{open_cell('丙')}{covered}")
    merged = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    book = read_book(open_workbook(plain, merged))
    assert [sheet.merged for sheet in book] == [[], [((1, 0), (1, 1)), ((1, 2), (2, 2))]]


def test_hidden_sheets_are_left_out() -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    workbook.add_worksheet("正表").write(0, 0, "编号")
    hidden = workbook.add_worksheet("旧表")
    hidden.write(0, 0, "编号")
    hidden.hide()
    workbook.close()
    book = read_book(stream.getvalue())
    assert ([sheet.name for sheet in book], book.hidden) == (["正表"], ["旧表"])


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_codings_of_offices(coding: str) -> None:
    book = read_book(LEDGER.encode(coding), name="问题台账.csv")
    assert book.sheets[0].name == "问题台账"
    assert rows_of(book)[1] == ["A-1", "东关广场", "“占道，反复”"]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_separator_is_found(mark: str) -> None:
    text = f"编号{mark}名称{mark}问题\nA-1{mark}东关{mark}一，二、三\nA-2{mark}西苑{mark}四\n"
    assert rows_of(read_book(text.encode()))[1] == ["A-1", "东关", "一，二、三"]


def test_quoted_text_keeps_commas_quotes_and_line_breaks() -> None:
    text = '序号,问题,单位\n1,"占道3处，""多次整改不到位"", 详见\r\n照片",区妇联\n'
    assert rows_of(read_book(text.encode("gb18030")))[1] == ["1", '占道3处，"多次整改不到位", 详见\n照片', "区妇联"]


def test_the_name_does_not_matter() -> None:
    assert rows_of(read_book(make_workbook([["编号"], ["A-1"]]), name="台账.csv")) == [["编号"], ["A-1"]]
    assert rows_of(read_book(LEDGER.encode(), name="台账.xlsx"))[0] == ["编号", "名称", "问题"]


def test_short_rows_are_padded_and_empty_ends_cut() -> None:
    assert rows_of(read_book(b"a,b,c,\n1,2\n,,,\n\n")) == [["a", "b", "c"], ["1", "2", ""]]


def test_hidden_characters_are_removed() -> None:
    assert clean_text("\ufeff东\u200b关\x00广\u202e场 \u3000") == "东关广场"
    assert clean_text("一\r\n二\r三\u2028四") == "一\n二\n三\n四"
    assert rows_of(read_book("编号,名称\nA-1,东关\u200d广场\n".encode()))[1] == ["A-1", "东关广场"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("东关", "东关"),
        (6.0, "6"),
        (0.5, "0.5"),
        (True, "是"),
        (date(2026, 9, 30), "2026-09-30"),
        (datetime(2026, 9, 30, 14, 5), "2026-09-30 14:05"),  # noqa: DTZ001 - cells know no time zone
        (time(14, 5), "14:05:00"),
    ],
)
def test_a_cell_reads_as_people_read_it(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_sheets_are_found_by_any_of_their_names() -> None:
    book = read_book(make_workbook([["a"]], sheet="Standards"))
    assert book.sheet("标准", "standards") is book.sheets[0]
    assert book.sheet("检查") is None


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"找不到或打不开文件“没有\.xlsx”"):
        read_book(tmp_path / "没有.xlsx")
