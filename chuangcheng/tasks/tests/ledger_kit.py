"""The ledger out of the product, edited as in Excel, and in again."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.tasks.papers import export_tasks
from chuangcheng.tasks.queries import TaskFilter

NAME = "台账.xlsx"


def exported(cast: Cast) -> Any:
    """The workbook that the office takes out."""
    target = io.BytesIO()
    export_tasks(actor=actor_of(cast.chief), chosen=TaskFilter(), today=today(), target=target)
    return openpyxl.load_workbook(io.BytesIO(target.getvalue()))


def column_of(sheet: Any, word: str) -> int:
    """The column under a header word, from 1."""
    return [cell.value for cell in sheet[1]].index(word) + 1


def row_of(sheet: Any, number: str) -> int:
    """The row of a task, from 1."""
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == number)


def brought_in(book: Any, cast: Cast, **details: Any) -> Report:
    """What became of the workbook, brought in by the office."""
    stream = io.BytesIO()
    book.save(stream)
    content = read_book(stream.getvalue(), name=NAME)
    return run_import(kind_for("tasks"), content, actor=actor_of(cast.chief), file_name=NAME, **details)


def come_back(cast: Cast, edit: Callable[[Any], None]) -> Report:
    """Out, edited, in."""
    book = exported(cast)
    edit(book.active)
    return brought_in(book, cast)


def table(*rows: tuple[Any, ...], title: str = "") -> Any:
    """A workbook as an office makes it."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in [(title,), *rows] if title else rows:
        sheet.append(row)
    return book
