"""A made-up kind of import and small sheets, for the tests of the imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.guess import guess_plans
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.imports.reading import read_rows
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import parse_code, parse_list, parse_number, parse_phone
from chuangcheng.core.sheets import Book, Cell, Merge, Sheet

PERMISSION = "core.test_import"

COLUMNS = (
    Column("group", ("类别", "大类"), fill=True),
    Column("part", ("小类",), fill=True),
    Column("code", ("编号", "物品编号"), parse=parse_code, help="写资产标签上的号。", sample="A-001"),
    Column("name", ("名称", "物品名称", "name"), required=True, sample="办公桌"),
    Column("marks", ("分值",), parse=parse_number, fill=True, sample=6),
    Column("keepers", ("保管单位", "使用单位"), parse=parse_list, sample="办公室、档案室"),
    Column("keeper", ("保管人",)),
    Column("phone", ("保管人电话", "联系电话"), parse=parse_phone),
)
FACTS = Section(
    "facts",
    "登记表信息",
    (Column("name", ("项",)), Column("value", ("值",))),
    ("信息",),
    has_header=False,
    template_rows=(("版本", "2026"),),
)


def take_nothing(rows: Sequence[Row], **_: Any) -> None:
    """An `apply` for tests that only read."""


KIND = ImportKind("things", "物品", COLUMNS, PERMISSION, take_nothing, sections=(FACTS,))


def book_of(*rows: Sequence[Cell], name: str = "表", merged: Sequence[Merge] = ()) -> Book:
    """A book of one sheet, its rows padded to one width."""
    width = max(len(row) for row in rows)
    return Book([Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows], list(merged))])


def read(book: Book, kind: ImportKind = KIND) -> tuple[list[Row], Report]:
    """Rows and report, with guessed columns."""
    report = Report()
    return list(read_rows(kind=kind, book=book, plans=guess_plans(kind, book), report=report)), report


def names(rows: Sequence[Row]) -> list[str]:
    return [row.text("name") for row in rows]
