"""The report as Word and Excel, from the sections that the screen shows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.core.documents import excel, excel_frame
from chuangcheng.core.documents.paper import (
    Block,
    Chart,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Pictures,
    Series,
    Table,
)
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files.covers import paper_copies
from chuangcheng.inspections.reporting.drawing import drawn
from chuangcheng.inspections.reporting.shapes import INDENT, Kind, Row, Section, numbered, shown

if TYPE_CHECKING:
    from chuangcheng.core.models import StoredFile

COPY_SIZE = 480  # pixels of the longer side: 7 cm of paper
KINDS: Mapping[Kind, excel_frame.Kind] = {
    "text": "text",
    "number": "number",
    "rate": "percent",
    "score": "decimal",
    "change": "change",
    "mark": "centred",
}


def write_report_word(
    *, title: str, subtitle: str, sections: Sequence[Section], photos: Mapping[str, Sequence[StoredFile]]
) -> bytes:
    """The report as an office files it, with photos under the main problems."""
    blocks: list[Block] = []
    for heading, section in numbered(sections):
        blocks.append(Heading(heading))
        blocks += [Paragraph(line, is_small=section.key == "method") for line in section.lines]
        if section.rows:
            blocks.append(_table(section))
        if section.bars is not None:
            chart = drawn(section, section.bars)
            blocks.append(Chart(chart.title, chart.names, [Series(name, rates) for name, rates in chart.rates]))
        if section.key == "classes":
            blocks += _pictures(section, photos)
    return write_word(Paper(title=title, subtitle=subtitle, blocks=blocks))


def write_report_excel(*, title: str, sections: Sequence[Section]) -> bytes:
    """A sheet for the words, and one for each table."""
    told = [(heading, section.lines) for heading, section in numbered(sections) if section.lines]
    words = [(line,) for heading, lines in told for line in (heading, *lines)]
    tables = [excel.Table(_("说明"), [excel.Column(_("内容"), width=100)], words, title)]
    tables += [_sheet(section) for section in sections if section.rows]
    stream = io.BytesIO()
    excel.write_workbook(target=stream, tables=tables)
    return stream.getvalue()


def _table(section: Section) -> Table:
    rows = [
        [shown(cell, column.kind) for cell, column in zip(_cells(row), section.columns, strict=True)]
        for row in section.rows
    ]
    figures = [at for at, column in enumerate(section.columns) if column.kind != "text"]
    return Table(section.labels, rows, [column.share for column in section.columns], figures=figures)


def _sheet(section: Section) -> excel.Table:
    columns = [
        excel.Column(column.label, KINDS[column.kind], width=max(10, 10 * column.share) if column.kind == "text" else 0)
        for column in section.columns
    ]
    rows = [
        [_figure(cell, column.kind) for cell, column in zip(_cells(row), section.columns, strict=True)]
        for row in section.rows
    ]
    bars = section.bars
    chart = None if bars is None else excel.Chart(bars.title, 0, bars.rates, bars=bars.rows, highest=1)
    return excel.Table(section.title, columns, rows, section.title, chart)


def _cells(row: Row) -> list[Value]:
    return [f"{INDENT * row.level}{row.cells[0]}", *row.cells[1:]]


def _figure(value: Value, kind: Kind) -> Value:
    """A rate as Excel has it: 0.701, shown as 70.1%."""
    return value / 100 if kind == "rate" and isinstance(value, Decimal) else value


def _pictures(section: Section, photos: Mapping[str, Sequence[StoredFile]]) -> list[Block]:
    blocks: list[Block] = []
    copies = paper_copies({file.pk for files in photos.values() for file in files}, COPY_SIZE)
    for row in section.rows:
        files = photos.get((row.opens or {}).get("class", ""), ())
        pictures = [Picture(copies[file.pk], file.caption) for file in files if file.pk in copies]  # type: ignore[attr-defined]
        if pictures:
            blocks += [Heading(str(row.cells[0]), 3), Pictures(pictures)]
    return blocks
