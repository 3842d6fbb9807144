"""What a file really is, and whether it may be unpacked: looked up in its first bytes and in the directory of the zip,
before anything is parsed."""

from __future__ import annotations

import io
import zipfile
from enum import Enum

from chuangcheng.core.sheets import limits
from chuangcheng.core.sheets.book import Unreadable
from chuangcheng.core.texts import mark
from chuangcheng.core.texts import translated as _
from chuangcheng.core.zips import BROKEN_ZIP

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")
_MACRO_PARTS = ("xl/vbaProject.bin", "xl/macrosheets/")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SLIDES_STREAM = "PowerPoint Document".encode("utf-16-le")
_FOREIGN = {
    b"%PDF": "PDF",
    b"\xff\xd8\xff": mark("图片"),
    b"\x89PNG": mark("图片"),
    b"GIF8": mark("图片"),
    b"BM6": mark("图片"),
    b"Rar!": mark("RAR 压缩包"),
    b"7z\xbc\xaf": mark("7z 压缩包"),
    b"\x1f\x8b": mark("gz 压缩包"),
    b"{\\rtf": mark("RTF 文档"),
}
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"<body", b"mime-version", b"<script")
_DEFLATE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1

LOCKED = mark("表格设有打开密码，请去掉密码另存一份后再上传。")
MACROS = mark("表格带有宏，为安全起见没有读取，请另存为不带宏的 xlsx 再上传。")
BROKEN = mark("文件已损坏或没有传完，请在 Excel 或 WPS 中打开确认后另存为 xlsx 再上传。")


class Container(Enum):
    WORKBOOK = "workbook"  # xlsx, xls, ods: the parser finds out which
    TEXT = "text"  # csv, tsv


def container_of(data: bytes) -> Container:
    """Whether the bytes are a workbook or plain text.

    Raises Unreadable for every other kind of file and for a workbook that must not be opened.
    """
    _refuse_foreign(data)
    if data.startswith(b"PK"):
        _check_zip(data)
        return Container.WORKBOOK
    if data.startswith(_OLE):
        _check_ole(data)
        return Container.WORKBOOK
    return Container.TEXT


def extension_of(data: bytes) -> str:
    """The file extension that fits the content of a readable table: xlsx, ods, xls or csv."""
    if data.startswith(_OLE):
        return "xls"
    if data.startswith(b"PK"):
        return "ods" if b"opendocument.spreadsheet" in data[:200] else "xlsx"
    return "csv"


def _refuse_foreign(data: bytes) -> None:
    kind = next((kind for magic, kind in _FOREIGN.items() if data.startswith(magic)), None)
    if kind:
        raise Unreadable(_("这是%(kind)s，不是表格，请上传 xlsx、xls、ods 或 csv 文件。") % {"kind": _(kind)})
    start = data[:1024].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise Unreadable(_("这是网页格式的文件，不是真正的表格，请在 Excel 或 WPS 中打开后另存为 xlsx 再上传。"))


def _check_ole(data: bytes) -> None:
    if _ENCRYPTED_STREAM in data:
        raise Unreadable(_(LOCKED))
    if _MACRO_STREAM in data:
        raise Unreadable(_(MACROS))
    if _WORD_STREAM in data or _SLIDES_STREAM in data:
        raise Unreadable(_("这是文档或演示文稿，不是表格，请上传 xlsx、xls、ods 或 csv 文件。"))


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries, comment = archive.infolist(), archive.comment
    except BROKEN_ZIP as error:
        raise Unreadable(_(BROKEN)) from error
    _refuse_other_zip(entries)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise Unreadable(_(LOCKED))
    if any(entry.filename.startswith(_MACRO_PARTS) for entry in entries):
        raise Unreadable(_(MACROS))
    # A comment could hide a second directory that another reader would take.
    if comment or any(entry.compress_type not in _DEFLATE for entry in entries):
        raise Unreadable(_(BROKEN))
    _refuse_bomb(entries, len(data))


def _refuse_other_zip(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        raise Unreadable(_("暂不支持 xlsb 格式，请在 Excel 或 WPS 中另存为 xlsx 再上传。"))
    if "[Content_Types].xml" in names and not any(name.startswith(("word/", "ppt/")) for name in names):
        return
    if "content.xml" in names and "mimetype" in names:
        return
    raise Unreadable(_("这是压缩包或其他文档，不是表格，请解开后上传其中的 xlsx、xls、ods 或 csv 文件。"))


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > limits.RATIO_FLOOR_BYTES and unpacked > packed * limits.MAX_UNPACKED_RATIO
    if len(entries) > limits.MAX_ZIP_ENTRIES or unpacked > limits.MAX_UNPACKED_BYTES or swollen:
        raise Unreadable(_("表格解开后过大，不能读取，请删去多余的工作表和格式后再上传。"))
