"""Text with separators. Offices send it as UTF-8 with or without a mark, as GB18030 from old Excel, and as UTF-16
("Unicode text"); separated by commas, tabs or semicolons, with quotes, commas and line breaks inside the text."""

from __future__ import annotations

import codecs
import csv
import io

from chuangcheng.core.sheets import limits
from chuangcheng.core.sheets.book import Book, Cell, Sheet, Unreadable
from chuangcheng.core.sheets.text import Cleaner
from chuangcheng.core.texts import mark
from chuangcheng.core.texts import translated as _

DELIMITERS = ",\t;，；|"
_SAMPLE_ROWS = 50
_LETTERS_OF_A_LINE = 500  # of a row in a ledger, at most; our choice
_FIELD_LETTERS = 8 * 1024 * 1024  # of one field, before it is cut
csv.field_size_limit(_FIELD_LETTERS)  # of the whole process: nothing else here reads csv
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CODINGS = ("utf-8", "gb18030")
_NOT_TEXT = mark("文件不是表格，请上传 xlsx、xls、ods 或 csv 文件。")


def read_delimited(data: bytes, *, name: str) -> Book:
    """The one sheet in a csv or tsv file, called `name`. Raises Unreadable."""
    text = decoded(data)
    delimiter = _delimiter(text)
    if text.count(delimiter) + text.count("\n") > limits.MAX_CELLS:
        raise Unreadable(_("表格内容过多，不能一次读取，请分成几个文件上传。"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    cleaner = Cleaner()
    rows: list[list[Cell]] = []
    try:
        for row in reader:
            rows.append(cleaner.row(row))
            _check(rows)
    except csv.Error as error:
        raise Unreadable(_near(reader.line_num)) from error
    return Book([Sheet(name or _("表格"), rows)])


def _check(rows: list[list[Cell]]) -> None:
    """Refuses a last row that goes beyond the limits."""
    if len(rows) > limits.MAX_ROWS:
        raise Unreadable(_("表格超过 %(rows)s 行，请分成几个文件上传。") % {"rows": limits.MAX_ROWS})
    # A quotation mark that nobody closed swallows the lines below it: a long text of many lines is no cell.
    if any(
        isinstance(cell, str) and len(cell) > limits.MAX_CELL_CHARACTERS and _is_swallowed(cell) for cell in rows[-1]
    ):
        raise Unreadable(_near(len(rows)))
    rows[-1] = [cell[: limits.MAX_CELL_CHARACTERS + 1] if isinstance(cell, str) else cell for cell in rows[-1]]


def _is_swallowed(text: str) -> bool:
    return text.count("\n") * _LETTERS_OF_A_LINE > len(text)


def _near(line: int) -> str:
    return _("第 %(line)s 行附近的文字过长或引号不成对，请检查后另存为 xlsx 再上传。") % {"line": line}


def decoded(data: bytes) -> str:
    """The letters of a text file in the coding that it came in. Raises Unreadable."""
    coding = next((coding for mark, coding in _MARKS if data.startswith(mark)), None)
    for candidate in (coding,) if coding else _CODINGS:
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if _looks_written(text):
            return text
    raise Unreadable(_(_NOT_TEXT))


def _looks_written(text: str) -> bool:
    """Whether people could have typed it: no NUL, and hardly a control character or private-use glyph."""
    sample = text[:20_000]
    odd = sum(1 for char in sample if (char < " " and char not in "\t\r\n\x1a") or "\ue000" <= char <= "\uf8ff")
    return "\x00" not in text and odd * 50 <= len(sample)


def _delimiter(text: str) -> str:
    """The separator that cuts the first rows into the most, and the most even, columns."""
    sample = text[: limits.MAX_CELL_CHARACTERS]
    return max(DELIMITERS, key=lambda mark: _evenness(sample, mark))


def _evenness(sample: str, mark: str) -> tuple[int, int]:
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        widths = [len(row) for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False) if row]
    except csv.Error:
        return 0, 0
    cut = [width for width in widths if width > 1]
    if not cut:
        return 0, 0
    usual = max(set(cut), key=cut.count)
    return cut.count(usual), usual
