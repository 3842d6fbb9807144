"""Files that do harm or make no sense, made here: broken, empty, huge, wrong-coded, disguised, swollen, locked."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import xlsxwriter

from chuangcheng.core.sheets import limits
from chuangcheng.core.testing import photo

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "哈"}">' for n in range(10))


def workbook(*rows: list[str]) -> bytes:
    """A sound xlsx workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
    book.close()
    return stream.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_parts(book: bytes, parts: dict[str, bytes]) -> bytes:
    """The workbook with these parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped(kept | parts)


def with_far_cell(row: int, column: str) -> bytes:
    """A workbook of a few hundred bytes whose last cell is far away."""
    cells = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
    return with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>')


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet is this XML."""
    return with_parts(workbook(["甲"]), {"xl/worksheets/sheet1.xml": xml.encode()})


def with_strings(xml: str) -> bytes:
    """A workbook whose shared texts are this XML."""
    return with_parts(workbook(["甲"]), {"xl/sharedStrings.xml": xml.encode()})


def tables() -> Iterator[tuple[str, str, bytes]]:
    """What no import may take: what it is, the name that it comes under, its bytes."""
    sound = workbook(*([["编号", "名称"]] * 40))
    yield "empty", "空.xlsx", b""
    yield "blank csv", "空.csv", b" \r\n,,\r\n"
    yield "workbook without cells", "空.xlsx", workbook()
    yield "cut off", "断.xlsx", sound[: len(sound) // 2]
    yield "scrambled", "乱.xlsx", sound[:60] + bytes(255 - byte for byte in sound[60:400]) + sound[400:]
    yield "too many bytes", "大.csv", b"x," * (limits.MAX_FILE_BYTES // 2 + 1)
    yield "NUL bytes", "零.csv", "编号,名称\n".encode() + b"\x00" * 300
    yield "binary as csv", "码.csv", bytes(range(256)) * 20
    yield "UTF-16 without mark", "码.csv", "编号,名称\nA-1,桌\n".encode("utf-16-le")
    yield "zip bomb", "弹.xlsx", with_parts(sound, {"xl/media/image1.png": b"\0" * (limits.RATIO_FLOOR_BYTES * 8)})
    swollen = b" " * (limits.RATIO_FLOOR_BYTES * 8)
    spreadsheet = b"application/vnd.oasis.opendocument.spreadsheet"
    yield "zip bomb of OpenDocument", "弹.ods", zipped({"mimetype": spreadsheet, "content.xml": swollen})
    yield "zip bomb of Word", "弹.docx", zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": swollen})
    yield "gz", "压.csv", gzip.compress(b"a,b\n" * 10_000)
    yield "password", "密.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    yield "macros", "宏.xlsm", with_parts(sound, {"xl/vbaProject.bin": OLE + b"\0" * 600})
    yield "old macros", "宏.xls", OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600
    yield "Word", "文.xlsx", zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    yield "PDF", "文.xlsx", b"%PDF-1.7\n%\xe2\xe3\n" + b"0" * 300
    yield "photo", "图.xlsx", photo()
    yield "web page", "网.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>"
    yield "script", "网.csv", b"<script>alert(1)</script>"
    yield "program", "程.xlsx", b"MZ" + b"\x90\x00" * 400
    yield "laughs", "笑.xlsx", with_strings(f'<!DOCTYPE s [{LAUGHS}]><sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>')
    laughing = f"<!DOCTYPE s [{LAUGHS}]><s>&l9;</s>".encode()
    yield (
        "laughs of OpenDocument",
        "笑.ods",
        zipped({"mimetype": spreadsheet, "META-INF/manifest.xml": b"<manifest/>", "content.xml": laughing}),
    )
    yield (
        "outer entity",
        "外.xlsx",
        with_strings(
            f'<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&f;</t></si></sst>'
        ),
    )
    yield "rows to the end", "远.xlsx", with_far_cell(1_048_576, "A")
    yield "columns to the end", "远.xlsx", with_far_cell(1, "XFD")
    yield "a million columns", "宽.csv", b"," * 1_000_000 + b"x"
    yield "a million rows", "长.csv", b"a,b\n" * 1_048_576
    yield "no known header", "别.xlsx", workbook(["天", "地"], ["=1+1", "@SUM(A1)"], ["-2+3", "\t=1"])
    yield "UTF-16 without known header", "别.csv", "天,地\n玄,黄\n".encode("utf-16")
    yield "header only, unknown", "别.csv", "宇,宙".encode("gb18030")


def photos() -> Iterator[tuple[str, str, bytes]]:
    """What no field for photos may take."""
    sound = photo()
    yield "empty", "空.jpg", b""
    yield "cut off", "断.jpg", sound[: len(sound) // 3]
    yield "scrambled", "乱.jpg", sound[:20] + b"\0" * 400
    yield "SVG", "图.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    yield "SVG as JPEG", "图.jpg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "web page as JPEG", "页.jpg", b"<!doctype html><script>alert(1)</script>"
    yield "GIF", "动.gif", b"GIF89a" + b"\1" * 200
    yield "PNG bomb", "弹.png", png(60_000, 60_000)
    yield "PNG without end", "断.png", png(200, 200)[:60]
    yield "broken HEIC", "坏.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\xff" * 800
    yield "workbook as JPEG", "表.jpg", workbook(["甲"])
    yield "PDF", "文.pdf", b"%PDF-1.7\n" + b"0" * 200
    yield "program", "程.jpg", b"MZ" + b"\x90\x00" * 400
    yield "too many bytes", "大.jpg", sound + b"\0" * (21 * 1024 * 1024)


def png(width: int, height: int) -> bytes:
    """A PNG of zeros that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 4_000))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
