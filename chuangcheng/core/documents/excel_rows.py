"""Rows, streamed into the frame. XlsxWriter's own cells cost four times as much, and an export must reach 20,000 rows a
second; what a cell may be is little, so its XML is written here."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from math import ceil
from typing import IO, BinaryIO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from chuangcheng.core.documents.excel_frame import LAST_PRINTED, LAST_ROW, Kind, Table, width_of
from chuangcheng.core.documents.values import STEADY_OFFSET, STEADY_SINCE, Value, printable, written
from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import SHANGHAI

_LINE_POINTS, _HIGHEST_POINTS = 15, 409  # of a line of 11-point letters; Excel's own limit of a row
_LONGEST_TEXT = 32_767  # characters of a cell, Excel's own limit
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serials count days without a time zone
_DAY = timedelta(days=1)
_DAY_SECONDS, _UNIX_EPOCH = 86_400, 25_569  # the serial of 1970-01-01
_LARGEST = 10**300
_PACKING = 3  # of 9: two thirds of the time of the usual 6 for a tenth more bytes
_ROWS_AT_ONCE = 500
_LAST = b"%d" % LAST_ROW
_UNLIKE: frozenset[Kind] = frozenset({"moment", "mark"})  # columns in which hardly a value comes twice
_KEPT, _SHORT = 20_000, 64  # texts whose XML is remembered, and how many characters they have at most

_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_MODEL_ROW = re.compile(rb"<row [^>]*>(?:(?!</row>).)*</row>(?=</sheetData>)", re.DOTALL)
_MODEL_CELL = re.compile(rb'<c r="([A-Z]+)\d+" s="(\d+)"/>')
_PRINT_RANGE = re.compile(rb'(Print_Area" localSheetId="(\d+)"[^>]*>[^<]*\$)%d(?=<)' % LAST_PRINTED)
_FILTER_RANGE = re.compile(rb'(_FilterDatabase" localSheetId="(\d+)"[^>]*>[^<]*)%s' % _LAST)
_NEEDS_CARE = re.compile("[&<>\r\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]|_x")
_EXCEL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class TooManyRows(Refusal):
    """More rows than a sheet can hold."""


def fill_frame(*, frame: bytes, tables: Sequence[Table], target: BinaryIO) -> int:
    """Copies the frame with every model row replaced by the rows of its table; gives the number of rows.

    Raises TooManyRows.
    """
    ends: list[int] = []
    with (
        zipfile.ZipFile(io.BytesIO(frame)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKING) as archive,
    ):
        for index, table in enumerate(tables, 1):
            name = f"xl/worksheets/sheet{index}.xml"
            with archive.open(name, "w", force_zip64=True) as part:
                ends.append(_write_sheet(part, source.read(name), table))
        filled = {f"xl/worksheets/sheet{index}.xml" for index in range(1, len(tables) + 1)}
        for name in source.namelist():
            if name not in filled:
                content = source.read(name)
                archive.writestr(name, _with_ends(content, ends) if name == "xl/workbook.xml" else content)
    return sum(end - table.header_row - 1 for end, table in zip(ends, tables, strict=True))


def _with_ends(workbook: bytes, ends: Sequence[int]) -> bytes:
    """The workbook part with each range of a filter or of printing ending at the last row of its sheet."""
    for ranges in (_FILTER_RANGE, _PRINT_RANGE):
        workbook = ranges.sub(lambda match: match[1] + b"%d" % ends[int(match[2])], workbook)
    return workbook


def _write_sheet(part: IO[bytes], frame: bytes, table: Table) -> int:
    """Writes one sheet; gives the number of its last row (1-based), the header's when there are no rows."""
    model = _MODEL_ROW.search(frame)
    if model is None:
        raise ValueError("the frame has no model row")
    cells = enumerate(_MODEL_CELL.findall(model[0]), 2)
    written_cells = (f'<c r="{letters.decode()}{{0}}" s="{style.decode()}"{{{at}}}' for at, (letters, style) in cells)
    form = f'<row r="{{0}}"{{1}}>{"".join(written_cells)}</row>'
    bodies = [_body if column.kind in _UNLIKE else _kept_body for column in table.columns]
    room = [(at, width_of(column)) for at, column in enumerate(table.columns) if column.kind == "text"]
    part.write(_DIMENSION.sub(b"", frame[: model.start()]))
    last = table.header_row + 1
    for rows in _batches(table.rows):
        if last + len(rows) > LAST_ROW:
            raise TooManyRows(_("数据超过一百万行，一张表放不下，请缩小筛选范围后再导出。"))
        written_rows = [
            _row(number, [body(value) for body, value in zip(bodies, row, strict=True)], _lines(row, room), form)
            for number, row in enumerate(rows, last + 1)
        ]
        part.write("".join(written_rows).encode())
        last += len(rows)
    part.write(frame[model.end() :].replace(_LAST, b"%d" % last))
    return last


def _batches(rows: Iterable[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _ROWS_AT_ONCE)):
        yield batch


def _row(number: int, told: Sequence[str], lines: int, form: str) -> str:
    height = f' ht="{min(lines * _LINE_POINTS, _HIGHEST_POINTS)}"' if lines > 1 else ""
    return form.format(number, height, *told)


def _lines(row: Sequence[Value], room: Sequence[tuple[int, float]]) -> int:
    """How many lines the row needs. Office programs that do not work it out themselves would cut long texts off."""
    most = 1
    for at, width in room:
        value = row[at]
        # Most texts are short: only one that might not fit is measured, a Chinese letter (three bytes) being two wide.
        if type(value) is str and (2 * len(value) > width or "\n" in value):
            taken = sum(
                ceil((len(line) + len(line.encode(errors="replace"))) / 2 / width) for line in value.split("\n")
            )
            most = max(most, taken)
    return most


def _body(value: Value) -> str:
    """What a cell says after its place and style, as XML."""
    if type(value) is str:
        if not value:
            return "/>"
        text = _escaped(value) if _NEEDS_CARE.search(value) or len(value) > _LONGEST_TEXT else value
        return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    figure = _figure(value)
    return _body(str(written(value))) if figure is None else f"><v>{figure}</v></c>"


def _kept_body(value: Value) -> str:
    """The same for a column in which values come again and again: looked up for a fifth of the time."""
    return _short_body(value) if type(value) is str and len(value) <= _SHORT else _body(value)


_short_body = lru_cache(maxsize=_KEPT)(_body)


def _figure(value: Value) -> str | None:
    """The value as Excel's number; None when Excel has no number for it."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return str((value - _EPOCH.date()).days) if value > _EPOCH.date() else None
    if isinstance(value, Decimal):
        return str(value) if value.is_finite() and value.copy_abs() < _LARGEST else None
    if isinstance(value, int | float):
        return str(value) if -_LARGEST < value < _LARGEST else None  # not-a-number is neither
    return None


def _moment(value: datetime) -> str | None:
    if value.tzinfo and value.year >= STEADY_SINCE:
        return f"{(value.timestamp() + STEADY_OFFSET) / _DAY_SECONDS + _UNIX_EPOCH:.8f}"
    local = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
    return f"{(local - _EPOCH) / _DAY:.8f}" if local > _EPOCH else None


def _escaped(text: str) -> str:
    """The text as XML and as Excel's own escape want it, cut to what a cell holds."""
    plain = printable(text)
    if len(plain) > _LONGEST_TEXT:
        plain = plain[: _LONGEST_TEXT - 1] + "…"
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    return escape(_EXCEL_ESCAPE.sub("_x005F_", plain))
