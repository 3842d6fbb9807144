"""The workbook around the rows: formats, widths, frozen header, filter and print layout, made by XlsxWriter with
one model row for each table. `excel_rows` puts the rows in its place."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

import xlsxwriter

from chuangcheng.core.documents.excel_printing import A4, set_printing
from chuangcheng.core.documents.values import Value, printable

Kind = Literal["text", "centred", "number", "decimal", "percent", "change", "date", "moment", "mark"]

LAST_ROW = 1_048_576  # of a sheet; stands in the frame wherever the last data row is meant
LAST_PRINTED = LAST_ROW - 1  # the same of what is printed: a range of all rows would be written as whole columns
_FONT = "宋体"  # every office machine has it
_NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",  # a code stays a text, and a text never becomes a formula, when somebody edits the cell
    "centred": "General",  # our own words and figures, never those of people
    "number": "General",
    "decimal": "0.00",  # marks, and rates in per cent of two places
    "percent": "0.0%",
    "change": "+0.0;−0.0;0.0",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "mark": "@",  # for the way back: on one line, cut off at the edge of its cell, and not printed
}
_WIDTHS: dict[Kind, int] = {
    "text": 14,
    "centred": 10,
    "number": 10,
    "decimal": 10,
    "percent": 10,
    "change": 10,
    "date": 12,
    "moment": 17,
    "mark": 10,
}  # characters; our choice
_WIDEST, _WIDEST_FIGURE = 60, 12
_FIGURES: frozenset[Kind] = frozenset({"number", "decimal", "percent", "change"})
_LINE_POINTS, _HIGHEST = 15, 409  # of a line of 11-point letters; Excel's own limit of a row
_HEADER_AIR = 4  # points
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_BARS = ("#5B7A99", "#C4CED8")  # apart in grey as well
_CHART_WIDTH, _BAR_HEIGHT = 640, 22  # pixels
_ROOM = 1.15  # of the axis: the longest bar leaves room for its figure


@dataclass(frozen=True)
class Column:
    label: str
    kind: Kind = "text"
    width: float = 0  # characters; 0: as its kind and label need


@dataclass(frozen=True)
class Chart:
    """Lying bars of some columns, on a sheet behind: Excel draws them from the cells, so they follow an edit."""

    title: str
    names: int  # column of the names, from 0
    figures: Sequence[int]  # columns of the figures, one for each colour of bars
    bars: int  # rows shown, from the first
    highest: float | None = None  # figure that may be; None: as Excel finds


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
    for kind in ("centred", "change"):
        formats[kind].set_align("center" if kind == "centred" else "right")
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
    widths = [width_of(column) for column in table.columns]
    sheet.set_row(head, _HEADER_AIR + row_height([printable(column.label) for column in table.columns], widths))
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, widths[at])
        sheet.write_string(head, at, printable(column.label), formats["head"])
        sheet.write_blank(head + 1, at, None, formats[column.kind])
    sheet.autofilter(head, 0, LAST_ROW - 1, last)
    sheet.freeze_panes(head + 1, 0)


def _draw(book: Any, sheet: Any, name: str, table: Table, chart: Chart) -> None:
    """The chart of the sheet `name` on a sheet of its own, that prints on one page."""
    drawn, first = book.add_chart({"type": "bar"}), table.header_row + 1
    last = first + chart.bars - 1
    labels = {"value": True, "font": {"name": _FONT, "size": 9}}
    for at, column in enumerate(chart.figures):
        series = {
            "name": [name, table.header_row, column],
            "categories": [name, first, chart.names, last, chart.names],
            "values": [name, first, column, last, column],
        }
        drawn.add_series({**series, "fill": {"color": _BARS[at % len(_BARS)]}, "gap": 40, "data_labels": labels})
    drawn.set_title({"name": printable(chart.title), "name_font": {"name": _FONT, "size": 12}, "overlay": False})
    drawn.set_legend({"position": "bottom" if len(chart.figures) > 1 else "none"})
    font = {"num_font": {"name": _FONT, "size": 9}}
    drawn.set_y_axis({**font, "reverse": True})  # first row on top
    highest = chart.highest and chart.highest * _ROOM
    drawn.set_x_axis({**font, "min": 0, "max": highest, "major_gridlines": {"visible": False}, "visible": False})
    drawn.set_size({"width": _CHART_WIDTH, "height": 90 + _BAR_HEIGHT * chart.bars * len(chart.figures)})
    sheet.insert_chart(0, 0, drawn)
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


def width_of(column: Column) -> float:
    """How many characters wide the column is."""
    widest = _WIDEST_FIGURE if column.kind in _FIGURES else _WIDEST
    return column.width or min(widest, max(_WIDTHS[column.kind], shown_width(column.label) + 4))


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points that the row needs: not every office program works it out itself."""
    lines = (_lines(text, width) for text, width in zip(texts, widths, strict=True))
    return min(_HIGHEST, _LINE_POINTS * max(1, *lines))


def _lines(text: str, width: float) -> int:
    return sum(ceil((shown_width(line) + 1) / width) for line in text.split("\n"))


def shown_width(text: str) -> int:
    """How many characters wide the text is, a Chinese one being two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _set_printing(sheet: Any, table: Table) -> None:
    shown = [column for column in table.columns if column.kind != "mark"]
    if len(shown) < len(table.columns):  # the marks stand in the last one
        sheet.print_area(0, 0, LAST_PRINTED - 1, len(shown) - 1)
    set_printing(sheet, width=sum(map(width_of, shown)), header=(table.header_row, table.header_row))
