"""The Excel template of a kind of import: a sheet per section with its header and one sample row, which is passed
over when the file comes back, and a sheet that says what each column takes."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from chuangcheng.core.documents.excel_frame import sheet_name, shown_width
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.imports.passing_over import NOTES_SHEET, SAMPLE_MARK

_FONT = "宋体"
_NOTES_HEADER = ("工作表", "列名", "是否必填", "怎么填", "也认这些列名")
_NOTES_WIDTHS = (16, 18, 10, 60, 50)
_NARROWEST, _WIDEST = 12, 40  # characters


def template_workbook(kind: ImportKind) -> bytes:
    """The template as an xlsx file."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    taken: set[str] = set()
    for section in kind.all_sections:
        name = sheet_name(section.sheet_names[0] if section.sheet_names else section.label, taken)
        _write_section(book.add_worksheet(name), section, formats)
    _write_notes(book.add_worksheet(sheet_name(NOTES_SHEET, taken)), kind, formats)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": _FONT, "font_size": 11, "border": 1, "border_color": "#B0B0B0", "valign": "vcenter"}
    head = {**base, "bold": True, "bg_color": "#EDEDED", "align": "center", "text_wrap": True}
    return {
        "head": book.add_format(head),
        "required": book.add_format({**head, "font_color": "#B3261E"}),
        "sample": book.add_format({**base, "italic": True, "font_color": "#808080", "num_format": "@"}),
        "cell": book.add_format({**base, "text_wrap": True}),
        "text": book.add_format({"font_name": _FONT, "font_size": 11, "num_format": "@"}),
    }


def _write_section(sheet: Any, section: Section, formats: dict[str, Any]) -> None:
    for at, column in enumerate(section.columns):
        width = min(_WIDEST, max(_NARROWEST, shown_width(column.label) + 4, shown_width(str(column.sample)) + 4))
        sheet.set_column(at, at, width, formats["text"])
    if not section.has_header:
        for row, cells in enumerate(section.template_rows):
            sheet.write_row(row, 0, cells, formats["cell"])
        return
    for at, column in enumerate(section.columns):
        label = f"{column.label}*" if column.required else column.label
        sheet.write_string(0, at, label, formats["required" if column.required else "head"])
        sheet.write(1, at, _sample(column, is_first=at == 0), formats["sample"])
    sheet.freeze_panes(1, 0)


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
        for at, text in enumerate(cells):
            sheet.write_string(row, at, str(text), formats["cell"])
    sheet.freeze_panes(1, 0)
