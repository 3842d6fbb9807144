"""The Excel template of a kind of import: a sheet per section with its header and one sample row, which is passed
over when the file comes back, and a sheet that says what each column takes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import ceil
from typing import Any

import xlsxwriter

from chuangcheng.core.documents.excel_frame import sheet_name, shown_width
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.imports.passing_over import NOTES_SHEET, SAMPLE_MARK

_FONT = "宋体"
_NOTES_HEADER = ("工作表", "列名", "是否必填", "怎么填", "也认这些列名")
_NOTES_WIDTHS = (16, 18, 10, 60, 50)
_NARROWEST, _WIDEST = 8, 24  # characters
_LINE_POINTS = 15  # of a line of 11-point letters
_A4 = 9


def template_workbook(kind: ImportKind) -> bytes:
    """The template as an xlsx file."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    taken: set[str] = set()
    for section in kind.all_sections:
        name = sheet_name(section.sheet_names[0] if section.sheet_names else section.label, taken)
        _write_section(_printable_sheet(book, name), section, formats)
    _write_notes(_printable_sheet(book, sheet_name(NOTES_SHEET, taken)), kind, formats)
    book.close()
    return stream.getvalue()


def _printable_sheet(book: Any, name: str) -> Any:
    """A sheet that prints across on A4, all columns on one page."""
    sheet = book.add_worksheet(name)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return sheet


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": _FONT, "font_size": 11, "border": 1, "border_color": "#B0B0B0", "valign": "vcenter"}
    head = {**base, "bold": True, "bg_color": "#EDEDED", "align": "center", "text_wrap": True}
    return {
        "head": book.add_format(head),
        "required": book.add_format({**head, "font_color": "#B3261E"}),
        "sample": book.add_format(
            {**base, "italic": True, "font_color": "#808080", "num_format": "@", "text_wrap": True}
        ),
        "cell": book.add_format({**base, "text_wrap": True}),
        "text": book.add_format({"font_name": _FONT, "font_size": 11, "num_format": "@"}),
    }


def _write_section(sheet: Any, section: Section, formats: dict[str, Any]) -> None:
    widths = [_width(column) for column in section.columns]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width, formats["text"])
    if not section.has_header:
        for row, cells in enumerate(section.template_rows):
            sheet.write_row(row, 0, cells, formats["cell"])
        return
    for at, column in enumerate(section.columns):
        label = f"{column.label}*" if column.required else column.label
        sheet.write_string(0, at, label, formats["required" if column.required else "head"])
        sheet.write(1, at, _sample(column, is_first=at == 0), formats["sample"])
    samples = [str(_sample(column, is_first=at == 0)) for at, column in enumerate(section.columns)]
    sheet.set_row(1, _height(samples, widths))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _width(column: Column) -> int:
    return min(_WIDEST, max(_NARROWEST, shown_width(column.label) + 3, shown_width(str(column.sample)) + 2))


def _height(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Points that the row needs: not every office program works it out itself."""
    lines = (ceil((shown_width(text) + 1) / width) for text, width in zip(texts, widths, strict=True))
    return _LINE_POINTS * max(1, *lines)


def _sample(column: Column, *, is_first: bool) -> str | float:
    return f"{SAMPLE_MARK}（本行不导入）{column.sample}" if is_first else column.sample


def _write_notes(sheet: Any, kind: ImportKind, formats: dict[str, Any]) -> None:
    for at, (label, width) in enumerate(zip(_NOTES_HEADER, _NOTES_WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, label, formats["head"])
    columns = [(section, column) for section in kind.all_sections for column in section.columns]
    for row, (section, column) in enumerate(columns, 1):
        need = "必填" if column.required else "选填"
        cells = (section.label, column.label, need, column.help, "、".join(column.synonyms[1:]))
        sheet.set_row(row, _height(cells, _NOTES_WIDTHS))
        for at, text in enumerate(cells):
            sheet.write_string(row, at, str(text), formats["cell"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
