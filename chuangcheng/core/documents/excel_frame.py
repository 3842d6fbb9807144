"""The workbook around the rows: formats, widths, frozen header, filter and print layout, made by XlsxWriter with
one model row for each table. `excel_rows` puts the rows in its place."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import xlsxwriter

from chuangcheng.core.documents.values import Value, printable

Kind = Literal["text", "number", "percent", "date", "moment", "mark"]

LAST_ROW = 1_048_576  # of a sheet; stands in the frame wherever the last data row is meant
LAST_PRINTED = LAST_ROW - 1  # the same of what is printed: a range of all rows would be written as whole columns
_FONT = "宋体"  # every office machine has it
_NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",  # a code stays a text, and a text never becomes a formula, when somebody edits the cell
    "number": "General",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "mark": "@",  # for the way back: on one line, cut off at the edge of its cell, and not printed
}
_WIDTHS: dict[Kind, int] = {
    "text": 14,
    "number": 10,
    "percent": 10,
    "date": 12,
    "moment": 17,
    "mark": 10,
}  # characters; our choice
_WIDEST = 60
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LANDSCAPE_FROM = 90  # characters of all columns; our choice
_A4 = 9
_BAR = "#5B7A99"  # readable in grey
_CHART_WIDTH, _BAR_HEIGHT = 640, 24  # pixels


@dataclass(frozen=True)
class Column:
    label: str
    kind: Kind = "text"
    width: float = 0  # characters; 0: as its kind and label need


@dataclass(frozen=True)
class Chart:
    """Lying bars of one column, on a sheet behind: Excel draws them from the cells, so they follow an edit."""

    title: str
    names: int  # column of the names, from 0
    figures: int  # column of the figures
    bars: int  # rows shown, from the first
    highest: float | None = None  # end of the axis; None: as Excel finds


@dataclass(frozen=True)
class Table:
    name: str  # of the sheet
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    title: str = ""  # a line over the header
    chart: Chart | None = None

    @property
    def header_row(self) -> int:
        """Zero-based."""
        return 1 if self.title else 0


def make_frame(tables: Sequence[Table]) -> bytes:
    """An xlsx workbook in which the row below each header is empty and formatted as all rows are to be."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    formats = _formats(book)
    taken: set[str] = set()
    drawn: list[tuple[str, Table, Chart]] = []
    for table in tables:
        sheet = book.add_worksheet(sheet_name(table.name, taken))
        _lay_out(sheet, table, formats)
        _set_printing(sheet, table)
        drawn += [(sheet.get_name(), table, table.chart)] if table.chart is not None and table.chart.bars else []
    for name, table, chart in drawn:  # behind the tables, which keep their places
        _draw(book, book.add_worksheet(sheet_name(chart.title, taken)), name, table, chart)
    book.close()
    return stream.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """The name as Excel allows it and no other sheet in `taken` has it; it is added to `taken`."""
    plain = _NOT_IN_NAMES.sub(" ", printable(name)).strip().strip("'")[:_NAME_LENGTH].strip() or "表格"
    candidate, number = plain, 2
    while candidate.casefold() in taken or candidate.casefold() == "history":  # a name that Excel keeps for itself
        candidate, number = f"{plain[: _NAME_LENGTH - 4]} {number}", number + 1
    taken.add(candidate.casefold())
    return candidate


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": _FONT, "font_size": 11, "valign": "vcenter", "border": 1, "border_color": "#B0B0B0"}
    formats: dict[str, Any] = {
        kind: book.add_format({**base, "num_format": number_format, "text_wrap": kind == "text"})
        for kind, number_format in _NUMBER_FORMATS.items()
    }
    formats["mark"].set_align("fill")
    head = {**base, "bold": True, "align": "center", "bg_color": "#EDEDED", "text_wrap": True}
    formats["head"] = book.add_format(head)
    formats["title"] = book.add_format({"font_name": _FONT, "font_size": 16, "bold": True, "align": "center"})
    return formats


def _lay_out(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    head, last = table.header_row, len(table.columns) - 1
    if table.title and last:
        sheet.merge_range(0, 0, 0, last, "", formats["title"])
    if table.title:
        sheet.write_string(0, 0, printable(table.title), formats["title"])
        sheet.set_row(0, 30)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, width_of(column))
        sheet.write_string(head, at, printable(column.label), formats["head"])
        sheet.write_blank(head + 1, at, None, formats[column.kind])
    sheet.autofilter(head, 0, LAST_ROW - 1, last)
    sheet.freeze_panes(head + 1, 0)


def _draw(book: Any, sheet: Any, name: str, table: Table, chart: Chart) -> None:
    """The chart of the sheet `name` on a sheet of its own, that prints on one page."""
    drawn, first = book.add_chart({"type": "bar"}), table.header_row + 1
    cells = {
        "categories": [name, first, chart.names, first + chart.bars - 1, chart.names],
        "values": [name, first, chart.figures, first + chart.bars - 1, chart.figures],
    }
    labels = {"value": True, "font": {"name": _FONT, "size": 9}}
    drawn.add_series({**cells, "fill": {"color": _BAR}, "gap": 40, "data_labels": labels})
    drawn.set_title({"name": printable(chart.title), "name_font": {"name": _FONT, "size": 12}, "overlay": False})
    drawn.set_legend({"none": True})
    font = {"num_font": {"name": _FONT, "size": 9}}
    drawn.set_y_axis({**font, "reverse": True})  # first row on top
    drawn.set_x_axis({**font, "min": 0, "max": chart.highest, "major_gridlines": {"visible": False}, "visible": False})
    drawn.set_size({"width": _CHART_WIDTH, "height": 70 + _BAR_HEIGHT * chart.bars})
    sheet.insert_chart(0, 0, drawn)
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)


def width_of(column: Column) -> float:
    """How many characters wide the column is."""
    return column.width or min(_WIDEST, max(_WIDTHS[column.kind], shown_width(column.label) + 4))


def shown_width(text: str) -> int:
    """How many characters wide the text is, a Chinese one being two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _set_printing(sheet: Any, table: Table) -> None:
    sheet.set_paper(_A4)
    shown = [column for column in table.columns if column.kind != "mark"]
    if len(shown) < len(table.columns):  # the marks stand in the last one
        sheet.print_area(0, 0, LAST_PRINTED - 1, len(shown) - 1)
    if sum(width_of(column) for column in shown) > _LANDSCAPE_FROM:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(table.header_row)
    sheet.set_footer("&C第 &P 页，共 &N 页")
