from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chuangcheng.core.sheets import limits
from chuangcheng.core.sheets.book import Book, Cell, Merge, Sheet, Unreadable
from chuangcheng.core.sheets.containers import Container, container_of
from chuangcheng.core.sheets.delimited import read_delimited
from chuangcheng.core.sheets.parsing import parse_workbook
from chuangcheng.core.texts import translated as _


def read_book(source: Path | bytes, *, name: str = "") -> Book:
    """The visible sheets of a workbook or text table, told apart by content; `name` only names the sheet of a csv.

    Cells are texts without hidden characters, numbers, truths, dates and times; "" is empty. Rows of a sheet have one
    width. Raises Unreadable when the file is missing, empty, locked, broken, something else or too big.
    """
    data = source if isinstance(source, bytes) else _bytes_of(source)
    label = name or ("" if isinstance(source, bytes) else source.name)
    if len(data) > limits.MAX_FILE_BYTES:
        raise Unreadable(_too_large())
    if not data.strip():
        raise Unreadable(_("文件是空的，请选择有内容的表格。"))
    is_text = container_of(data) is Container.TEXT
    return _evened(read_delimited(data, name=Path(label).stem) if is_text else parse_workbook(data))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > limits.MAX_FILE_BYTES:
            raise Unreadable(_too_large())
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(_("找不到或打不开文件“%(name)s”，请检查路径和权限。") % {"name": path.name}) from error


def _too_large() -> str:
    megabytes = limits.MAX_FILE_BYTES // 1024 // 1024
    return _("文件超过 %(megabytes)s MB，请删去图片和多余内容，或分成几个文件上传。") % {"megabytes": megabytes}


def _evened(book: Book) -> Book:
    sheets = [_even(sheet) for sheet in book.sheets]
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable(_("表格里没有内容，请检查后再上传。"))
    for sheet in sheets:
        _check_size(sheet)
    return Book(sheets, book.hidden)


def _even(sheet: Sheet) -> Sheet:
    """The sheet padded to one width, without the empty rows and columns at the end; its merged ranges cut to match."""
    used = [_used_width(row) for row in sheet.rows]
    height, width = _used_width(used, empty=0), max(used, default=0)
    rows = [row[:width] + [""] * (width - len(row)) for row in sheet.rows[:height]]
    return Sheet(sheet.name, rows, _merges_inside(sheet.merged, height, width))


def _used_width(cells: Sequence[Cell], *, empty: Cell = "") -> int:
    """How many cells there are up to the last filled one."""
    return next((count for count in range(len(cells), 0, -1) if cells[count - 1] != empty), 0)


def _merges_inside(merged: list[Merge], height: int, width: int) -> list[Merge]:
    cut = [
        ((top, left), (min(bottom, height - 1), min(right, width - 1)))
        for (top, left), (bottom, right) in sorted(merged)
        if top < height and left < width
    ]
    return [(first, last) for first, last in cut if first != last and first[0] <= last[0] and first[1] <= last[1]]


def _check_size(sheet: Sheet) -> None:
    width = len(sheet.rows[0]) if sheet.rows else 0
    if width > limits.MAX_COLUMNS:
        raise Unreadable(
            _("“%(sheet)s”超过 %(columns)s 列，请删去右侧多余内容后再上传。")
            % {"sheet": sheet.name, "columns": limits.MAX_COLUMNS}
        )
    if sum((low - top + 1) * (right - left + 1) for (top, left), (low, right) in sheet.merged) > limits.MAX_CELLS:
        raise Unreadable(_("“%(sheet)s”的合并单元格过多，请取消合并后再上传。") % {"sheet": sheet.name})
