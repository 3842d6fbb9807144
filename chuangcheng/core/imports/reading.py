"""From a planned sheet to lines of data: merged and inherited cells filled in, what is no data passed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from django.utils.translation import gettext as _

from chuangcheng.core.imports.columns import header_key
from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.imports.lines import Line, Lines, Origin, Placed, Rows
from chuangcheng.core.imports.passing_over import NOTES_SHEET, PassingOver
from chuangcheng.core.imports.plans import SheetPlan
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Layout
from chuangcheng.core.sheets import Book, Cell, Unreadable, cell_text, column_letter

_NO_ORIGINS: Mapping[str, Origin] = MappingProxyType({})
_ATTACHMENT = re.compile(r"附件?\s*\d{0,2}\s*[:：]?")  # 附件2 above a title
_ROW_NUMBERS = frozenset({"序号", "序", "行号", "no", "number", "#"})


def read_rows(*, kind: ImportKind, book: Book, plans: Sequence[SheetPlan], report: Report) -> Rows:
    """The rows of all planned sheets, in the file's order; unknown columns go to the report, bad rows when met.

    Raises Unreadable when no sheet has a header of this kind, or one lacks a column that it cannot do without.
    """
    if not plans:
        names = "、".join(column.shown_label for column in kind.columns if column.required)
        raise Unreadable(
            _("没有找到“%(kind)s”的表头，请对照模板检查列名（至少要有%(columns)s）。")
            % {"kind": kind.label, "columns": names or _("模板中的列")}
        )
    planned = {plan.index for plan in plans}
    left = [sheet for index, sheet in enumerate(book.sheets) if sheet.rows and index not in planned]
    report.pass_over_sheets(hidden=book.hidden, unlike=[sheet.name for sheet in left if sheet.name != NOTES_SHEET])
    return Rows([_lines_of(kind.section(plan.section), book, plan, report) for plan in plans], report)


def _lines_of(section: Section, book: Book, plan: SheetPlan, report: Report) -> Lines:
    grid = Grid(book.sheets[plan.index])
    headers = plan.headers(grid) if plan.header_rows else [""] * grid.width
    layout = _layout(grid, section, plan, headers)
    headings = _headings(section, layout, grid, plan, headers)
    _check_required(section, layout)
    report.unplaced_columns += [word for word in layout.extra if word not in report.unplaced_columns]
    columns = [(column, layout.positions[column.key]) for column in section.columns if column.key in layout.positions]
    data: list[Line] = [
        (row, [*cells, headings[row]] if headings else cells, origins)
        for row, cells, origins in _data(grid, plan, headers, [placed for placed in columns if placed[1] < grid.width])
    ]
    report.unplaced_columns += _without_a_word(plan, headers, data, report)
    shares = Counter((key, origin) for _row, _cells, origins in data for key, origin in origins.items())
    return Lines(layout, columns, data, shares, is_counted=section.has_header)


def _headings(
    section: Section, layout: Layout, grid: Grid, plan: SheetPlan, headers: Sequence[str]
) -> Mapping[int, str]:
    """Row → the heading that it stands under, when a column that may stand in headings has none of its own; that
    column then stands right of all others."""
    column = next((column for column in section.columns if column.heading), None)
    if column is None or column.key in layout.positions or not plan.header_rows:
        return {}
    read = layout.positions
    required = [read[each.key] for each in section.columns if each.required and each.key in read]
    passing_over = PassingOver(grid, headers=headers, columns=list(read.values()), required=required)
    found, last = {}, ""
    for row in range(plan.first_row, grid.height):
        last = passing_over.heading(row) or last
        found[row] = last
    if not last:
        return {}
    layout.positions[column.key] = grid.width  # type: ignore[index] # not read by anybody yet
    return found


def _without_a_word(
    plan: SheetPlan, headers: Sequence[str], data: Sequence[tuple[int, Sequence[Cell], object]], report: Report
) -> list[str]:
    """Columns in which something stands, but no word above it: remarks beside the table, by their letter."""
    bare = [at for at, word in enumerate(headers) if not word and at not in plan.columns] if plan.header_rows else []
    filled = [at for at in bare if any(cells[at] != "" for _row, cells, _origins in data)]
    words = [_("%(letter)s列（没有列名）") % {"letter": column_letter(at)} for at in filled]
    return [word for word in words if word not in report.unplaced_columns]


def _layout(grid: Grid, section: Section, plan: SheetPlan, headers: Sequence[str]) -> Layout:
    labels = {column.key: column.label for column in section.columns}
    positions = {key: at for at, key in plan.columns.items()}
    words = {key: headers[positions[key]] if key in positions else "" for key in labels}
    extra = {
        word: at
        for at, word in enumerate(headers)
        if word and at not in plan.columns and header_key(word) not in _ROW_NUMBERS
    }
    shown = {key: word or labels[key] for key, word in words.items()}
    return Layout(grid.sheet.name, plan.section, positions, shown, extra, title=_title(grid, plan))


def _title(grid: Grid, plan: SheetPlan) -> str:
    words = (cell_text(cell) for row in range(plan.header_start) for cell in grid.raw(row))
    return next((word for word in words if word and not _ATTACHMENT.fullmatch(word)), "")


def _check_required(section: Section, layout: Layout) -> None:
    missing = [
        column.shown_label for column in section.columns if column.required and column.key not in layout.positions
    ]
    if missing:
        raise Unreadable(
            _("工作表“%(sheet)s”缺少“%(columns)s”列，请补上或对照模板改列名。")
            % {"sheet": layout.sheet, "columns": "”“".join(missing)}
        )


def _data(
    grid: Grid, plan: SheetPlan, headers: Sequence[str], columns: Sequence[Placed]
) -> Iterator[tuple[int, Sequence[Cell], Mapping[str, Origin]]]:
    """Data rows as (zero-based row, filled cells, key → cell where the value comes from, if it may be shared)."""
    read, required = [at for _column, at in columns], [at for column, at in columns if column.required]
    passing_over = PassingOver(grid, headers=headers, columns=read, required=required)
    groups = [placed for placed in columns if placed[0].fill]
    last: dict[str, tuple[Cell, Origin]] = {}
    for row in range(plan.first_row, grid.height):
        if passing_over.is_no_data(row):
            continue
        if not groups and not grid.is_merged(row):
            yield row, grid.raw(row), _NO_ORIGINS
            continue
        cells = list(grid.filled(row))
        origins = {column.key: grid.origin(row, at) for column, at in columns}
        _inherit(groups, cells, origins, last)
        yield row, cells, origins


def _inherit(
    groups: Sequence[Placed], cells: list[Cell], origins: dict[str, Origin], last: dict[str, tuple[Cell, Origin]]
) -> None:
    """Fills empty cells of group columns from the row above; a new outer group forgets the inner ones."""
    for place, (column, at) in enumerate(groups):
        if cells[at] != "":
            if last.get(column.key, ("", None))[0] != cells[at]:
                for inner, _at in groups[place + 1 :]:
                    last.pop(inner.key, None)
            last[column.key] = (cells[at], origins[column.key])
        elif column.key in last:
            cells[at], origins[column.key] = last[column.key]
