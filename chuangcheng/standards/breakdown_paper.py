"""The 任务分解表 of an edition, out, in the layout that offices file: a header of two rows, items and contents merged.
Brought back it changes the edited cells only: see `services.edited_breakdown`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter

from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.excel_frame import row_height
from chuangcheng.core.documents.excel_printing import set_printing
from chuangcheng.core.documents.values import printable
from chuangcheng.core.imports.marks import MARK, mark_of
from chuangcheng.core.times import today
from chuangcheng.standards.access import VIEW
from chuangcheng.standards.drafts import plain
from chuangcheng.standards.models import Duty, Framework, Standard
from chuangcheng.standards.queries import arrangements_in, duties_in, framework_tree
from chuangcheng.standards.services import ARRANGED_WORDS, SHOWN_WORDS

NUMBER, DIVISION = "序号", "责任分工"
WIDTHS = (6, 9, 18, 18, 44, 12, 8, 18, 24, 24)  # characters; of 序号 and the exported words
ARRANGED_WIDTHS = (12, 12, 14, 12, 18, 18)
MARK_WIDTH = 10
DUTIES = (7, 9)  # first and last column of 责任分工
MERGED = (2, 3)  # columns of the item and of the content
HEAD = 1  # row of the header's upper part, below the title
FIRST = HEAD + 2
FONT = "宋体"  # as other tables


class Layout(NamedTuple):
    """The columns of one table."""

    words: tuple[str, ...]  # of 序号 and the exported ones
    widths: tuple[int, ...]  # characters


class Line(NamedTuple):
    """What stands under the exported words; marks as a number."""

    texts: tuple[str, ...]
    standard: Standard


def breakdown_workbook(*, actor: Actor, framework: Framework) -> bytes:
    """The sheets 任务分解表 and 体系, which says whose table it is."""
    require(actor, VIEW)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("任务分解表")
    arranged = arrangements_in(framework)
    layout = _layout(is_arranged=bool(arranged))
    _write_head(sheet, f"{framework.name}任务分解表", layout, _formats(book))
    _write_lines(sheet, list(_lines(framework, arranged)), layout, _formats(book))
    names = book.add_worksheet("体系")
    for row, pair in enumerate((("名称", framework.name), ("版本", framework.edition))):
        for column, text in enumerate(pair):
            names.write_string(row, column, printable(text))
    names.set_column(0, 1, 30)
    book.close()
    return target.getvalue()


def _layout(*, is_arranged: bool) -> Layout:
    """分管领导, 责任人, 完成时限, 频次, Ⅲ级指标 and 备注 stand in the table of an edition that has any of them."""
    words, widths = (ARRANGED_WORDS, ARRANGED_WIDTHS) if is_arranged else ((), ())
    return Layout((NUMBER, *SHOWN_WORDS, *words), (*WIDTHS, *widths))


def _lines(framework: Framework, arranged: Mapping[int, tuple[str, ...]]) -> Iterator[Line]:
    nothing = ("",) * (len(ARRANGED_WORDS) if arranged else 0)
    for item in framework_tree(framework=framework, day=today()):
        for content in item.contents.all():
            for standard in content.standards.all():
                yield _line(item.name, content.name, standard, arranged.get(standard.pk, nothing))


def _line(item: str, content: str, standard: Standard, arranged: Sequence[str]) -> Line:
    methods = "、".join(dict.fromkeys(part.method for part in standard.parts.all()))
    units = (_units(standard, kind) for kind in (Duty.Kind.LEAD, Duty.Kind.RESPONSIBLE, Duty.Kind.SUPPORTING))
    texts = (standard.code, item, content, standard.text, methods, plain(standard.marks), *units, *arranged)
    return Line(tuple(printable(text) for text in texts), standard)


def _units(standard: Standard, kind: str) -> str:
    return "、".join(duty.unit.name for duty in duties_in(standard) if duty.kind == kind)


def _write_head(sheet: Any, title: str, layout: Layout, formats: dict[str, Any]) -> None:
    words = (*layout.words, MARK)
    sheet.merge_range(0, 0, 0, len(words) - 1, printable(title), formats["title"])
    for column, (word, width) in enumerate(zip(words, (*layout.widths, MARK_WIDTH), strict=True)):
        sheet.set_column(column, column, width)
        if DUTIES[0] <= column <= DUTIES[1]:
            sheet.write_string(HEAD + 1, column, word, formats["head"])
        else:
            sheet.merge_range(HEAD, column, HEAD + 1, column, word, formats["head"])
    sheet.merge_range(HEAD, DUTIES[0], HEAD, DUTIES[1], DIVISION, formats["head"])
    sheet.freeze_panes(FIRST, 0)
    set_printing(sheet, width=sum(layout.widths), header=(HEAD, HEAD + 1))


def _write_lines(sheet: Any, lines: Sequence[Line], layout: Layout, formats: dict[str, Any]) -> None:
    marks_at = 1 + SHOWN_WORDS.index("分值")
    for place, line in enumerate(lines):
        row = FIRST + place
        sheet.set_row(row, _height(line, layout.widths))
        sheet.write_number(row, 0, place + 1, formats["cell"])
        for column, text in enumerate(line.texts, start=1):
            if column == marks_at:
                sheet.write_number(row, column, float(line.standard.marks), formats["cell"])
            elif column not in MERGED:
                sheet.write_string(row, column, text, formats["cell"])
        sheet.write_string(row, len(line.texts) + 1, mark_of(line.texts), formats["mark"])
    sheet.print_area(0, 0, FIRST + len(lines), len(layout.words) - 1)  # the mark is for the way back, not for the file
    for column in MERGED:
        for first, last in _runs(lines, depth=column):
            _write_run(sheet, FIRST + first, FIRST + last, column, lines[first].texts[column - 1], formats["cell"])


def _height(line: Line, widths: Sequence[int]) -> float:
    """Points; the merged cells have the room of all their rows."""
    own = [at for at in range(len(line.texts)) if at + 1 not in MERGED]
    return row_height([line.texts[at] for at in own], [widths[at + 1] for at in own])


def _runs(lines: Sequence[Line], *, depth: int) -> Iterator[tuple[int, int]]:
    """First and last line of each run that says the same in the columns up to `depth`, the code apart."""
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or lines[place].texts[1:depth] != lines[start].texts[1:depth]:
            yield start, place - 1
            start = place


def _write_run(sheet: Any, first: int, last: int, column: int, text: str, style: Any) -> None:
    if first == last:
        sheet.write_string(first, column, text, style)
    else:
        sheet.merge_range(first, column, last, column, text, style)


def _formats(book: Any) -> dict[str, Any]:
    edged = {"font_name": FONT, "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
    return {
        "title": book.add_format({"font_name": FONT, "bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format({**edged, "bold": True, "bg_color": "#F1F3F5", "align": "center"}),
        "cell": book.add_format(edged),
        "mark": book.add_format({**edged, "text_wrap": False, "align": "fill"}),  # never makes a line higher
    }
