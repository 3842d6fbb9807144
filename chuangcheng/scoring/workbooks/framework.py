"""The framework workbook: 体系, 标准 and 负面清单 become a `Framework` and the window of the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from chuangcheng.core.sheets import Book, Unreadable
from chuangcheng.scoring.engine import Framework, NegativeEntry, Standard, read_sanction
from chuangcheng.scoring.workbooks.cells import BadCell, code_of, name_key, number_text, shown_name
from chuangcheng.scoring.workbooks.remarks import Remarks
from chuangcheng.scoring.workbooks.settings import Settings, read_settings
from chuangcheng.scoring.workbooks.standards import read_standards
from chuangcheng.scoring.workbooks.tables import Column, named_by_columns, rows_in, sheet_called, table_in

SETTINGS_SHEET = ("体系", "framework")
STANDARDS_SHEET = ("标准", "standards")
NEGATIVE_SHEET = ("负面清单", "negative")
STANDARD_COLUMNS = (
    Column("code", ("编号", "code", "标准编号"), is_needed=True),
    Column("item", ("测评项目", "item")),
    Column("content", ("测评内容", "content")),
    Column("name", ("测评标准", "standard")),
    Column("marks", ("分值", "marks"), is_needed=True),
    Column("method", ("测评方法", "method", "方法"), is_needed=True),
    Column("share", ("份额", "share")),
    Column("rule", ("计分规则", "rule"), is_needed=True),
    Column("parameters", ("参数", "parameters")),
)
NEGATIVE_COLUMNS = (
    Column("code", ("编号", "code"), is_needed=True),
    Column("domain", ("领域", "domain")),
    Column("name", ("项目", "entry")),
    Column("sanction", ("处理", "sanction"), is_needed=True),
)


@dataclass(frozen=True)
class FrameworkFile:
    framework: Framework
    window_from: date | None  # first day that counts, None = open
    window_to: date | None  # last day that counts, None = open
    rejected: frozenset[str]  # keys of codes whose rows could not be used
    problems: tuple[str, ...]
    notes: tuple[str, ...]  # what was done with the file that the reader should know

    @cached_property
    def standards(self) -> Mapping[str, Standard]:
        """The standards by the key of their code."""
        return {name_key(standard.code): standard for standard in self.framework.standards}


def read_framework(book: Book) -> FrameworkFile:
    """The framework in the workbook. Raises Unreadable when its standards cannot be found."""
    problems, notes = Remarks(), Remarks()
    sheet = sheet_called(book, STANDARDS_SHEET)
    if sheet is None:
        raise Unreadable("体系文件里没有“标准”表，请把各条测评标准放在名为“标准”的工作表里。")
    table = table_in(sheet, STANDARD_COLUMNS)
    if not table.rows:
        raise Unreadable("体系文件的“标准”表里没有一条标准，请填好后再试。")
    read = read_standards(table, problems, notes)
    settings = read_settings(sheet_called(book, SETTINGS_SHEET), read.methods, problems)
    return FrameworkFile(
        framework=_framework(settings, read.standards, _negative(book, problems)),
        window_from=settings.window_from,
        window_to=settings.window_to,
        rejected=read.rejected,
        problems=tuple(problems.sentences()),
        notes=tuple(notes.sentences()),
    )


def _framework(settings: Settings, standards: tuple[Standard, ...], negative: tuple[NegativeEntry, ...]) -> Framework:
    return Framework(
        standards=standards,
        name=settings.name,
        edition=settings.edition,
        declared_total=settings.declared_total,
        method_weights=settings.method_weights,
        gate=settings.gate,
        negative=negative,
        cycle_weights=settings.cycle_weights,
    )


def _negative(book: Book, problems: Remarks) -> tuple[NegativeEntry, ...]:
    entries: dict[str, NegativeEntry] = {}
    for sheet, row in rows_in(book, NEGATIVE_SHEET, NEGATIVE_COLUMNS):
        try:
            code = code_of(row["code"])
        except BadCell as reason:
            problems.add(sheet, row.number, str(reason))
            continue
        if name_key(code) in entries:
            problems.add(sheet, row.number, f"编号“{code}”前面已有，这一行没有使用")
            continue
        sanction = read_sanction(number_text(row["sanction"]))
        if sanction is None:
            written = shown_name(row["sanction"])
            problems.add(sheet, row.number, f"处理“{written}”看不懂，请写void、deduct:3这样的扣分或suspend")
        entries[name_key(code)] = NegativeEntry(code, sanction, shown_name(row["domain"]), shown_name(row["name"]))
    return tuple(entries.values())


def framework_of_csv(book: Book) -> Book:
    """A csv holds one sheet without a name of its own: it is the standards when it has their columns."""
    return named_by_columns(book, [(STANDARDS_SHEET[0], STANDARD_COLUMNS)])
