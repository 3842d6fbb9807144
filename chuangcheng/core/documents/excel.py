from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from chuangcheng.core.documents.excel_frame import Chart, Column, Table, make_frame
from chuangcheng.core.documents.excel_rows import fill_frame
from chuangcheng.core.documents.values import Value

__all__ = ["Chart", "Column", "Table", "write_table", "write_workbook"]


def write_table(*, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], title: str = "") -> bytes:
    """An xlsx workbook with one table on one sheet."""
    stream = io.BytesIO()
    write_workbook(target=stream, tables=[Table(name, columns, rows, title)])
    return stream.getvalue()


def write_workbook(*, target: BinaryIO, tables: Sequence[Table]) -> int:
    """Writes an xlsx workbook with a sheet for each table; gives the number of rows.

    Memory does not grow with the rows: they are taken one by one and go straight into the file.
    """
    return fill_frame(frame=make_frame(tables), tables=tables, target=target)
