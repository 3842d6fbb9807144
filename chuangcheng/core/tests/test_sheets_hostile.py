from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.core.sheets import Unreadable, limits, read_book
from chuangcheng.core.tests.test_sheets import FILES, LEDGER, make_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def make_zip(parts: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return stream.getvalue()


def with_part(workbook: bytes, part: str, content: bytes) -> bytes:
    """The workbook with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return make_zip(parts | {part: content})


def make_far_cell() -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    page = workbook.add_worksheet()
    page.write(0, 0, "编号")
    page.write(1_048_575, 16_383, "远")
    workbook.close()
    return stream.getvalue()


def make_repeated_text() -> bytes:
    """A small file whose one shared text of 30,000 characters stands in 70,000 cells."""
    row = "".join('<c t="s"><v>0</v></c>' for _ in range(100))
    body = f'<worksheet xmlns="{MAIN}"><sheetData>' + f"<row>{row}</row>" * 700 + "</sheetData></worksheet>"
    strings = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'
    small = with_part(make_workbook([["编号"]]), "xl/sharedStrings.xml", strings.encode())
    return with_part(small, "xl/worksheets/sheet1.xml", body.encode())


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def answer_to(data: bytes) -> bool:
    """Whether the bytes give a book with something in it, or one sentence."""
    try:
        return any(sheet.rows for sheet in read_book(data))
    except Unreadable as refusal:
        return str(refusal).endswith("。")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b" \n\n ", "文件是空的"),
        (b",,,\n,,\n", "表格里没有内容"),
        (b"%PDF-1.7\n%...", "这是PDF，不是表格"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "这是图片，不是表格"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页格式"),
        ("\ufeff<?xml version='1.0'?><Workbook/>".encode(), "网页格式"),
        (b"\x00\x01\x02" * 50, "文件不是表格"),
        (bytes(range(128, 256)) * 9, "文件不是表格"),
        (OLE + b"\0" * 600, "文件已损坏"),
        (OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "打开密码"),
        (OLE + b"\0" * 100 + "WordDocument".encode("utf-16-le") + b"\0" * 600, "不是表格"),
        (b"PK\x03\x04" + b"x" * 200, "文件已损坏"),
        (make_zip({"照片.txt": b"1"}), "这是压缩包"),
        (make_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "不是表格"),
        (make_zip({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"1"}), "xlsb"),
        (make_zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x"}), "文件已损坏"),
        (make_zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}, comment=b"PK\x05\x06"), "文件已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_book(data, name="台账.xls")
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(share: float) -> None:
    for whole in (make_workbook([["编号", "名称"]] * 50), (FILES / "sites.ods").read_bytes()):
        with pytest.raises(Unreadable, match="没有传完"):
            read_book(whole[: int(len(whole) * share)])


def test_a_zip_bomb_is_refused_from_its_directory() -> None:
    bomb = with_part(make_workbook([["编号"]]), "xl/media/image1.png", b"\0" * (limits.RATIO_FLOOR_BYTES * 8))
    with pytest.raises(Unreadable, match="解开后过大"):
        read_book(bomb)


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    sheet = b"<x>" + b"\0" * 60_000_000
    bomb = bytearray(with_part(make_workbook([["编号"]]), "xl/worksheets/sheet1.xml", sheet))
    honest = len(sheet).to_bytes(4, "little")
    for _ in range(bomb.count(honest)):
        at = bomb.index(honest)
        bomb[at : at + 4] = (2_000).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        read_book(bytes(bomb))


def test_a_cell_in_the_last_row_and_column_does_not_take_the_memory() -> None:
    with pytest.raises(Unreadable, match="请"):
        read_book(make_far_cell())


def test_one_text_repeated_many_times_does_not_take_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED_RATIO", 10_000)
    with pytest.raises(Unreadable, match="内容过多"):
        read_book(make_repeated_text())


def test_repeated_rows_and_columns_of_ods_do_not_take_the_memory() -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}"><office:body><office:spreadsheet>'
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with pytest.raises(Unreadable, match="请"):
        read_book(with_part((FILES / "sites.ods").read_bytes(), "content.xml", content.encode()))


def test_entities_are_not_expanded() -> None:
    strings = (
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "{"x" * 50}">]>'
        f'<sst xmlns="{MAIN}"><si><t>&a;&b;</t></si></sst>'
    )
    try:
        book = read_book(with_part(make_workbook([["编号"]]), "xl/sharedStrings.xml", strings.encode()))
    except Unreadable:
        return
    assert "root:" not in repr(book)


def test_too_many_rows_columns_sheets_and_letters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 5)
    with pytest.raises(Unreadable, match="超过 5 行"):
        read_book(("a,b\n" * 9).encode())
    with pytest.raises(Unreadable, match="超过 500 列"):
        read_book(make_workbook([[""] * 600 + ["x"]]))
    with pytest.raises(Unreadable, match="超过 500 列"):
        read_book(("x" + "," * 600 + "x").encode())
    with pytest.raises(Unreadable, match="引号不成对"):
        read_book(('编号,名称\nA-1,"' + "没有关上,\n" * 9_000).encode())


@pytest.mark.parametrize("make", [lambda rows: "\n".join(map(",".join, rows)).encode(), make_workbook])
def test_a_cell_of_a_megabyte_is_cut_and_the_others_are_read(make: Callable[[list[list[str]]], bytes]) -> None:
    text = "长" * (30_000 if make is make_workbook else 400_000)
    sheet = read_book(make([["编号", "名称"], ["A-1", text], ["A-2", "短"]])).sheets[0]
    assert len(str(sheet.rows[1][1])) == min(len(text), limits.MAX_CELL_CHARACTERS + 1)
    assert sheet.rows[2] == ["A-2", "短"]


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    with pytest.raises(Unreadable, match="请删去图片"):
        read_book(FILES / "sites.xls")
    with pytest.raises(Unreadable, match="请删去图片"):
        read_book(LEDGER.encode() * 9)


def test_a_merge_over_the_whole_sheet_is_cut() -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    book = read_book(with_part(make_workbook([["编号"]]), "xl/worksheets/sheet1.xml", sheet.encode()))
    assert book.sheets[0].merged == [((0, 0), (0, 1))]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_give_a_book_or_a_sentence(data: bytes) -> None:
    assert answer_to(data)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_workbook_gives_a_book_or_a_sentence(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same damage every time
    for name in ("sites.xls", "sites.ods"):
        data = bytearray((FILES / name).read_bytes())
        for _ in range(20):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        assert answer_to(bytes(data))
