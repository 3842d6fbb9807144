"""Small ledgers built in code, for the tests of the import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Book, Cell, Sheet, read_book

HEADER = (
    *("点位编号", "点位名称", "点位类型", "所属街镇", "详细地址", "责任单位", "包保领导", "街巷长", "联系电话"),
    *("经度", "纬度", "备注"),
)


def row_of(code: str, name: str, **facts: Cell) -> list[Cell]:
    """A row of a usual ledger; facts by header word replace the usual ones."""
    usual: dict[str, Cell] = {
        **dict.fromkeys(HEADER, ""),
        "点位编号": code,
        "点位名称": name,
        "点位类型": "背街小巷",
        "所属街镇": "东关街道",
        "责任单位": "区城管局",
        "经度": 114.48,
        "纬度": 36.59,
    }
    return [(usual | facts)[word] for word in HEADER]


def book_of(*rows: Sequence[Cell], header: Sequence[str] = HEADER, name: str = "点位") -> Book:
    """A book of one sheet with a title over the header, as offices have it."""
    width = max(len(header), *(len(row) for row in rows)) if rows else len(header)
    title: list[Cell] = ["云澜区实地考察点位台账"]
    padded = [[*row, *[""] * (width - len(row))] for row in (title, header, *rows)]
    return Book([Sheet(name, padded, [((0, 0), (0, width - 1))])])


def take(book: Book, *, actor: Actor = SYSTEM, dry_run: bool = False, strict: bool = False) -> Report:
    """What became of the book."""
    return run_import(kind_for("sites"), book, actor=actor, dry_run=dry_run, strict=strict)


def take_bytes(content: bytes, path: Path) -> Report:
    """The same for a workbook as bytes."""
    file = path / "ledger.xlsx"
    file.write_bytes(content)
    return take(read_book(file))


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """Read, created, updated, unchanged, rejected."""
    rejected = len({(problem.sheet, problem.row) for problem in report.rejections})
    return report.read, report.created, report.updated, report.unchanged, rejected


def sentences(report: Report) -> str:
    """All that the report lists."""
    return "\n".join(str(problem) for problem in report.problems)
