"""The Excel template of a kind of import: a sheet per section with its header and one sample row, which is passed
over when the file comes back, and a sheet that says what each column takes."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from chuangcheng.core.documents.excel_frame import row_height, sheet_name, shown_width
from chuangcheng.core.documents.excel_printing import set_printing
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.imports.passing_over import NOTES_SHEET, SAMPLE_MARK

_FONT = "宋体"
_NOTES_HEADER = ("工作表", "列名", "是否必填", "怎么填", "也认这些列名")
_NOTES_WIDTHS = (16, 18, 10, 60, 50)
_PAIR_WIDTHS = (16, 60)
_NARROWEST, _WIDEST = 8, 24  # characters


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
        "sample": book.add_format(
            {**base, "italic": True, "font_color": "#808080", "num_format": "@", "text_wrap": True}
        ),
        "cell": book.add_format({**base, "text_wrap": True}),
        "text": book.add_format({"font_name": _FONT, "font_size": 11, "num_format": "@"}),
    }


def _write_section(sheet: Any, section: Section, formats: dict[str, Any]) -> None:
    if not section.has_header:
        _write_pairs(sheet, section, formats)
        return
    samples = [_sample(column, is_first=at == 0) for at, column in enumerate(section.columns)]
    widths = [_width(column.label, str(sample)) for column, sample in zip(section.columns, samples, strict=True)]
    for at, (column, sample) in enumerate(zip(section.columns, samples, strict=True)):
        sheet.set_column(at, at, widths[at], formats["text"])
        label = f"{column.label}*" if column.required else column.label
        sheet.write_string(0, at, label, formats["required" if column.required else "head"])
        sheet.write(1, at, sample, formats["sample"])
    sheet.set_row(1, row_height([str(sample) for sample in samples], widths))
    sheet.freeze_panes(1, 0)
    set_printing(sheet, width=sum(widths), header=(0, 0))


def _write_pairs(sheet: Any, section: Section, formats: dict[str, Any]) -> None:
    """A section without header: a word, and beside it room for what is filled in."""
    for at, width in enumerate(_PAIR_WIDTHS):
        sheet.set_column(at, at, width, formats["text"])
    for row, cells in enumerate(section.template_rows):
        sheet.write_row(row, 0, cells, formats["cell"])
    set_printing(sheet, width=sum(_PAIR_WIDTHS))


def _width(label: str, sample: str) -> int:
    return min(_WIDEST, max(_NARROWEST, shown_width(label) + 3, shown_width(sample) + 2))


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
        sheet.set_row(row, row_height([str(text) for text in cells], _NOTES_WIDTHS))
        for at, text in enumerate(cells):
            sheet.write_string(row, at, str(text), formats["cell"])
    sheet.freeze_panes(1, 0)
    set_printing(sheet, width=sum(_NOTES_WIDTHS), header=(0, 0))
